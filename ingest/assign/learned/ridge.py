"""Teaches `Taught`: ridge regression over labelled firms and the catalogue's terms, many times over parts of the firms.

The terms are many and never change, so they are eliminated once (block elimination of the normal equations in their
dual form); a part of the firms then costs a system as large as itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from graph.model.records import Segment
from graph.model.trade_kinds import shares_of
from ingest.assign.business_scope import Mode
from ingest.assign.learned.bags import Bags, bags
from ingest.assign.learned.grams import Grams
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.model_file import kept
from ingest.assign.learned.reading import Reading
from ingest.assign.learned.taught import PARTS, Taught, firm_vector, term_vectors
from ingest.assign.lexicon import GeneralTerms
from recommend.encode.encoder import CachedEncoder

Floats = NDArray[np.float32]
RIDGE = 1.0
TERM, GENERAL = 1.0, 0.5  # how much a term of the catalogue counts beside a labelled firm, and a word of `terms.yaml`
TERM_SEEN = 0.3  # a term counts as much of a text where the rarity of n-grams is counted
LEAST_SEEN = 1.2
RANK = 192  # numbers that a firm's vectors are pressed into
MOST_WEIGHTS = 250_000  # weights of n-grams that are kept


class Terms:
    """The catalogue as labelled firms: each term is one that makes (or, in a segment of services, does) just this;
    general words belong to their segments, words of no chain to none."""

    def __init__(self, segments: Sequence[Segment], general: GeneralTerms, encoder: CachedEncoder) -> None:
        place = {s.id: i for i, s in enumerate(segments)}
        said: list[tuple[str, Mode, tuple[int, ...], float]] = []
        for segment in segments:
            kinds = shares_of(segment)
            mode: Mode = "make" if kinds.grow + kinds.make >= 0.5 else "service"
            said += [(t, mode, (place[segment.id],), TERM) for t in dict.fromkeys((segment.name, *segment.products))]
        for word in general.outside:
            said.append((word, "make", (), GENERAL))
        for words in (general.general, general.also):
            said += [(w, "make", tuple(place[s] for s in ids if s in place), GENERAL) for w, ids in words.items()]
        self.texts = [text for text, *_ in said]
        self.bags = [bags(text, [(text, 0, mode)])[:3] for text, mode, _, _ in said]
        self.weight = np.array([weight for *_, weight in said], np.float32)
        self.wanted = np.zeros((len(said), len(segments)), np.float32)
        for i, (_, _, owners, _) in enumerate(said):
            self.wanted[i, list(owners)] = 1 / np.sqrt(max(len(owners), 1))
        self.encoder = encoder

    def vectors(self) -> Floats:
        return self.encoder.encode(self.texts, wide=True)


class Ridge:
    """Holds terms and firms; `taught` solves for a part of the firms. Without meanings it learns from words alone."""

    def __init__(
        self,
        terms: Terms,
        readings: Sequence[Reading],
        firms: Sequence[Bags],
        wanted: Floats,
        meanings: Sequence[Meaning] | None,
        mean: Floats,
    ) -> None:
        self.wanted, self.mean, self.terms = wanted, mean, terms
        three = [b[:3] for b in firms]
        self.grams = Grams(PARTS).teach(three, LEAST_SEEN, terms.bags, TERM_SEEN)
        self.left, self.left_terms = self.grams.rows(three), self.grams.rows(terms.bags)
        if meanings is None:
            self.right, self.right_terms = (np.zeros((len(b), 0), np.float32) for b in (firms, terms.bags))
        else:
            self.right = np.stack([firm_vector(r, m, mean) for r, m in zip(readings, meanings, strict=True)])
            self.right_terms = term_vectors(terms.vectors(), mean)
        kernel = (self.left_terms @ self.left_terms.T).toarray() + self.right_terms @ self.right_terms.T
        kernel[np.diag_indices_from(kernel)] += RIDGE / terms.weight
        self._solved = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
        self._across = (self.left @ self.left_terms.T).toarray() + self.right @ self.right_terms.T
        reached = cho_solve(self._solved, np.ascontiguousarray(self._across.T), check_finite=False)
        self._left_over = (self.left @ self.left.T).toarray() + self.right @ self.right.T - self._across @ reached
        self._by_terms = reached.T @ terms.wanted

    def taught(self, firms: Sequence[int]) -> Taught:
        """What the terms and these firms teach, pressed into what the file keeps."""
        rows = np.asarray(firms)
        level = self.wanted[rows].mean(axis=0)
        system = self._left_over[np.ix_(rows, rows)]
        system[np.diag_indices_from(system)] += RIDGE
        of_firms = np.linalg.solve(system, self.wanted[rows] - level - self._by_terms[rows])
        of_terms = cho_solve(
            self._solved, self.terms.wanted - self._across[rows].T @ of_firms, overwrite_b=True, check_finite=False
        )
        by_grams = self.left[rows].T @ of_firms + self.left_terms.T @ of_terms
        by_vector = self.right[rows].T @ of_firms + self.right_terms.T @ of_terms
        grams = np.asarray(by_grams, dtype=np.float32)
        return pressed(self.grams, self.mean, grams, by_vector, level.astype(np.float32), MOST_WEIGHTS)


def pressed(grams: Grams, mean: Floats, by_grams: Floats, by_vector: Floats, level: Floats, most: int) -> Taught:
    """Weights of n-grams and of vectors (a column for each that is wanted) as the file keeps them: the `most` largest
    of the first, the second by way of `RANK` numbers, with eight bits each."""
    _, turn = np.linalg.eigh(by_vector.T @ by_vector)
    mix = turn[:, ::-1][:, : min(RANK, len(by_vector))].T
    return Taught(grams, mean, _largest(by_grams, most), kept(by_vector @ mix.T), kept(mix), level)


def _largest(weights: Floats, most: int) -> sparse.csr_matrix:
    """The `most` largest of them, with eight bits each; the rest is 0."""
    size = np.abs(weights)
    least = np.partition(size, -most, axis=None)[-most] if size.size > most else 0.0
    held = sparse.csr_matrix(np.where(size >= max(least, 1e-9), weights, 0))
    held.data = kept(held.data[:, None])[:, 0]
    held.eliminate_zeros()
    return held
