"""Registered firms → role and final segments, by the learned model.

With the encoder (`full`) for who can wait: evaluation, a look at one firm. By words alone (`quick`) for registers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidArgument
from graph.model.records import MICRO, Membership, MembershipEvidence, Role, Segment, StatedFacts
from graph.model.retired import NONE, Retired
from ingest.assign.assigner import Assigner, Assignment
from ingest.assign.learned.bags import Bags, bags_of, of_activity
from ingest.assign.learned.chain_choice import rows_of
from ingest.assign.learned.features import Shape
from ingest.assign.learned.meaning import SegmentMeanings
from ingest.assign.learned.model_file import Model
from ingest.assign.learned.reading import Reading, read_firm
from ingest.assign.learned.registers.assign import MOST_EVIDENCE, Registers
from ingest.assign.learned.role_model import ROLES
from ingest.assign.learned.weighing import candidates_of, chosen_of, scores, with_counts
from recommend.encode.encoder import Progress

AT_ONCE = 1000  # firms whose scores are held in memory


@dataclass(frozen=True)
class Verdict:
    """What a firm is and does. segments: [(id, chance)], the likeliest first; evidence: the words that speak for each;
    chances: of all candidates, given or not; chains: at most two, told only where the encoder was asked."""

    role: Role
    role_chance: float
    segments: tuple[tuple[str, float], ...]
    evidence: dict[str, tuple[MembershipEvidence, ...]]
    chances: dict[str, float]
    chains: tuple[str, ...] = ()


class LearnedAssigner:
    """Reads, weighs and chooses; a firm's verdict does not depend on the firms beside it."""

    def __init__(self, words: Assigner, model: Model, retired: Retired = NONE, quick: bool = False) -> None:
        """Raises `InvalidArgument` where the encoder is asked and the model was taught on another one's vectors."""
        segments: list[Segment] = [words.segments[s] for s in sorted(words.segments)]
        self.words = words
        self.shape = Shape.of(segments, words.lexicon)
        self.model = model.for_catalogue(self.shape.ids, retired)
        self.weighing = self.model.quick if quick else self.model.full
        self.registers = Registers(words.lexicon, self.shape, self.model) if quick else None
        self.meanings: SegmentMeanings | None = None
        if not quick:
            encoder = words.encoder
            if encoder is None or encoder.model_id != model.encoder:
                held = encoder.model_id if encoder else "none"
                raise InvalidArgument(
                    f"the model of assignment was taught on vectors of {model.encoder}, and the encoder here is "
                    f"{held}: set LIANTU_MODEL, or make the model again with `liantu train`"
                )
            self.meanings = SegmentMeanings(segments, words.general.outside, encoder)

    def read(self, name: str, scope: str) -> Reading:
        """A firm as the model reads it."""
        return read_firm({"name": name, "scope": scope}, self.words)

    def warm(self, readings: Sequence[Reading], progress: Progress | None = None) -> int:
        """Encode ahead what these firms need; returns how many texts were new."""
        return self.meanings.warm(readings, progress) if self.meanings else 0

    @property
    def version(self) -> str:
        """Changes whenever what was learned does."""
        return self.model.version

    def assign(self, firms: Sequence[StatedFacts]) -> list[Assignment]:
        """Memberships of firms by their names and scopes, best first, each with the firm's role."""
        if self.registers is not None:
            return self.registers.assign(firms)
        out: list[Assignment] = []
        for start in range(0, len(firms), AT_ONCE):
            found = self.verdicts([read_firm(f, self.words) for f in firms[start : start + AT_ONCE]])
            out += [Assignment(memberships_of(v), False) for v in found]
        return out

    def verdict(self, reading: Reading) -> Verdict:
        """Role, final segments, and what speaks for them."""
        return self.verdicts([reading])[0]

    def verdicts(self, readings: Sequence[Reading]) -> list[Verdict]:
        """The same for many firms, faster together."""
        parts = (readings[i : i + AT_ONCE] for i in range(0, len(readings), AT_ONCE))
        return [verdict for part in parts for verdict in self._together(part)]

    def _together(self, readings: Sequence[Reading]) -> list[Verdict]:
        bags = [bags_of(r) for r in readings]
        meanings = [self.meanings.of(r) for r in readings] if self.meanings else None
        roles = self.model.roles.chances(readings, bags)
        taught = scores(self.weighing.taught, readings, bags, meanings)
        heads = scores(self.model.chains.head, readings, bags, meanings) if meanings else [None] * len(readings)
        asked = with_counts(candidates_of(readings, meanings, taught, roles, self.shape), self.weighing.counts)
        odds = self.weighing.trees.odds(asked.rows)
        chances = self.weighing.choice.chances(odds)
        ends = np.searchsorted(asked.firm, np.arange(len(readings) + 1))
        found = [
            self._verdict(reading, role, liked, head, asked.segment[a:b], odds[a:b], chances[a:b])
            for reading, role, liked, head, a, b in zip(
                readings, roles, taught, heads, ends[:-1], ends[1:], strict=True
            )
        ]
        return self._with_likeness(readings, found)

    def _verdict(
        self,
        reading: Reading,
        roles: NDArray[np.float64],
        taught: NDArray[np.float32],
        head: NDArray[np.float32] | None,
        at: NDArray[np.int64],
        odds: NDArray[np.float64],
        chances: NDArray[np.float64],
    ) -> Verdict:
        choice = self.weighing.choice
        given = tuple(
            (self.shape.ids[i], round(c, 6)) for i, c in chosen_of(at, odds, chances, choice.least, choice.beside)
        )
        best = int(np.argmax(roles))
        all_chances = {self.shape.ids[i]: round(c, 6) for i, c in zip(at.tolist(), chances.tolist(), strict=True)}
        chains: tuple[str, ...] = ()
        if head is not None:
            choose = self.model.chains
            rows = rows_of(reading, all_chances, taught, roles, head, choose.chains, self.shape)
            chains = choose.chosen(choose.chances(rows))
        return Verdict(
            ROLES[best],
            float(roles[best]),
            given,
            {s: _evidence(reading, s) for s, _ in given},
            all_chances,
            chains,
        )

    def _with_likeness(self, readings: Sequence[Reading], verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Where no word speaks for a segment: the name or activity that labelled firms of the segment are most like."""
        wanted = [
            (i, s, [readings[i].name, *readings[i].clauses])
            for i, verdict in enumerate(verdicts)
            for s, items in verdict.evidence.items()
            if not items
        ]
        liked = self.weighing.taught.by_words([_alone(text) for *_, texts in wanted for text in texts])
        start = 0
        for i, segment, texts in wanted:
            best = texts[int(np.argmax(liked[start : start + len(texts), self.shape.place[segment]]))]
            start += len(texts)
            item: MembershipEvidence = {"kind": "learned", "term": best, "text": best, "source": "", "weight": 0.0}
            verdicts[i].evidence[segment] = (item | {"source": readings[i].source},)
        return list(verdicts)


def _evidence(reading: Reading, segment: str) -> tuple[MembershipEvidence, ...]:
    """The words that speak for a segment, those that say most first."""
    words = sorted(reading.evidence.get(segment, ()), key=lambda e: (-e["weight"], e["kind"], e["term"]))
    return tuple(words[:MOST_EVIDENCE])


def memberships_of(verdict: Verdict) -> tuple[Membership, ...]:
    """A verdict as records; the calibrated chance is the confidence. The one place where the role is handed over."""
    return tuple(
        Membership("", s, round(chance * MICRO), evidence=verdict.evidence[s], role=verdict.role)
        for s, chance in verdict.segments
    )


def teach(words: Assigner, model: Model, retired: Retired = NONE) -> Assigner:
    """The same assigner, which now assigns firms of registers by this model, words alone."""
    words.learned = LearnedAssigner(words, model, retired, quick=True)
    return words


def _alone(text: str) -> Bags:
    """An activity as a firm that does just this, told without what is done."""
    none = np.zeros(0, np.uint32), np.zeros(0, np.float32)
    found = of_activity(text)
    return Bags(none, none, (found, np.ones(len(found), np.float32)), none)
