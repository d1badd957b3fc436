"""What a back-test says in numbers: each measure with its interval, beside the baselines, per chain, and calibration."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidArgument
from graph.measures.network import Network
from graph.model.records import Firm
from graph.model.regions import Regions
from graph.model.text import rounded
from recommend.evaluate.backtest import Field, rank_of, ranked
from recommend.rank import training
from recommend.rank.features import LABELS
from recommend.rank.weights import MEASURED, Weights

Floats = NDArray[np.float64]
SAMPLES = 1000
SEED = 410700
TOP = (10, 50)
FIRST_BINS = 5  # points of the chart of the first of each list
NAMED = 5  # firms named at the head of a case
NAMES = {
    "liantu": ("本名单", "this list"),
    "random": ("随机", "random"),
    "size": ("只看规模", "size"),
    "nearness": ("只看距离", "nearness"),
    "size_nearness": ("规模与距离", "size and nearness"),
    "capability": ("只看产品吻合", "capability only"),
    "graph_path": ("图谱最短路径", "path in the graph"),
}


def scores(weights: Weights) -> dict[str, Callable[[Field], Floats]]:
    """Our list and what it must beat, each a score of the candidates of a field."""
    rng = np.random.default_rng(SEED)

    def pair(f: Field) -> Floats:
        held = weights.pair(f.province)
        return np.asarray(f.column("scale") * held["scale"] + f.column("nearness") * held["nearness"])

    return {
        "liantu": lambda f: f.score(weights),
        "random": lambda f: rng.random(f.n),
        "size": lambda f: f.size,
        "nearness": lambda f: -f.distance,
        "size_nearness": pair,
        "capability": lambda f: f.column("capability"),
        "graph_path": lambda f: -f.path,
    }


def cases(
    fields: Sequence[Field], weights: Weights, firms: Mapping[str, Firm], regions: Regions, network: Network
) -> list[dict[str, Any]]:
    """Each landing in words, for the page: who came where, at which place of the list, who stood first, what it rested on."""
    out = []
    for f in fields:
        firm = firms.get(f.firm)
        case: dict[str, Any] = {
            "firm": firm.name if firm else f.landing.code,
            "code": f.landing.code,
            "seat": regions.full_name(firm.region) if firm else "待核",
            "destination": regions.full_name(f.landing.region),
            "project": f.landing.project,
            "segment": f.segment,
            "segment_name": network.segments[f.segment].name if f.segment else "",
            "segment_name_en": network.segments[f.segment].name_en if f.segment else "",
            "candidates": f.n,
            "rank": None,
            "reason": f.reason,
            "first": [],
            "features": [],
        }
        if not f.reason:
            score = f.score(weights)
            order = sorted(range(f.n), key=lambda i: (-score[i], f.codes[i]))
            held = weights.of(f.province)
            case["rank"] = rank_of(score, f.came)
            case["first"] = [{"name": firms[f.firms[i]].name, "came": i == f.came} for i in order[:NAMED]]
            case["features"] = [
                {
                    "name": k,
                    "label": LABELS[k][0],
                    "label_en": LABELS[k][1],
                    "value": float(f.values[f.came, j]),
                    "usual": float(np.median(f.values[:, j])),
                    "weight": float(held[k]),
                }
                for j, k in enumerate(MEASURED)
            ]
        out.append(case)
    return out


def table_rows(report: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Our list and its baselines, each measure as `mean [low, high]`."""

    def cell(v: Sequence[float]) -> str:
        return f"{v[0]:.3f} [{v[1]:.3f}, {v[2]:.3f}]"

    shown = ("auc", "top_tenth", "recall@10", "recall@50", "mrr")
    sterner = report["main_only"].get("models", {})
    return [(NAMES[m][0], *(cell(v[k]) for k in shown)) for m, v in report["models"].items()] + [
        (f"{NAMES[m][0]}（只比主业）", *(cell(v[k]) for k in shown)) for m, v in sterner.items()
    ]


def write(out: Path, lines: Sequence[Mapping[str, Any]], report: Mapping[str, Any], kept: Path) -> None:
    """The contract's lines to `out`; the report, cases and all, to `kept`, from which the page 回测 draws. Each file is
    written whole or not at all. Raises `InvalidArgument`."""
    texts = {
        out: "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in lines),
        kept: json.dumps(rounded(dict(report)), ensure_ascii=False),
    }
    for file, text in texts.items():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(file.name + ".part")
            part.write_text(text, encoding="utf-8")
            part.replace(file)
        except OSError as error:
            raise InvalidArgument(f"cannot write {file.name}: {error.strerror}") from error


