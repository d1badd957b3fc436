"""What the model knows of a firm and one segment, each with its name: `GROUPS` lists all, group by group.

A feature is a number a candidate segment; everything rests on the firm's name and scope alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model.records import Segment
from graph.model.trade_kinds import shares_of
from ingest.assign.business_scope import says_trade
from ingest.assign.learned.meaning import Meaning
from ingest.assign.learned.reading import NAME, Reading, Word
from ingest.assign.learned.role_model import MODES, ROLES
from ingest.assign.lexicon import OUTSIDE, Lexicon

Column = NDArray[np.float64]
EARLY, FIRST = 12, 6  # activities whose meaning may name a segment; whose own ranks count
FARTHEST = 60  # ranks beyond count alike
FAR, NONE_BEHIND = 25, 9  # the place of a word that does not stand in the scope; characters behind one that is absent
ABSENT = 0.7  # cosine where there is nothing to compare
SHARPNESS = 60.0  # how fast a lower cosine counts for less
FALL = 0.12  # the tenth activity counts less than half of the first

GROUPS: dict[str, dict[str, str]] = {
    "words": {
        "told": "how sure the words alone are of the segment, by the rules of assignment",
        "told_lead": "by how much they are surer of it than of any other",
        "told_outside": "how sure they are that the firm is outside all chains",
        "name_weight": "how much the best term in the firm's name says",
        "name_behind": "characters of the name behind it: a firm is named by its last word",
        "name_length": "length of the longest term in the name",
        **{f"weight_{m}": f"how much the best term in an activity of mode {m} says" for m in MODES},
        **{f"place_{m}": f"where the first activity of mode {m} with a term of the segment stands" for m in MODES},
        "exact": "how much of an activity a term covers, verbs left out",
        "scope_behind": "characters of the activity behind its term: 起重机电机 is a motor",
        "owners": "segments that share the least shared term",
        "terms": "distinct terms",
        "places": "activities with a term",
        "general": "only general words (机械加工) speak for it",
        "aside": "only what firms of any trade register beside their own speaks for it",
        "term_length": "length of the longest term",
        "says_trade": "a term itself names a trade, as 药品批发 does",
        "told_chain": "how sure the words are of the segment's surest neighbour in its chain",
        "told_best": "how sure the words are of any segment",
        "told_count": "segments that the words name",
    },
    "meaning": {
        "near_name": "cosine of the name's core and the segment's nearest term",
        "near_name_whole": "and the segment's name with its first terms",
        "near_name_rank": "segments nearer to the name",
        "near_name_whole_rank": "the same by the whole text",
        "near_name_lead": "cosine with the name less that of the best other segment",
        "near_name_outside": "cosine of the name with the nearest word of no chain, less that with the segment",
        "near": "cosine of the best early activity and the segment's nearest term",
        "near_rank": "segments nearer to any early activity",
        "near_whole": "cosine of the best early activity and the segment's whole text",
        "near_whole_rank": "segments nearer by the whole text",
        "near_place": "where the best activity stands",
        "near_mode": "what is done in it: make, service, trade, plain",
        "near_lead": "its cosine less that of its best other segment",
        "near_outside": "its cosine with the nearest word of no chain, less that with the segment",
        "first": "cosine of the first activity and the nearest term",
        "first_whole": "and the whole text",
        "first_rank": "segments nearer to the first activity",
        "first_three": "mean cosine of the first three activities",
        "least_rank": "the least rank in any of the first six activities",
        "part": "share of the firm's activities, early ones more, that falls to the segment by meaning",
        "part_rank": "segments with a larger share",
        "part_best": "the largest share of any segment",
        "part_chain": "share that falls to the segment's chain",
        **{f"near_{m}": f"cosine of the best early activity of mode {m}" for m in MODES},
        **{f"part_{m}": f"share by activities of mode {m}" for m in MODES},
        "outside_share": "share of activities nearer to a word of no chain than to any segment",
        "outside_first": "by how much the first activity is nearer to one",
    },
    "taught": {
        "taught": "score that the catalogue's terms and labelled firms taught",
        "taught_rank": "segments with a higher one",
        "taught_part": "its share of the best segment's",
        "taught_chain": "scores of the segment's chain together",
        "taught_best": "the best segment's score",
        "taught_sum": "all segments' scores together",
    },
    "segment": {
        "kind_grow": "share of the segment's industry codes that grow or breed",
        "kind_make": "that make",
        "kind_trade": "that trade",
        "kind_serve": "that serve",
        "listed": "product terms of the segment",
    },
    "firm": {
        "activities": "activities of the scope",
        "scope_length": "characters of the scope",
        **{f"share_{m}": f"share of activities of mode {m}, early ones more" for m in MODES},
        **{f"opens_{m}": f"the first activity is of mode {m}" for m in MODES},
    },
    "role": {
        **{f"role_{r}": f"chance that the firm is {r}" for r in ROLES},
        "role_fits": "chance that the firm's role is one of the segment's kind",
    },
}
NAMES = tuple(name for group in GROUPS.values() for name in group)
WORD_NAMES = tuple(name for key, group in GROUPS.items() if key != "meaning" for name in group)


@dataclass(frozen=True)
class Shape:
    """What the features ask of the segments, in the order of the model."""

    ids: tuple[str, ...]
    chain: NDArray[np.int64]
    kinds: Column  # (segments, 4): grow, make, trade, serve
    listed: Column
    lexicon: Lexicon
    place: Mapping[str, int]  # segment → index
    chains: tuple[str, ...]

    @classmethod
    def of(cls, segments: Sequence[Segment], lexicon: Lexicon) -> Shape:
        chains = sorted({s.chain for s in segments})
        return cls(
            tuple(s.id for s in segments),
            np.array([chains.index(s.chain) for s in segments]),
            np.array([shares_of(s) for s in segments], np.float64),
            np.array([float(len(s.products)) for s in segments]),
            lexicon,
            {s.id: i for i, s in enumerate(segments)},
            tuple(chains),
        )


def features(
    reading: Reading,
    meaning: Meaning | None,
    taught: NDArray[np.float32],
    roles: Column,
    at: NDArray[np.int64],
    shape: Shape,
) -> Column:
    """(candidates, `NAMES`) for the segments at these indices; without a meaning, (candidates, `WORD_NAMES`)."""
    by_meaning = {**_of_name_meaning(meaning, at), **_of_meaning(reading, meaning, at, shape)} if meaning else {}
    found = {
        **_of_words(reading, at, shape),
        **by_meaning,
        **_of_taught(taught, at, shape),
        **{f"kind_{k}": shape.kinds[at, i] for i, k in enumerate(("grow", "make", "trade", "serve"))},
        "listed": shape.listed[at],
        **_of_firm(reading),
        **{f"role_{r}": roles[i] for i, r in enumerate(ROLES)},
        "role_fits": shape.kinds[at] @ np.array([roles[1] + 0.5 * roles[4], roles[0], roles[3], roles[2]]),
    }
    names = NAMES if meaning else WORD_NAMES
    out = np.empty((len(names), len(at)), np.float32)
    for row, name in zip(out, names, strict=True):
        row[:] = found[name]
    return np.ascontiguousarray(out.T, np.float64)


def _of_words(reading: Reading, at: NDArray[np.int64], shape: Shape) -> dict[str, object]:
    by_segment: dict[str, list[Word]] = {}
    for word in reading.words:
        for segment in word.hit.segments:
            by_segment.setdefault(segment, []).append(word)
    told = {s: c for s, c in reading.told.items() if s != OUTSIDE}
    by_chain: dict[str, float] = {}
    for segment, sure in told.items():
        chain = segment.split(".")[0]
        by_chain[chain] = max(by_chain.get(chain, 0.0), sure)
    ids = [shape.ids[int(i)] for i in at]
    rows = [_words_of_one(by_segment[s], shape.lexicon) if s in by_segment else _NO_WORDS for s in ids]
    surest = sorted(told.values(), reverse=True)
    mine = np.array([told.get(s, 0.0) for s in ids])
    best, second = (*surest, 0.0, 0.0)[:2]
    others = np.where(mine == best, second, best)
    return {
        **{k: np.array([r[k] for r in rows]) for k in rows[0]},
        "told": mine,
        "told_lead": mine - others,
        "told_outside": reading.told.get(OUTSIDE, 0.0),
        "told_chain": np.array([by_chain.get(s.split(".")[0], 0.0) for s in ids]),
        "told_best": best,
        "told_count": len(told),
    }


def _words_of_one(words: Sequence[Word], lexicon: Lexicon) -> Mapping[str, float]:
    out = {**_NONE_SAID}
    terms: set[str] = set()
    places: set[int] = set()
    for word in words:
        hit, mode = word.hit, word.mode
        length = len(hit.term)
        terms.add(hit.term)
        out["term_length"] = max(out["term_length"], length)
        if mode == NAME:
            out["name_weight"] = max(out["name_weight"], hit.weight)
            out["name_behind"] = min(out["name_behind"], word.behind)
            out["name_length"] = max(out["name_length"], length)
            continue
        places.add(word.place)
        weight, place = f"weight_{mode}", f"place_{mode}"
        out[weight] = max(out[weight], hit.weight)
        out[place] = min(out[place], word.place)
        out["scope_behind"] = min(out["scope_behind"], word.behind)
        if word.length:
            out["exact"] = max(out["exact"], length / word.length)
    out["owners"] = min((len(w.hit.segments) for w in words), default=0)
    out["terms"], out["places"] = len(terms), len(places)
    out["general"] = float(bool(terms) and all(lexicon.is_general(t) for t in terms))
    out["aside"] = float(bool(terms) and terms <= lexicon.aside)
    out["says_trade"] = float(any(says_trade(t) for t in terms))
    return out


_NONE_SAID: Mapping[str, float] = {
    "name_weight": 0.0,
    "name_behind": NONE_BEHIND,
    "name_length": 0,
    **{f"weight_{m}": 0.0 for m in MODES},
    **{f"place_{m}": FAR for m in MODES},
    "exact": 0.0,
    "scope_behind": NONE_BEHIND,
    "term_length": 0,
}
_NO_WORDS = _words_of_one((), Lexicon(()))


def _lead(scores: NDArray[np.float32], at: NDArray[np.int64]) -> Column:
    """Each score less the best of all others."""
    two = np.sort(scores)[-2:] if len(scores) > 1 else np.array([0.0, scores[0]])
    mine = scores[at]
    return np.asarray(mine - np.where(mine == two[-1], two[0], two[-1]), np.float64)


def ranks(scores: NDArray[np.float32], most: int = FARTHEST) -> NDArray[np.float64]:
    """0 for the highest, capped."""
    out = np.empty(len(scores))
    out[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.minimum(out, most)


def _of_name_meaning(meaning: Meaning, at: NDArray[np.int64]) -> dict[str, object]:
    return {
        "near_name": meaning.name[at],
        "near_name_whole": meaning.name_whole[at],
        "near_name_rank": ranks(meaning.name)[at],
        "near_name_whole_rank": ranks(meaning.name_whole)[at],
        "near_name_lead": _lead(meaning.name, at),
        "near_name_outside": meaning.name_outside - meaning.name[at],
    }


def _of_meaning(reading: Reading, meaning: Meaning, at: NDArray[np.int64], shape: Shape) -> dict[str, object]:
    if not reading.acts:
        ranked = ("near_rank", "near_whole_rank", "first_rank", "least_rank", "part_rank")
        mine = [n for n in GROUPS["meaning"] if not n.startswith("near_name")]
        return {n: 60.0 if n in ranked else ABSENT if n in {f"near_{m}" for m in MODES} else 0.0 for n in mine}
    near, early = meaning.clauses, meaning.clauses[:EARLY]
    modes = np.array([MODES.index(a.mode) for a in reading.acts])
    where = np.argmax(early, axis=0)[at]
    best = early[where, at]
    second, highest = np.partition(near, -2, axis=1)[:, -2], near.max(axis=1)
    rows = np.stack([ranks(row) for row in near[:FIRST]])
    part, by_mode = _parts(reading, near, modes)
    in_chain = np.array([part[shape.chain == shape.chain[i]].sum() for i in at])
    whole = meaning.clauses_whole[:EARLY]
    return {
        "near": best,
        "near_rank": ranks(early.max(axis=0))[at],
        "near_whole": whole.max(axis=0)[at],
        "near_whole_rank": ranks(whole.max(axis=0))[at],
        "near_place": where,
        "near_mode": modes[where],
        "near_lead": best - np.where(best == highest[where], second[where], highest[where]),
        "near_outside": meaning.outside[where] - best,
        "first": near[0, at],
        "first_whole": meaning.clauses_whole[0, at],
        "first_rank": rows[0, at],
        "first_three": near[:3].mean(axis=0)[at],
        "least_rank": rows.min(axis=0)[at],
        "part": part[at],
        "part_rank": (part[None, :] > part[at][:, None]).sum(axis=1),
        "part_best": part.max(),
        "part_chain": in_chain,
        **{
            f"near_{m}": early[modes[:EARLY] == k].max(axis=0)[at] if (modes[:EARLY] == k).any() else ABSENT
            for k, m in enumerate(MODES)
        },
        **{f"part_{m}": by_mode[k][at] for k, m in enumerate(MODES)},
        "outside_share": float((meaning.outside > highest).mean()),
        "outside_first": float(meaning.outside[0] - highest[0]),
    }


def _parts(reading: Reading, near: NDArray[np.float32], modes: NDArray[np.int64]) -> tuple[Column, list[Column]]:
    """How the firm's activities are shared out among all segments by meaning, and the part of each mode in that."""
    weight = np.array([1 / (1 + FALL * a.place) for a in reading.acts])
    weight /= weight.sum()
    soft = np.exp((near - near.max(axis=1, keepdims=True)).astype(np.float64) * SHARPNESS)
    soft *= (weight / soft.sum(axis=1))[:, None]
    return soft.sum(axis=0), [soft[modes == k].sum(axis=0) for k in range(len(MODES))]


def _of_taught(taught: NDArray[np.float32], at: NDArray[np.int64], shape: Shape) -> dict[str, object]:
    liked, mine = np.maximum(taught, 0), taught[at][:, None]
    above, level = taught > mine, (taught == mine) & (np.arange(len(taught)) < at[:, None])
    return {
        "taught": taught[at],
        "taught_rank": np.minimum((above | level).sum(axis=1), FARTHEST),
        "taught_part": taught[at] / max(float(taught.max()), 0.05),
        "taught_chain": np.bincount(shape.chain, weights=liked)[shape.chain[at]],
        "taught_best": float(taught.max()),
        "taught_sum": float(liked.sum()),
    }


def _of_firm(reading: Reading) -> dict[str, float]:
    weight = [1 / (1 + FALL * a.place) for a in reading.acts]
    total = sum(weight) or 1.0
    return {
        "activities": float(len(reading.acts)),
        "scope_length": float(min(len(reading.scope), 350)),
        **{
            f"share_{m}": sum(w for w, a in zip(weight, reading.acts, strict=True) if a.mode == m) / total
            for m in MODES
        },
        **{f"opens_{m}": float(bool(reading.acts) and reading.acts[0].mode == m) for m in MODES},
    }
