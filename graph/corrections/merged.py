"""Firms that a person declared to be another: what was put right about the one holds for the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Protocol

from graph.model.records import Correction

MERGED = "merged_firms"  # remembered by a store: firm → the firm it was declared to be


class Remembers(Protocol):
    """A store or a batch, as far as it remembers values."""

    def meta(self, key: str) -> str:
        """A remembered value, '' if there is none."""


def following(store: Remembers, known: Mapping[str, str], made: Iterable[Correction]) -> dict[str, str]:
    """The firms of these keys, a merged one given as the firm that it now is. known: key → firm; made: the corrections
    in question, of which a firm may be known by its id alone."""
    into: dict[str, str] = json.loads(store.meta(MERGED) or "{}")
    if not into:
        return dict(known)
    ids = {c.keys[-1]: into[c.keys[-1]] for c in made if c.keys[-1] in into}
    return {**ids, **{k: into.get(f, f) for k, f in known.items()}}
