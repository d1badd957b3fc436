"""Name and scope → final segments with calibrated chances, and the role, by the learned model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidArgument
from graph.model.records import MembershipEvidence
from graph.model.retired import NONE, Retired
from ingest.assign.assigner import Assigner
from ingest.assign.learned.candidates import candidates
from ingest.assign.learned.features import Shape, features
from ingest.assign.learned.meaning import Meaning, SegmentMeanings
from ingest.assign.learned.model_file import Model
from ingest.assign.learned.reading import Reading, read_firm
from ingest.assign.learned.roles import ROLES
from ingest.assign.lexicon import OUTSIDE
from recommend.encode.encoder import Progress

MOST_SEGMENTS = 3
MOST_EVIDENCE = 4


@dataclass(frozen=True)
class Verdict:
    """What a firm is and does. segments: [(id, chance)], the likeliest first; evidence: the words that speak for each;
    chances: of all candidates, given or not."""

    role: str
    role_chance: float
    segments: tuple[tuple[str, float], ...]
    evidence: dict[str, tuple[MembershipEvidence, ...]]
    chances: dict[str, float]


class LearnedAssigner:
    """Reads, weighs and chooses; a firm's verdict does not depend on the firms beside it."""

    def __init__(self, words: Assigner, model: Model, retired: Retired = NONE) -> None:
        """Raises `InvalidArgument` where the model was taught on another encoder's vectors."""
        encoder = words.encoder
        if encoder is None or encoder.model_id != model.encoder:
            held = encoder.model_id if encoder else "none"
            raise InvalidArgument(
                f"the model of assignment was taught on vectors of {model.encoder}, and the encoder here is {held}: "
                "set LIANTU_MODEL, or make the model again with `liantu train`"
            )
        self.words = words
        segments = [words.segments[s] for s in sorted(words.segments)]
        self.shape = Shape.of(segments, words.lexicon)
        self.place = {s: i for i, s in enumerate(self.shape.ids)}
        self.model = model.for_catalogue(self.shape.ids, retired)
        self.meanings = SegmentMeanings(segments, words.general.outside, encoder)

    def read(self, name: str, scope: str) -> Reading:
        """A firm as the model reads it."""
        return read_firm(name, scope, self.words)

    def warm(self, readings: Sequence[Reading], progress: Progress | None = None) -> int:
        """Encode ahead what these firms need; returns how many texts were new."""
        return self.meanings.warm(readings, progress)

    def verdict(self, reading: Reading) -> Verdict:
        """Role, final segments, and what speaks for them."""
        meaning = self.meanings.of(reading)
        roles = self.model.roles.chances(reading)
        taught = self.model.taught.scores(reading, meaning)
        at = self.candidates(reading, meaning, taught)
        odds = self.model.trees.odds(features(reading, meaning, taught, roles, at, self.shape))
        chances = self.model.choice.chances(odds)
        chosen = chosen_of(at, odds, chances, self.model.choice.least, self.model.choice.beside)
        given = tuple((self.shape.ids[i], round(c, 6)) for i, c in chosen)
        best = int(np.argmax(roles))
        return Verdict(
            ROLES[best],
            float(roles[best]),
            given,
            {s: self._evidence(reading, meaning, s) for s, _ in given},
            {self.shape.ids[int(i)]: round(float(c), 6) for i, c in zip(at, chances, strict=True)},
        )

    def candidates(self, reading: Reading, meaning: Meaning, taught: NDArray[np.float32]) -> NDArray[np.int64]:
        """Indices of the segments that are weighed for a firm."""
        named = [self.place[s] for s in reading.told if s != OUTSIDE]
        return candidates(np.array(sorted(named), dtype=np.int64), meaning, taught)

    def _evidence(self, reading: Reading, meaning: Meaning, segment: str) -> tuple[MembershipEvidence, ...]:
        """The words that speak for a segment; where there are none, the activity or name nearest in meaning."""
        words = sorted(reading.evidence.get(segment, ()), key=lambda e: (-e["weight"], e["kind"], e["term"]))
        if words:
            return tuple(words[:MOST_EVIDENCE])
        at = self.place[segment]
        near = np.concatenate([[meaning.name[at]], meaning.clauses[:, at]])
        best = int(np.argmax(near))
        text = [reading.name, *reading.clauses][best]
        return ({"kind": "dense", "term": f"{near[best]:.3f}", "text": text, "source": "", "weight": 0.0},)


def chosen_of(
    at: NDArray[np.int64], odds: NDArray[np.float64], chances: NDArray[np.float64], least: float, beside: float
) -> list[tuple[int, float]]:
    """At most three segments, best first, ties in order of the segments: sure enough, and not far behind the best."""
    order = np.lexsort((at, -odds))
    best = float(chances[order[0]]) if len(order) else 0.0
    cut = max(least, beside * best)
    return [(int(at[i]), float(chances[i])) for i in order[:MOST_SEGMENTS] if chances[i] >= cut]
