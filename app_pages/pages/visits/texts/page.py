"""Sentences of the page 拜访: its sections, and words that they share."""

from __future__ import annotations

from app_pages.texts.merge import Texts

TEXTS: Texts = {
    "nav.visits": ("拜访", "Visits"),
    "visits.section": ("栏目", "Section"),
    "visits.tab_list": ("名单", "List"),
    "visits.tab_trip": ("排行程", "Plan a trip"),
    "visits.tab_after": ("会后", "Afterwards"),
    "visits.tab_doors": ("引荐与活动", "Introductions and events"),
    "visits.yes": ("是", "yes"),
    "visits.save": ("保存", "Save"),
}
