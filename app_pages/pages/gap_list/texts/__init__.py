"""All sentences of the page 缺口诊断, one file for each of its parts."""

from __future__ import annotations

from app_pages.pages.gap_list.texts import across, changes, diagnosis, first, portfolio, sandbox
from app_pages.texts.merge import merged

TEXTS = merged(across.TEXTS, changes.TEXTS, diagnosis.TEXTS, first.TEXTS, portfolio.TEXTS, sandbox.TEXTS)
