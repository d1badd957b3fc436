"""Cuts of the list of gaps, by what the user ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from graph.gaps.documents.shapes import GapDocument

Document = TypeVar("Document", bound=GapDocument)


def cut_gaps(
    gaps: Sequence[Document],
    chain: str = "",
    kinds: Sequence[str] = (),
    verdicts: Sequence[str] = (),
) -> list[Document]:
    """The gaps of a chain (all where empty) of these kinds and verdicts (any where empty), in the order given."""
    return [
        g
        for g in gaps
        if (not chain or g["chain"] == chain)
        and (not kinds or g["kind"] in kinds)
        and (not verdicts or g["verdict"] in verdicts)
    ]
