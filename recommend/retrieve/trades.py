"""What an industry's name means in goods: the trades of the whole economy, each with its names and what its firms sell.

A user types 被动元件 and means capacitors, resistors and inductors; no firm writes 被动元件. `data/trades.yaml` says
what each trade sells; `TradeBook` finds the trades a query means, and for every firm how far it belongs to each of
them: trades compete for a firm, so that a maker of copper foil for batteries is not a copper works as well.

`data/industries.yaml` adds the classes of the national classification with their names. They are finer, and would split
a firm between them if they competed too; so they only lead from a name to the trades they are kin to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import InvalidCatalogue
from recommend.encode.encoder import CachedEncoder
from recommend.retrieve.grams import Grams

Floats = NDArray[np.float32]
READ_TERMS = 12  # terms of a trade the encoder reads; the lexical side reads all of them
NAME_WEIGHT, TEXT_WEIGHT = 0.5, 1.0  # of the character cosines with a trade's names and with all its words
SHARPNESS = 0.08  # temperature over trades for a query: mostly one trade, a few where several are as near
LEAST = 0.05  # share of the nearest trade's weight below which a trade is not meant
KINSHIP = 0.2  # temperature over trades for a class that does not compete: several, since classes cut across trades
RIVALRY = 0.7  # temperature over trades for a firm
WORDS_BESIDE_SENSE = 0.3  # weight of the lexical cosine beside the dense one where trades compete for a firm


@dataclass(frozen=True, slots=True)
class Trade:
    """`names` of the industry as people write it; `makes`: its goods and services as firms write them. `competes`:
    whether firms belong to it; a class that does not compete only says what its names mean."""

    names: tuple[str, ...]
    makes: tuple[str, ...]
    competes: bool = True

    @property
    def text(self) -> str:
        """As the encoder reads it."""
        return "、".join((*self.names, *self.makes[:READ_TERMS]))


def load_book(folder: Path) -> tuple[Trade, ...]:
    """What ships: the trades of `trades.yaml`, and after them the classes of `industries.yaml`, which do not
    compete."""
    trades = load_trades(folder / "trades.yaml")
    return (*trades, *load_trades(folder / "industries.yaml", competes=False)) if trades else ()


def load_trades(file: Path, competes: bool = True) -> tuple[Trade, ...]:
    """The trades of a file `{"name、name": "term、term"}`; none where there is no such file.

    Raises `InvalidCatalogue` listing every line that has no name or fewer than three terms.
    """
    if not file.is_file():
        return ()
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidCatalogue([f"{file.name}: not YAML in UTF-8 ({error})"]) from error
    if not isinstance(given, dict):
        raise InvalidCatalogue([f"{file.name}: write one trade a line, `names: terms`"])
    trades = [Trade(_listed(names), _listed(makes), competes) for names, makes in given.items()]
    wrong = [
        f"{file.name}: {'、'.join(t.names) or '(no name)'} needs a name and at least three terms"
        for t in trades
        if not t.names or len(t.makes) < 3
    ]
    if wrong:
        raise InvalidCatalogue(wrong)
    return tuple(trades)


def _listed(text: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in str(text or "").split("、") if part.strip()))


class TradeBook:
    """The trades beside the firms of one index.

    trades: at least one that competes. firms: (n, dim) centred unit vectors; grams: (n, grams) unit rows of the firms'
    words by
    `vectorizer`. The encoder's trade vectors are centred on their own mean, which stands for "any query".
    """

    def __init__(
        self,
        trades: Sequence[Trade],
        encoder: CachedEncoder,
        firms: Callable[[], Floats],
        grams: Callable[[], sparse.csr_matrix],
        vectorizer: Grams,
    ) -> None:
        self.trades, self.encoder = tuple(trades), encoder
        self.rivals = np.array([i for i, t in enumerate(self.trades) if t.competes], dtype=np.intp)
        self._firms, self._grams, self._vectorizer = firms, grams, vectorizer

    def warm(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Encode the trades ahead."""
        self.encoder.warm([t.text for t in self.trades], query=True, progress=progress)

    @cached_property
    def _raw(self) -> Floats:
        return self.encoder.encode([t.text for t in self.trades], query=True)

    @cached_property
    def centre(self) -> Floats:
        """(dim,): what all queries have in common; it says nothing about any of them."""
        return np.asarray(self._raw.mean(axis=0), dtype=np.float32)

    @cached_property
    def vectors(self) -> Floats:
        """(trades, dim), centred, of length 1."""
        return unit(self._raw - self.centre)

    @cached_property
    def _names(self) -> tuple[Grams, sparse.csr_matrix, sparse.csr_matrix, NDArray[np.intp]]:
        """Characters of the trades' own words: the fit, (names, grams), (trades, grams), the trade of each name."""
        fit = Grams()
        whole = fit.fit_transform(["、".join((*t.names, *t.makes)) for t in self.trades])
        owner = np.array([i for i, t in enumerate(self.trades) for _ in t.names], dtype=np.intp)
        return fit, fit.transform([n for t in self.trades for n in t.names]), whole, owner

    def nearness(self, query: str, vector: Floats) -> Floats:
        """(trades,): dense cosine, character cosine with the nearest name and with all words, by their weights.

        vector: the query's, centred, of length 1.
        """
        fit, names, whole, owner = self._names
        words = fit.transform([query]).toarray()[0]
        named = np.zeros(len(self.trades), dtype=np.float32)
        np.maximum.at(named, owner, names @ words)
        return np.asarray(self.vectors @ vector + NAME_WEIGHT * named + TEXT_WEIGHT * (whole @ words), np.float32)

    def meant(self, query: str, vector: Floats) -> Floats:
        """(trades,) weights adding up to 1: which trades a query means."""
        near = self.nearness(query, vector)
        weights = np.exp((near - near.max()) / SHARPNESS)
        weights[weights < LEAST] = 0.0
        return np.asarray(weights / weights.sum(), dtype=np.float32)

    @cached_property
    def sense(self) -> Floats:
        """(trades, n): dense cosines of trades and firms."""
        return np.asarray(self.vectors @ self._firms().T, dtype=np.float32)

    @cached_property
    def words(self) -> Floats:
        """(trades, n): lexical cosines of trades and firms."""
        texts = self._vectorizer.transform([t.text for t in self.trades])
        return np.asarray((self._grams() @ texts.T).toarray().T, dtype=np.float32)

    @cached_property
    def kin(self) -> Floats:
        """(trades, rivals), rows adding up to 1: the competing trades that each trade stands for, itself if it
        competes.

        A class is kin to the trades of like sense and words, as `nearness` measures a query.
        """
        _, _, whole, _ = self._names
        like = self.vectors @ self.vectors[self.rivals].T + TEXT_WEIGHT * (whole @ whole[self.rivals].T).toarray()
        odds = np.exp((like - like.max(axis=1, keepdims=True)) / KINSHIP)
        odds[odds < LEAST] = 0.0
        odds[self.rivals] = np.eye(len(self.rivals))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def share(self, meant: Floats) -> Floats:
        """(n,): the part of each firm that belongs to the trades meant. meant: (trades,), see `meant`."""
        return np.asarray((meant @ self.kin) @ self.belongs, dtype=np.float32)

    @cached_property
    def belongs(self) -> Floats:
        """(rivals, n), columns adding up to 1: how far a firm belongs to each trade, all that compete competing for
        it."""
        strength = rows_standardised(self.sense[self.rivals])
        strength = strength + WORDS_BESIDE_SENSE * rows_standardised(self.words[self.rivals])
        odds = np.exp((strength - strength.max(axis=0)) / RIVALRY)
        return np.asarray(odds / odds.sum(axis=0), dtype=np.float32)


def unit(rows: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def rows_standardised(rows: Floats) -> Floats:
    """Each row with mean 0 and deviation 1; a constant row becomes 0."""
    spread = rows.std(axis=1, keepdims=True)
    return np.asarray((rows - rows.mean(axis=1, keepdims=True)) / np.where(spread > 1e-9, spread, np.inf), np.float32)
