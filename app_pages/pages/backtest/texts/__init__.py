"""All sentences of the page 回测, one file for each of its parts."""

from __future__ import annotations

from app_pages.pages.backtest.texts import own_record, report
from app_pages.texts.merge import merged

TEXTS = merged(own_record.TEXTS, report.TEXTS)
