"""On which technology routes a firm stands: those that its own texts name. Nothing is inferred from the trade alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model.records import Segment
from graph.routes.route_words import RouteWords, Word, plain_form
from graph.routes.shapes import SaidKind


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a firm: a product, a technology, a capacity, or one activity of its scope; who said it, and when."""

    kind: SaidKind
    text: str
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A text that names a route, and by which word."""

    word: str
    said: Said


# A reported technology says more than a product, a product more than what a firm is registered for.
RANK: Mapping[SaidKind, int] = {"technology": 0, "product": 1, "capacity": 2, "scope": 3}


class RoutesOf:
    """The routes of one segment, ready to be looked for in texts."""

    def __init__(self, segment: Segment, words: RouteWords) -> None:
        self._words: list[tuple[str, Word, tuple[str, ...]]] = [
            (t.name, w, words.never(segment.id, t.name)) for t in segment.techs for w in words.words(segment.id, t.name)
        ]

    def named(self, texts: Sequence[Said]) -> dict[str, Named]:
        """The routes that these texts name, each with the best text for it.

        Of two words in one text the longer speaks: 准固态电池 is no 固态电池.
        """
        best: dict[str, Named] = {}
        for said in sorted(texts, key=lambda s: RANK[s.kind]):
            text = plain_form(said.text)
            found = [(r, w, never) for r, w, never in self._words if w.within(text)]
            for route, word, never in found:
                narrower = any(w.narrows(word) for r, w, _ in found if r != route)
                if not narrower and not any(n in text for n in never):
                    best.setdefault(route, Named(word.written, said))
        return best