def figures(rank: Floats, n: Floats) -> dict[str, list[float]]:
    """Measures over landings with at least two candidates, each [mean, low, high] (95% bootstrap over landings).

    auc: share of rivals that stand behind the comer, 1 − (rank − 1)/(n − 1). top_tenth: at most a tenth of the rivals
    stand before it, (rank − 1)/(n − 1) ≤ 0.1. recall@k: rank ≤ k. mrr: mean of 1/rank.
    """
    place = (rank - 1) / (n - 1)
    rows = {"auc": 1 - place, "top_tenth": (place <= 0.1).astype(float), "mrr": 1 / rank}
    rows |= {f"recall@{k}": (rank <= k).astype(float) for k in TOP}
    sample = np.random.default_rng(SEED).integers(0, len(rank), (SAMPLES, len(rank)))
    return {
        name: [float(v.mean()), *(float(q) for q in np.quantile(v[sample].mean(axis=1), (0.025, 0.975)))]
        for name, v in rows.items()
    }


def ahead(ranks: Mapping[str, Floats], n: Floats) -> dict[str, list[float]]:
    """How far our list stands above each other one in mean AUC, landing by landing: [mean, low, high] of the paired
    difference (95% bootstrap over landings). What lies on both sides of zero is not proven."""
    sample = np.random.default_rng(SEED).integers(0, len(n), (SAMPLES, len(n)))
    out = {}
    for name in ranks:
        if name != "liantu":
            d = (ranks[name] - ranks["liantu"]) / (n - 1)
            out[name] = [float(d.mean()), *(float(q) for q in np.quantile(d[sample].mean(axis=1), (0.025, 0.975)))]
    return out


def summary(fields: Sequence[Field], weights: Weights) -> dict[str, Any]:
    """The whole report as one document."""
    usable = [f for f in ranked(fields) if f.n > 1]
    reasons: dict[str, int] = {}
    for f in fields:
        if f.reason:
            reasons[f.reason] = reasons.get(f.reason, 0) + 1
    document: dict[str, Any] = {
        "landings": len(fields),
        "ranked": len(ranked(fields)),
        "measured": len(usable),
        "not_ranked": reasons,
        "weights": {"learned": weights.learned, "full": dict(weights.full), "trained": dict(weights.trained)},
        "cross_validated": sum(f.province in weights.by_province for f in usable),
        "models": {},
        "chains": [],
        "main_only": {},
    }
    if not usable:
        return document
    n = np.array([f.n for f in usable], dtype=float)
    ranks: dict[str, Floats] = {}
    for name, score in scores(weights).items():
        ranks[name] = np.array([rank_of(score(f), f.came) for f in usable])
        document["models"][name] = figures(ranks[name], n)
    document["ahead"] = ahead(ranks, n)
    document["candidates"] = {"median": float(np.median(n)), "mean": float(n.mean()), "most": int(n.max())}
    document["chains"] = _chains(usable, ranks["liantu"], n)
    document["main_only"] = _main_only(usable, weights)
    document["calibration"] = calibration(usable, weights)
    return document


def _chains(fields: Sequence[Field], rank: Floats, n: Floats) -> list[dict[str, Any]]:
    chain = np.array([f.segment.split(".")[0] for f in fields])
    out = []
    for name in sorted(set(chain)):
        own = chain == name
        out.append({"chain": str(name), "landings": int(own.sum()), **figures(rank[own], n[own])})
    return out


def _main_only(fields: Sequence[Field], weights: Weights) -> dict[str, Any]:
    """The sterner test: only rivals for which the segment is the main line, as it is for the comer by construction.

    Against all rivals, whatever tells main from side lines (capability above all) looks better than it is.
    """
    usable = [f for f in fields if f.main[f.came] and f.main.sum() > 1]
    if not usable:
        return {}
    n = np.array([float(f.main.sum()) for f in usable])
    ranks = {
        name: np.array([rank_of(score(f)[f.main], int(f.main[: f.came].sum())) for f in usable])
        for name, score in scores(weights).items()
    }
    return {"landings": len(usable), "models": {k: figures(r, n) for k, r in ranks.items()}, "ahead": ahead(ranks, n)}


def calibration(fields: Sequence[Field], weights: Weights) -> dict[str, Any]:
    """How far the chances can be believed: each candidate's chance of being the one that comes, against what happened.

    A chance is that of one candidate among the candidates of its landing, given that one of them comes; those of a landing
    add up to 1. Most are small, so the error over all is small whatever one does: the sterner figure is that of the first of
    each list, beside what perfectly right chances would show by luck with so many lists (`luck_of_first`).
    """
    held = [f.chances(weights) for f in fields]
    p = np.concatenate(held)
    y = np.concatenate([np.arange(f.n) == f.came for f in fields]).astype(float)
    best = np.array([float(c.max()) for c in held])
    right = np.array([float(np.argmax(c) == f.came) for c, f in zip(held, fields, strict=True)])
    return {
        "error": training.calibration_error(p, y),
        "error_of_first": training.calibration_error(best, right),
        "luck_of_first": list(training.luck(best, SAMPLES, np.random.default_rng(SEED))),
        "first": {"said": float(best.mean()), "came": float(right.mean()), "n": len(best)},
        "pairs": len(p),
        "chart": training.reliability(p, y),
        "chart_of_first": training.reliability(best, right, FIRST_BINS),
    }
