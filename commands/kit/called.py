"""How the options of work, and the parts of groups, are called in Chinese, or by another English word, for whoever
types them: only those there are count."""

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
    "accept": ("handover", "接班", "已接班", "交班"), "ack": ("接手", "接单", "接單", "确认", "確認"),
    "add": ("新增", "添加", "新建"),
    "answer": ("回答", "答", "填写", "填寫", "回复", "回覆"), "approve": ("批准", "审批", "審批"),
    "call": ("呼叫", "催"), "claim": ("认领", "認領"), "cover": ("顶班", "頂班", "求顶班", "求頂班"),
    "done": ("完成", "做完"), "drop": ("作废", "作廢", "取消", "撤销", "撤銷", "删除", "刪除"),
    "edit": ("修改", "编辑", "編輯", "更改", "填写", "填寫"), "end": ("结束", "結束"),
    "fairness": ("公平", "统计", "統計"), "feed": ("日历", "日曆", "订阅", "訂閱"), "file": ("提交", "交", "上交"),
    "kept": ("兑现", "兌現", "已兑现", "已兌現", "完成", "做到"), "list": ("列表", "清单", "清單", "全部"),
    "missing": ("未交", "没交", "沒交", "缺", "谁没交", "誰沒交"),
    "next": ("shifts", "list", "下一班", "班表", "排班", "接下来", "接下來"), "note": ("留言", "备注", "備註"),
    "override": ("代班", "替班"), "plan": ("计划", "計畫", "安排"), "release": ("放回",), "report": ("报告", "報告"),
    "rota": ("轮值", "輪值", "轮值表", "輪值表"), "run": ("开始", "開始", "启动", "啟動"),
    "score": ("评分", "評分", "打分"), "story": ("时间线", "時間軸", "经过", "經過"),
    "show": ("查看", "看", "总结", "總結", "详情", "詳情"), "swap": ("换班", "換班", "调班", "調班"),
    "take": ("接手", "我来", "我來"), "task": ("任务", "任務", "转任务", "轉任務"), "stop": ("停止", "结束", "結束"),
    "todo": ("待办", "待辦", "结论", "結論"), "undo": ("撤销", "撤銷", "复原", "復原"), "verify": ("验收", "驗收"),
}  # fmt: skip


def parts_called(word: str, parts: Iterable[str]) -> list[str]:
    """The parts of a group that a word is in Chinese."""
    return [part for part in parts if fold(word) in _PARTS.get(part, ())]


def parts_like(word: str, parts: Iterable[str]) -> list[str]:
    """The parts of a group that a word is in Chinese, or is near to."""
    there = list(parts)
    return parts_called(word, there) or nearest(word, there)
