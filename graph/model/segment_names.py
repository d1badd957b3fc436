"""Finds the segment that a person means: by id, name, English name or product. Every command and table asks here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.errors import LONGEST_NAME, EndedName, UnknownName
from graph.model.nearest import nearest
from graph.model.records import Chain, Segment
from graph.model.retired import NONE, Retired

CHOICES = 5  # segments that a message names where a text means several
NEAR = 3  # names and products that a message offers where a text means none
# Suggestions of one who stands above (the pinyin of a name, say): text → segments it may mean, best first.
Suggest = Callable[[str], Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class Match:
    """The segments that a text means: one where it is clear, several where it is not, none where it is unknown.

    ended: the id that the text is, where that has ended; the segments are then its heirs, best first."""

    segments: tuple[Segment, ...]
    ended: str = ""

    @property
    def segment(self) -> Segment | None:
        """The one segment meant; None where there are several or none."""
        return self.segments[0] if len(self.segments) == 1 else None

    @property
    def ambiguous(self) -> bool:
        return len(self.segments) > 1


class SegmentNames:
    """An index of everything a segment may be called.

    The ways of naming one rank in this order, and the first that knows the text decides: the full id, an id that has
    ended (it means its heirs), the name (alone or as `chain·name`), the English name, a product. Case and spacing do
    not matter, but where one spelling is exactly as given and another differs in case, the exact one is meant.
    """

    def __init__(self, chains: Iterable[Chain], retired: Retired = NONE) -> None:
        self._chains = {c.id: c for c in chains}
        self._segments = {s.id: s for c in self._chains.values() for s in c.segments}
        # Ended id → its heirs that stand in these chains: a store may be older or newer than the table.
        self._ended = {
            old: tuple(self._segments[h] for h in retired.heirs(old) if h in self._segments)
            for old in retired
            if old not in self._segments
        }
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
        for n, (exact, folded) in enumerate(self._ways):
            segments = exact.get(_spaced(text)) or folded.get(_folded(text))
            if segments:
                return Match(tuple(segments))
            ended = _folded(text) if n == 0 else ""  # ids are written small
            if self._ended.get(ended):
                return Match(self._ended[ended], ended)
        return Match(())

    def get(self, text: str, suggest: Suggest | None = None, recruits: bool = False) -> Segment:
        """The segment that `text` means. Raises `UnknownName` with the choices, or else with the nearest names, and
        `EndedName` for an id that has several heirs. recruits: nobody is offered that only buys."""
        return self.segment_of(self.find(text), text, suggest, recruits)

    def segment_of(self, match: Match, text: str, suggest: Suggest | None = None, recruits: bool = False) -> Segment:
        """As `get`, where it was found already what the text means."""
        if match.segment is not None:
            return match.segment
        if match.ended:
            raise EndedName("segment", match.ended, _shown(match.segments))
        offered = [s for s in self._segments.values() if not (recruits and s.demand)]
        # What is written like an id is a slip in an id, not the sound of a name.
        meant = match.segments[:CHOICES] or tuple(suggest(text) if suggest and "." not in text else ())
        meant = tuple(s for s in meant if not (recruits and s.demand))
        raise UnknownName("segment", text, _shown(meant) or self._nearest(text[:LONGEST_NAME], offered))

    def _nearest(self, text: str, offered: Sequence[Segment]) -> list[str]:
        """The segments whose names or ids come closest; where an ended id comes closest, its heirs."""
        names = {s.id: s.name for s in offered}
        ended = {old: "" for old, heirs in self._ended.items() if heirs}
        found = nearest(text, names | ended)
        out: dict[str, None] = {}
        for shown in found:
            heirs = self._ended.get(shown.split(" ")[0])
            out |= dict.fromkeys(_shown(s for s in heirs if s.id in names) if heirs else [shown])
        return list(out)[:CHOICES]

    def title(self, segment: Segment) -> str:
        """A segment with its chain, as a message names it: 动力电池和新能源汽车·电池隔膜."""
        return f"{self._chains[segment.chain].name}·{segment.name}"

    def near(self, text: str) -> list[str]:
        """Names and products that hold the text or are held by it, for a message about a text that means nothing; none
        of a demand node, where nothing is made."""
        makers = [s for s in self._segments.values() if not s.demand]
        forms = dict.fromkeys(f for s in makers for f in (s.name, s.name_en.lower(), *s.products) if f)
        return [f for f in forms if text and (text in f or f in text)][:NEAR]


def _shown(segments: Iterable[Segment]) -> list[str]:
    """Segments as a message offers them."""
    return [f"{s.id} ({s.name})" for s in segments]


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _spaced(text).casefold()
