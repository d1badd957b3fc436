"""All sentences of the page 目标企业, one file for each of its parts."""

from __future__ import annotations

from app_pages.pages.targets.texts import cards, claims, lists, needs, outcomes, page
from app_pages.texts.merge import merged

TEXTS = merged(cards.TEXTS, claims.TEXTS, lists.TEXTS, needs.TEXTS, outcomes.TEXTS, page.TEXTS)
