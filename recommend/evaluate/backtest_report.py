"""What a back-test says in numbers: each measure with its interval, beside the baselines, per chain, and
calibration."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.files import whole
from graph.measures.network import Network
from graph.model.records import Firm
from graph.model.regions import Regions
from graph.model.text import rounded
from graph.model.words import UNKNOWN
from recommend.evaluate.backtest import Field, rank_of, ranked
from recommend.evaluate.shapes import (
    BacktestLine,
    BacktestReport,
    Calibration,
    CaseDocument,
    CaseFeature,
    ChainFigures,
    Figures,
    Interval,
    MainOnly,
    SegmentLine,
    SegmentReport,
)
from recommend.rank import training
from recommend.rank.features import FEATURES
from recommend.rank.weights import MEASURED, Weights

Floats = NDArray[np.float64]
SAMPLES = 1000
SEED = 410700
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

    def size_and_nearness(f: Field) -> Floats:
        pair = weights.pair(f.province)
        return np.asarray(f.column("scale") * pair["scale"] + f.column("nearness") * pair["nearness"])

    return {
        "liantu": lambda f: f.score(weights),
        "random": lambda f: rng.random(f.n),
        "size": lambda f: f.size,
        "nearness": lambda f: -f.distance,
        "size_nearness": size_and_nearness,
        "capability": lambda f: f.column("capability"),
        "graph_path": lambda f: -f.path,
    }


def cases(
    fields: Sequence[Field], weights: Weights, firms: Mapping[str, Firm], regions: Regions, network: Network
) -> list[CaseDocument]:
    """Each landing in words, for the page: who came where, at which place of the list, who stood first, what it rested
    on."""
    out = []
    for f in fields:
        firm = firms.get(f.firm)
        case: CaseDocument = {
            "firm": firm.name if firm else f.landing.code,
            "code": f.landing.code,
            "seat": regions.full_name(firm.region) if firm else UNKNOWN["zh"],
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
            case["rank"] = rank_of(score, f.came)
            case["first"] = [{"name": firms[f.firms[i]].name, "came": i == f.came} for i in order[:NAMED]]
            case["features"] = _case_features(f, weights)
        out.append(case)
    return out


def _case_features(f: Field, weights: Weights) -> list[CaseFeature]:
    """The measured features of the firm that came, beside the median of the candidates."""
    coefficients = weights.of(f.province)
    return [
        {
            "name": name,
            "label": FEATURES[name].labels[0],
            "label_en": FEATURES[name].labels[1],
            "value": float(f.values[f.came, j]),
            "usual": float(np.median(f.values[:, j])),
            "weight": float(coefficients[name]),
        }
        for j, name in enumerate(MEASURED)
    ]


def table_rows(report: BacktestReport) -> list[tuple[str, ...]]:
    """Our list and its baselines, each measure as `mean [low, high]`."""

    def row(label: str, f: Figures) -> tuple[str, ...]:
        shown = (f["auc"], f["top_tenth"], f["recall@10"], f["recall@50"], f["mrr"])
        return (label, *(f"{mean:.3f} [{low:.3f}, {high:.3f}]" for mean, low, high in shown))

    sterner = report["main_only"].get("models", {})
    return [row(NAMES[m][0], f) for m, f in report["models"].items()] + [
        row(f"{NAMES[m][0]}（只比主业）", f) for m, f in sterner.items()
    ]


def write(
    out: Path, lines: Sequence[BacktestLine] | Sequence[SegmentLine], report: BacktestReport | SegmentReport, kept: Path
) -> None:
    """The contract's lines to `out`; the report, cases and all, to `kept`, from which the page 回测 draws. Each file is
    written whole or not at all. Raises `InvalidArgument`."""
    texts = {
        out: "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in lines),
        kept: json.dumps(rounded(report), ensure_ascii=False),
    }
    for file, text in texts.items():
        whole.put_result(file, text)


def figures(rank: Floats, n: Floats) -> Figures:
    """Measures over landings with at least two candidates, each [mean, low, high] (95% bootstrap over landings).

    auc: share of rivals that stand behind the comer, 1 − (rank − 1)/(n − 1). top_tenth: at most a tenth of the rivals
    stand before it, (rank − 1)/(n − 1) ≤ 0.1. recall@k: rank ≤ k. mrr: mean of 1/rank.
    """
    place = (rank - 1) / (n - 1)
    sample = np.random.default_rng(SEED).integers(0, len(rank), (SAMPLES, len(rank)))
    return {
        "auc": _interval(1 - place, sample),
        "top_tenth": _interval((place <= 0.1).astype(float), sample),
        "mrr": _interval(1 / rank, sample),
        "recall@10": _interval((rank <= 10).astype(float), sample),
        "recall@50": _interval((rank <= 50).astype(float), sample),
    }


def _interval(values: Floats, sample: NDArray[np.int64]) -> Interval:
    """[mean, low, high] of the values of landings. sample: (samples, n) rows drawn with replacement."""
    return [float(values.mean()), *(float(q) for q in np.quantile(values[sample].mean(axis=1), (0.025, 0.975)))]


def ahead(ranks: Mapping[str, Floats], n: Floats) -> dict[str, Interval]:
    """How far our list stands above each other one in mean AUC, landing by landing: [mean, low, high] of the paired
    difference (95% bootstrap over landings). What lies on both sides of zero is not proven."""
    sample = np.random.default_rng(SEED).integers(0, len(n), (SAMPLES, len(n)))
    return {
        name: _interval((rank - ranks["liantu"]) / (n - 1), sample) for name, rank in ranks.items() if name != "liantu"
    }


def summary(fields: Sequence[Field], weights: Weights) -> BacktestReport:
    """The whole report as one document."""
    usable = [f for f in ranked(fields) if f.n > 1]
    document: BacktestReport = {
        "landings": len(fields),
        "ranked": len(ranked(fields)),
        "measured": len(usable),
        "not_ranked": dict(Counter(f.reason for f in fields if f.reason)),
        "weights": {"learned": weights.learned, "full": dict(weights.full), "trained": weights.trained},
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


def _chains(fields: Sequence[Field], rank: Floats, n: Floats) -> list[ChainFigures]:
    chain = np.array([f.segment.split(".")[0] for f in fields])
    out: list[ChainFigures] = []
    for name in sorted(set(chain)):
        own = chain == name
        out.append({"chain": str(name), "landings": int(own.sum()), **figures(rank[own], n[own])})
    return out


def _main_only(fields: Sequence[Field], weights: Weights) -> MainOnly:
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


def calibration(fields: Sequence[Field], weights: Weights) -> Calibration:
    """How far the chances can be believed: each candidate's chance of being the one that comes, against what happened.

    A chance is that of one candidate among the candidates of its landing, given that one of them comes; those of a
    landing add up to 1. Most are small, so the error over all is small whatever one does: the sterner figure is that of
    the first of each list, beside what perfectly right chances would show by luck with so many lists (`luck_of_first`).
    """
    chances = [f.chances(weights) for f in fields]
    p = np.concatenate(chances)
    y = np.concatenate([np.arange(f.n) == f.came for f in fields]).astype(float)
    best = np.array([float(c.max()) for c in chances])
    right = np.array([float(np.argmax(c) == f.came) for c, f in zip(chances, fields, strict=True)])
    return {
        "error": training.calibration_error(p, y),
        "error_of_first": training.calibration_error(best, right),
        "luck_of_first": list(training.luck(best, SAMPLES, np.random.default_rng(SEED))),
        "first": {"said": float(best.mean()), "came": float(right.mean()), "n": len(best)},
        "pairs": len(p),
        "chart": training.reliability(p, y),
        "chart_of_first": training.reliability(best, right, FIRST_BINS),
    }
