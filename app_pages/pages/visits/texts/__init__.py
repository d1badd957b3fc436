"""All sentences of the page 拜访, one file for each of its parts."""

from __future__ import annotations

from app_pages.pages.visits.texts import after, introductions, page, request, saved_targets, trip
from app_pages.texts.merge import merged

TEXTS = merged(after.TEXTS, introductions.TEXTS, page.TEXTS, request.TEXTS, saved_targets.TEXTS, trip.TEXTS)
