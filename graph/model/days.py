"""Days: as a person writes them, and as loads carry them."""

from __future__ import annotations

from datetime import date, datetime

from graph.errors import InvalidArgument
from graph.model.records import Batch


def day_of(text: str) -> date:
    """A date as a person writes it, `2026-11-24`. Raises `InvalidArgument`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidArgument(f"cannot read the date {text!r}; write it as 2026-11-24") from error


def loaded_on(batch: Batch) -> date:
    """The day, by the clock on the wall, on which a batch became visible."""
    return datetime.fromisoformat(batch.finished).astimezone().date()
