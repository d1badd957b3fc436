"""Pairs of firms that may be one, as the page 数据 shows them, and deciding them."""

from __future__ import annotations

from app_pages.read.base import Data, newest, probe_workspace, settings, versioned
from ingest.load.identity.reviews import DecisionDocument, ReviewDocument
from ingest.match.queue import Verdict
from workspace import Workspace


@versioned(newest, max_entries=2)
def queue(newest: Data) -> tuple[list[ReviewDocument], list[DecisionDocument]]:
    """(the pairs that wait, the surest first; the decisions that hold, the latest first)."""
    space = probe_workspace(newest.settings)
    return space.reviews(), [d for d in space.review_decisions() if not d["undone_at"]]


def decide(code: str, verdict: Verdict, author: str, reason: str) -> None:
    """Declare a pair one firm or two. Raises `LiantuError`."""
    Workspace(settings()).review(code, verdict, author, reason)


def undo(code: str) -> None:
    """Take a decision back. Raises `LiantuError`."""
    Workspace(settings()).undo_review(code)
