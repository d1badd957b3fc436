"""The features `WORD_NAMES` of many candidates at once, a column each. Each is what `features` says it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ingest.assign.learned.features import FALL, FAR, FARTHEST, NONE_BEHIND, WORD_NAMES, Shape
from ingest.assign.learned.reading import MOST_CLAUSES
from ingest.assign.learned.registers.book import Column, Terms
from ingest.assign.learned.registers.ragged import Groups, Indices
from ingest.assign.learned.registers.read_firms import IN_NAME, Acts, Firms, Told, Words
from ingest.assign.learned.role_model import MODES, ROLES

LONGEST_SCOPE = 350
AT_ONCE = 128  # candidates that are held against all segments of their firms
Columns = Mapping[str, NDArray[np.generic]]


def rows_of(
    firms: Firms,
    told: Told,
    taught: NDArray[np.float32],
    roles: Column,
    pairs: Indices,
    shape: Shape,
    terms: Terms,
) -> NDArray[np.float32]:
    """(candidates, `WORD_NAMES`). pairs: as `candidates` gives them."""
    firm, at = np.divmod(pairs, terms.outside + 1)
    fits = (roles[:, 1] + 0.5 * roles[:, 4], roles[:, 0], roles[:, 3], roles[:, 2])
    found: dict[str, NDArray[np.generic]] = {
        **_of_words(firms.words, pairs, terms),
        **_of_told(told, pairs, firm, at, len(firms), shape, terms.outside),
        **_of_taught(taught, firm, at, shape),
        **{f"kind_{k}": shape.kinds[at, i] for i, k in enumerate(("grow", "make", "trade", "serve"))},
        "listed": shape.listed[at],
        **{name: column[firm] for name, column in _of_firms(firms).items()},
        **{f"role_{r}": roles[firm, i] for i, r in enumerate(ROLES)},
        "role_fits": sum((shape.kinds[at, k] * fit[firm] for k, fit in enumerate(fits)), np.zeros(len(at))),
    }
    out = np.empty((len(pairs), len(WORD_NAMES)), np.float32)
    for i, name in enumerate(WORD_NAMES):
        out[:, i] = found[name]
    return out


def _of_words(words: Words, pairs: Indices, terms: Terms) -> Columns:
    """What the words in the name and the activities that are read say of each pair."""
    width = terms.outside + 1
    word, (segment,) = terms.segments.of(words.term)
    key = words.firm[word] * width + segment
    kept = (segment != terms.outside) & (words.place[word] < MOST_CLAUSES)
    order = np.argsort(key[kept], kind="stable")
    word, key = word[kept][order], key[kept][order]
    groups = Groups(key)
    term, mode, place = words.term[word], words.mode[word], words.place[word]
    behind, length, long = words.behind[word], words.length[word], terms.length[words.term[word]]
    named = mode == IN_NAME
    covered = np.divide(long, length, out=np.zeros(len(long)), where=~named & (length != 0))
    most, least = np.maximum, np.minimum
    found: dict[str, tuple[NDArray[np.generic], float]] = {  # column of groups, what stands where there is no word
        "name_weight": (groups.made_one(most, np.where(named, terms.weight[term], 0.0)), 0),
        "name_behind": (groups.made_one(least, np.where(named, behind, NONE_BEHIND)), NONE_BEHIND),
        "name_length": (groups.made_one(most, np.where(named, long, 0)), 0),
        "exact": (groups.made_one(most, covered), 0),
        "scope_behind": (groups.made_one(least, np.where(named, NONE_BEHIND, behind)), NONE_BEHIND),
        "term_length": (groups.made_one(most, long), 0),
        "owners": (groups.made_one(least, terms.owners[term]), 0),
        "terms": (_distinct(groups, term), 0),
        "places": (_distinct(groups, np.where(named, -1, place), but=-1), 0),
        "general": (groups.made_one(least, terms.general[term].astype(np.int64)), 0),
        "aside": (groups.made_one(least, terms.aside[term].astype(np.int64)), 0),
        "says_trade": (groups.made_one(most, terms.trade[term].astype(np.int64)), 0),
    }
    for k, name in enumerate(MODES):
        mine = mode == k
        found[f"weight_{name}"] = groups.made_one(most, np.where(mine, terms.weight[term], 0.0)), 0
        found[f"place_{name}"] = groups.made_one(least, np.where(mine, place, FAR)), FAR
    number, there = groups.at(pairs)
    return {
        name: np.where(there, column[number], none) if len(column) else np.full(len(pairs), float(none))
        for name, (column, none) in found.items()
    }


def _distinct(groups: Groups, values: Indices, but: int | None = None) -> Indices:
    """How many different values each group has, `but` one that does not count."""
    if not len(values):
        return values
    low = int(values.min())
    pairs = np.unique(groups.number * (int(values.max()) - low + 1) + (values - low))
    number, value = np.divmod(pairs, int(values.max()) - low + 1)
    if but is not None:
        number = number[value + low != but]
    return np.bincount(number, minlength=len(groups.keys))


def _of_told(told: Told, pairs: Indices, firm: Indices, at: Indices, firms: int, shape: Shape, outside: int) -> Columns:
    whose, segment = np.divmod(told.groups.keys, outside + 1)
    beyond = np.zeros(firms)
    beyond[whose[segment == outside]] = told.sure[segment == outside]
    inside = segment != outside
    whose, segment, sure = whose[inside], segment[inside], told.sure[inside]
    order = np.lexsort((-sure, whose))
    rank = Groups(whose[order]).rank
    best, second = np.zeros(firms), np.zeros(firms)
    best[whose[order][rank == 0]], second[whose[order][rank == 1]] = sure[order][rank == 0], sure[order][rank == 1]
    in_chain = np.zeros((firms, len(shape.chains)))
    np.maximum.at(in_chain, (whose, shape.chain[segment]), sure)
    number, there = told.groups.at(pairs)
    mine = np.where(there, told.sure[number], 0.0) if len(told.sure) else np.zeros(len(pairs))
    return {
        "told": mine,
        "told_lead": mine - np.where(mine == best[firm], second[firm], best[firm]),
        "told_outside": beyond[firm],
        "told_chain": in_chain[firm, shape.chain[at]],
        "told_best": best[firm],
        "told_count": np.bincount(whose, minlength=firms)[firm],
    }


def _of_taught(taught: NDArray[np.float32], firm: Indices, at: Indices, shape: Shape) -> Columns:
    liked, best = np.maximum(taught, 0), taught.max(axis=1)
    mine = taught[firm, at]
    rank = np.empty(len(at), np.int64)
    for start in range(0, len(at), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        others, own = taught[firm[part]], mine[part, None]
        rank[part] = np.count_nonzero(others > own, axis=1)
        equal = others == own
        if np.count_nonzero(equal) > len(others):  # besides each itself: the earlier segment stands higher
            equal &= np.arange(taught.shape[1]) < at[part, None]
            rank[part] += np.count_nonzero(equal, axis=1)
    by_chain = np.arange(len(taught))[:, None] * len(shape.chains) + shape.chain
    sums = np.bincount(by_chain.ravel(), weights=liked.ravel(), minlength=len(taught) * len(shape.chains))
    return {
        "taught": mine,
        "taught_rank": np.minimum(rank, FARTHEST),
        "taught_part": mine / np.maximum(best, np.float32(0.05))[firm],
        "taught_chain": sums[firm * len(shape.chains) + shape.chain[at]],
        "taught_best": best[firm],
        "taught_sum": liked.sum(axis=1)[firm],
    }


def _of_firms(firms: Firms) -> Columns:
    """A value a firm."""
    acts, n = firms.acts, len(firms)
    first = opens(acts, n)
    share = shares(acts, 1 / (1 + FALL * acts.place), n)
    return {
        "activities": np.bincount(acts.firm, minlength=n),
        "scope_length": np.minimum(np.array([len(scope) for scope in firms.scopes]), LONGEST_SCOPE),
        **{f"share_{m}": share[:, k] for k, m in enumerate(MODES)},
        **{f"opens_{m}": first[:, k] for k, m in enumerate(MODES)},
    }


def opens(acts: Acts, n: int) -> Column:
    """(firms, `MODES`): 1 for what is done in the first activity."""
    out = np.zeros((n, len(MODES)))
    out[acts.firm[acts.place == 0], acts.mode[acts.place == 0]] = 1
    return out


def shares(acts: Acts, weight: Column, n: int) -> Column:
    """(firms, `MODES`): what part of the activities, weighed so, is of each mode."""
    modes = len(MODES)
    by_mode = np.bincount(acts.firm * modes + acts.mode, weights=weight, minlength=n * modes).reshape(n, modes)
    total = np.bincount(acts.firm, weights=weight, minlength=n)
    return np.asarray(by_mode / np.where(total == 0, 1.0, total)[:, None])
