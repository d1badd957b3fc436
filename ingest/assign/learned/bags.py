"""The n-grams of a firm that segments and roles are learned from: of its name, and of what it does with what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.assign.business_scope import Mode
from ingest.assign.learned.grams import Bag, Hashes, all_hashes, grams_of, hashes, marked
from ingest.assign.learned.reading import Reading, without_verbs
from ingest.assign.lexicon import plain

MODE_WEIGHT: dict[Mode, float] = {"make": 1.0, "service": 0.9, "plain": 0.7, "trade": 0.35}
MODE_MARK: dict[Mode, int] = {"make": 1, "plain": 1, "service": 2, "trade": 3}
FALL = 0.3  # the fourth activity counts half of the first


class Bags(NamedTuple):
    """Of the name's core; of the activities with what is done in them; of the activities alone; of the whole name."""

    core: Bag
    done: Bag
    alone: Bag
    registered: Bag


def bags_of(reading: Reading) -> Bags:
    """The n-grams of a firm."""
    return bags(reading.name, ((a.text, a.place, a.mode) for a in reading.acts), reading.registered)


def bags(core: str, acts: Iterable[tuple[str, int, Mode]], registered: str = "") -> Bags:
    """Of names, and of activities with their place and what is done in them: the more a gram counts, the earlier."""
    listed = [(of_activity(text), 1 / (1 + FALL * place), mode) for text, place, mode in acts]
    sizes = [len(found) for found, *_ in listed]
    found = np.concatenate([np.zeros(0, np.uint32), *(found for found, *_ in listed)])
    early = np.repeat(np.array([e for _, e, _ in listed], np.float32), sizes)
    weight = np.repeat(np.array([MODE_WEIGHT[mode] for *_, mode in listed], np.float32), sizes)
    marks = np.repeat(np.array([MODE_MARK[mode] for *_, mode in listed], np.uint32), sizes)
    names = grams_of(f"^{core}$", (1, 2, 3)), grams_of(f"{registered}$", (1, 2, 3))
    return Bags(names[0], (marked(found, marks), early), (found, early * weight), names[1])


@lru_cache(maxsize=100_000)  # registers repeat the same activities
def of_activity(text: str) -> Hashes:
    """The n-grams of an activity without its verbs, and the whole of it."""
    form = plain(without_verbs(text))
    return np.append(hashes(form, (2, 3)), np.uint32(crc32(f"={form}".encode())))


def of_activities(forms: Sequence[str]) -> tuple[NDArray[np.int64], Hashes]:
    """The same of many activities in plain form, verbs left out: (whose, which), one after the other."""
    whose, found = all_hashes(forms, (2, 3))
    whole = np.array([crc32(f"={form}".encode()) for form in forms], np.uint32)
    whose, found = np.append(whose, np.arange(len(forms))), np.append(found, whole)
    order = np.argsort(whose, kind="stable")
    return whose[order], found[order]
