"""How the options of work, and the parts of groups, are called in Chinese, for whoever types them: only those there are
count."""

from collections.abc import Iterable, Mapping
from typing import Final

from .words import fold, nearest

OF_WORK: Final[Mapping[str, str]] = {
    "标题": "title", "標題": "title", "名称": "title", "名稱": "title",
    "截止": "due", "截止时间": "due", "截止時間": "due", "到期": "due", "到期时间": "due", "到期時間": "due",
    "名额": "slots", "名額": "slots", "岗位": "job", "崗位": "job", "职务": "job", "職務": "job",
    "清单": "checklist", "清單": "checklist", "检查清单": "checklist", "檢查清單": "checklist",
    "验收标准": "criteria", "驗收標準": "criteria", "负责人": "owner", "負責人": "owner",
    "说明": "details", "說明": "details", "活动": "activity", "活動": "activity", "里程碑": "milestone",
    "目标": "goal", "目標": "goal", "交付物": "deliverables", "页": "page", "頁": "page",
}  # fmt: skip

_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "add": ("新增", "添加", "新建"), "answer": ("回答", "答", "填写", "填寫", "回复", "回覆"),
    "approve": ("批准", "审批", "審批"), "claim": ("认领", "認領"), "done": ("完成", "做完"),
    "drop": ("作废", "作廢", "取消", "撤销", "撤銷", "删除", "刪除"),
    "edit": ("修改", "编辑", "編輯", "更改", "填写", "填寫"), "file": ("提交", "交", "上交"),
    "kept": ("兑现", "兌現", "已兑现", "已兌現", "完成", "做到"), "list": ("列表", "清单", "清單", "全部"),
    "missing": ("未交", "没交", "沒交", "缺", "谁没交", "誰沒交"), "plan": ("计划", "計畫", "安排"),
    "release": ("放回",), "report": ("报告", "報告"), "run": ("开始", "開始", "启动", "啟動"),
    "score": ("评分", "評分", "打分"), "story": ("时间线", "時間軸", "经过", "經過"),
    "show": ("查看", "看", "总结", "總結", "详情", "詳情"), "task": ("任务", "任務", "转任务", "轉任務"),
    "stop": ("停止", "结束", "結束"), "todo": ("待办", "待辦", "结论", "結論"), "verify": ("验收", "驗收"),
}  # fmt: skip


def parts_called(word: str, parts: Iterable[str]) -> list[str]:
    """The parts of a group that a word is in Chinese."""
    return [part for part in parts if fold(word) in _PARTS.get(part, ())]


def parts_like(word: str, parts: Iterable[str]) -> list[str]:
    """The parts of a group that a word is in Chinese, or is near to."""
    there = list(parts)
    return parts_called(word, there) or nearest(word, there)
