"""How the options of work are called in Chinese, for whoever types them: only the names of fields there are count."""

from collections.abc import Mapping
from typing import Final

OF_WORK: Final[Mapping[str, str]] = {
    "标题": "title", "標題": "title", "名称": "title", "名稱": "title",
    "截止": "due", "截止时间": "due", "截止時間": "due", "到期": "due", "到期时间": "due", "到期時間": "due",
    "名额": "slots", "名額": "slots", "岗位": "job", "崗位": "job", "职务": "job", "職務": "job",
    "清单": "checklist", "清單": "checklist", "检查清单": "checklist", "檢查清單": "checklist",
    "验收标准": "criteria", "驗收標準": "criteria", "负责人": "owner", "負責人": "owner",
    "说明": "details", "說明": "details", "活动": "activity", "活動": "activity", "里程碑": "milestone",
    "目标": "goal", "目標": "goal", "交付物": "deliverables", "页": "page", "頁": "page",
}  # fmt: skip
