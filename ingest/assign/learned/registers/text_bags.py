"""What roles and segments are learned from, for many firms at once: n-grams as in `bags`, signs as in `role_model`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned import bags as plain
from ingest.assign.learned.grams import FlatBag, all_hashes, marked
from ingest.assign.learned.registers.book import MODE_NUMBER, Book, Column
from ingest.assign.learned.registers.columns import opens, shares
from ingest.assign.learned.registers.ragged import Indices
from ingest.assign.learned.registers.read_firms import Firms
from ingest.assign.learned.role_model import MODES, SIGN_WEIGHT, signs_of_texts

_MODE_WEIGHT = np.array([plain.MODE_WEIGHT[mode] for mode in MODE_NUMBER], np.float32)
_MODE_MARK = np.array([plain.MODE_MARK[mode] for mode in MODE_NUMBER], np.uint32)
_NAMES = (1, 2, 3)  # characters of a name's n-grams


class FlatBags(NamedTuple):
    """`Bags` of many firms: of the names' cores; of what is done with what; of that without the doing; of the names."""

    core: FlatBag
    done: FlatBag
    alone: FlatBag
    registered: FlatBag


def flat_bags(firms: Firms, book: Book) -> FlatBags:
    """The n-grams of all firms."""
    whose, found = book.grams(firms.acts.number)
    firm, mode = firms.acts.firm[whose], firms.acts.mode[whose]
    early = (1 / (1 + plain.FALL * firms.acts.place)).astype(np.float32)[whose]
    return FlatBags(
        _once(*all_hashes([f"^{core}$" for core in firms.cores], _NAMES)),
        FlatBag(firm, marked(found, _MODE_MARK[mode]), early),
        FlatBag(firm, found, early * _MODE_WEIGHT[mode]),
        _once(*all_hashes([f"{name}$" for name in firms.names], _NAMES)),
    )


def alone(forms: list[str]) -> tuple[FlatBag, FlatBag, FlatBag]:
    """Core, done and alone of texts in plain form, each as a firm that does just this."""
    none = FlatBag(np.zeros(0, np.int64), np.zeros(0, np.uint32), np.zeros(0, np.float32))
    return none, none, _once(*plain.of_activities(forms))


def _once(row: Indices, found: NDArray[np.uint32]) -> FlatBag:
    return FlatBag(row, found, np.ones(len(found), np.float32))


def signs(firms: Firms, book: Book) -> Column:
    """(firms, signs), weighted."""
    acts, n = firms.acts, len(firms)
    first = [""] * n
    for firm, number in zip(acts.firm[acts.place == 0].tolist(), acts.number[acts.place == 0].tolist(), strict=True):
        first[firm] = book.texts[number]
    texts = [signs_of_texts(*told) for told in zip(firms.names, firms.scopes, first, strict=True)]
    count = np.bincount(acts.firm, minlength=n)
    opened = opens(acts, n)
    part, share = shares(acts, np.ones(len(acts.firm)), n), shares(acts, 1 / (1 + acts.place), n)
    by_mode = np.stack([part, opened, share], axis=2).reshape(n, 3 * len(MODES))
    size = np.stack([np.minimum(count, 20) / 20, count == 0], axis=1)
    named, behind = (np.array([told[i] for told in texts]).reshape(n, -1) for i in (0, 1))
    return np.concatenate([named, by_mode, size, behind], axis=1) * SIGN_WEIGHT
