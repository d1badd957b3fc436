"""How near the meaning of a firm's name and activities is to each segment: cosines with its terms, by the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model.records import Segment
from ingest.assign.assigner import segment_text
from ingest.assign.learned.reading import Reading
from recommend.encode.encoder import CachedEncoder, Progress

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Meaning:
    """Cosines of one firm, segments in the order of the model; `outside` is the nearest word of no chain."""

    name_vector: Floats  # (d,)
    vectors: Floats  # (clauses, d)
    name: Floats  # (segments,) nearest term
    name_whole: Floats  # (segments,) the segment's name with its first terms
    clauses: Floats  # (clauses, segments)
    clauses_whole: Floats
    name_outside: float
    outside: Floats  # (clauses,)


class SegmentMeanings:
    """The vectors of a catalogue's terms, and cosines with them."""

    def __init__(self, segments: Sequence[Segment], outside: Sequence[str], encoder: CachedEncoder) -> None:
        self.encoder = encoder
        lists = [list(dict.fromkeys((s.name, *s.products))) for s in segments]
        self.starts = np.cumsum([0, *(len(terms) for terms in lists[:-1])])
        self._texts = [t for terms in lists for t in terms], [segment_text(s) for s in segments], list(outside)
        self._matrices: tuple[Floats, Floats, Floats] | None = None

    def warm(self, readings: Sequence[Reading], progress: Progress | None = None) -> int:
        """Encode ahead what `of` will need for these firms and for the segments; returns how many texts were new."""
        new = self.encoder.warm([t for texts in self._texts for t in texts], progress=progress, wide=True)
        texts = [t for r in readings for t in (r.name, *r.clauses)]
        return new + self.encoder.warm(texts, query=True, progress=progress, wide=True)

    @property
    def matrices(self) -> tuple[Floats, Floats, Floats]:
        """(terms, d), (segments, d), (outside words, d)."""
        if self._matrices is None:
            terms, whole, outside = (self.encoder.encode(t, wide=True) for t in self._texts)
            self._matrices = terms, whole, outside
        return self._matrices

    def of(self, reading: Reading) -> Meaning:
        """Cosines of one firm; they do not depend on which other firms are read."""
        terms, whole, outside = self.matrices
        vectors = self.encoder.encode([reading.name, *reading.clauses], query=True, wide=True)
        near = np.maximum.reduceat(vectors @ terms.T, self.starts, axis=1)
        joined = vectors @ whole.T
        beyond = (vectors @ outside.T).max(axis=1) if len(outside) else np.zeros(len(vectors), np.float32)
        return Meaning(vectors[0], vectors[1:], near[0], joined[0], near[1:], joined[1:], float(beyond[0]), beyond[1:])

    def mean(self) -> Floats:
        """The mean of the terms' vectors: what all texts have in common says nothing."""
        return np.asarray(self.matrices[0].mean(axis=0))
