"""Finds the segment that a person means: by id, name, English name or product. Every command and table asks here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.errors import LONGEST_NAME, UnknownName
from graph.model.nearest import nearest
from graph.model.records import Chain, Segment

CHOICES = 5  # segments that a message names where a text means several
NEAR = 3  # names and products that a message offers where a text means none
# Suggestions of one who stands above (the pinyin of a name, say): text → segments it may mean, best first.
Suggest = Callable[[str], Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class Match:
    """The segments that a text means: one where it is clear, several where it is not, none where it is unknown."""

    segments: tuple[Segment, ...]

    @property
    def segment(self) -> Segment | None:
        """The one segment meant; None where there are several or none."""
        return self.segments[0] if len(self.segments) == 1 else None

    @property
    def ambiguous(self) -> bool:
        return len(self.segments) > 1


class SegmentNames:
    """An index of everything a segment may be called.

    The ways of naming one rank in this order, and the first that knows the text decides: the full id, the name (alone
    or as `chain·name`), the English name, a product. Case and spacing do not matter, but where one spelling is exactly
    as given and another differs in case, the exact one is meant.
    """

    def __init__(self, chains: Iterable[Chain]) -> None:
        self._chains = {c.id: c for c in chains}
        self._segments = {s.id: s for c in self._chains.values() for s in c.segments}
        # Spelling → segments, an index of exact and one of folded spellings for each way of naming.
        self._ways: list[tuple[dict[str, list[Segment]], dict[str, list[Segment]]]] = [({}, {}) for _ in range(4)]
        for s in self._segments.values():
            ways = ((s.id,), (s.name, self.title(s)), (s.name_en,), s.products)
            for (exact, folded), forms in zip(self._ways, ways, strict=True):
                for spelling in {_spaced(form) for form in forms} - {""}:
                    exact.setdefault(spelling, []).append(s)
                for spelling in {_folded(form) for form in forms} - {""}:
                    folded.setdefault(spelling, []).append(s)

    def find(self, text: str) -> Match:
        """What `text` means. Never raises."""
        for exact, folded in self._ways:
            segments = exact.get(_spaced(text)) or folded.get(_folded(text))
            if segments:
                return Match(tuple(segments))
        return Match(())

    def get(self, text: str, suggest: Suggest | None = None) -> Segment:
        """The segment that `text` means. Raises `UnknownName` with the choices, or else with the nearest names."""
        match = self.find(text)
        if match.segment is not None:
            return match.segment
        meant = match.segments[:CHOICES] or tuple(suggest(text) if suggest else ())
        if meant:
            raise UnknownName("segment", text, [f"{s.id} ({s.name})" for s in meant])
        names = {s.id: s.name for s in self._segments.values()}
        raise UnknownName("segment", text, nearest(text[:LONGEST_NAME], names))

    def title(self, segment: Segment) -> str:
        """A segment with its chain, as a message names it: 动力电池和新能源汽车·电池隔膜."""
        return f"{self._chains[segment.chain].name}·{segment.name}"

    def near(self, text: str) -> list[str]:
        """Names and products that hold the text or are held by it, for a message about a text that means nothing."""
        forms = dict.fromkeys(f for s in self._segments.values() for f in (s.name, s.name_en.lower(), *s.products) if f)
        return [f for f in forms if text and (text in f or f in text)][:NEAR]


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _spaced(text).casefold()
