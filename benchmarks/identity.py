"""Are two rows one firm? liantu beside rapidfuzz alone and splink, on labelled pairs of the outside data.

    python -m benchmarks.identity --data ../shared/data [--splink ~/splink/bin/python] [--wrong]

Half of the pairs of `labels/identity_pairs.csv` are set aside by the hash of the firm; weights and bounds are learned
on the other half (`train_identity`). rapidfuzz gets the names alone; its bound, and splink's, are set on that half as
the lowest at which precision is 0.995, and once more on the half that is measured, which flatters them. splink (with
its own Python) gets name, city, capital and day of foundation, and learns its weights by expectation maximisation over
all pairs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from benchmarks.identity_data import Pair, pairs, sided
from benchmarks.train_identity import bounds
from graph import settings
from graph.model.regions import Regions
from ingest.match.name_parts import NameReader
from ingest.match.score import Match, Weights, match

_SPLINK = """
import json, sys, warnings
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
warnings.filterwarnings("ignore")
told = json.load(sys.stdin)
db = DuckDBAPI()
left, right = (
    db.register(pd.DataFrame(t[side] for t in told), dataset_display_name=f"{side}_rows") for side in ("left", "right")
)
settings = SettingsCreator(
    link_type="link_only", unique_id_column_name="pair",
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.98, 0.92, 0.85, 0.75]),
        cl.ExactMatch("city"), cl.ExactMatch("capital"), cl.ExactMatch("founded"),
    ],
    blocking_rules_to_generate_predictions=[block_on("pair")], retain_intermediate_calculation_columns=False,
)
linker = Linker([left, right], settings, log_level=None)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
linker.training.estimate_probability_two_random_records_match([block_on("name")], recall=0.5)
for rule in (block_on("pair"), block_on("city")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict().as_pandas_dataframe()
scores = dict(zip(found["pair_l"], found["match_probability"]))
print(json.dumps([float(scores.get(t["left"]["pair"], 0.0)) for t in told]))
"""


def splink(python: Path, labelled: Sequence[Pair], reader: NameReader) -> list[float]:
    """The chances that splink gives."""
    told = []
    for i, p in enumerate(labelled):
        row = {}
        for name, r in (("left", p.left), ("right", p.right)):
            row[name] = {
                "pair": i,
                "name": reader.parts(r.name).plain,
                "city": r.region[:4] or None,
                "capital": r.capital_wan,
                "founded": r.founded or None,
            }
        told.append(row)
    done = subprocess.run([str(python), "-c", _SPLINK], input=json.dumps(told), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"splink failed: {done.stderr[-800:]}")
    return [float(c) for c in json.loads(done.stdout.splitlines()[-1])]


def line(name: str, found: Sequence[bool], labelled: Sequence[Pair]) -> str:
    """Precision and recall of one way, as a line."""
    right = sum(f and p.same for f, p in zip(found, labelled, strict=True))
    said, wanted = sum(found), sum(p.same for p in labelled)
    return (
        f"{name}: precision {right / max(said, 1):.4f} ({right}/{said}), recall {right / wanted:.4f} ({right}/{wanted})"
    )


def by_kind(matches: Sequence[Match], labelled: Sequence[Pair]) -> None:
    """The three outcomes of each kind of pair."""
    kinds = sorted({(not p.same, p.kind) for p in labelled})
    for different, kind in kinds:
        got = Counter(
            m.outcome for m, p in zip(matches, labelled, strict=True) if p.kind == kind and p.same != different
        )
        name = f"{kind} ({'two firms' if different else 'one firm'})"
        print(f"  {name:42} same {got['same']:4} review {got['review']:4} different {got['different']:4}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--splink", type=Path, help="a Python that has splink")
    parser.add_argument("--wrong", action="store_true", help="list what was taken wrongly for one firm")
    given = parser.parse_args()
    regions = Regions.load(settings.load().data / "regions.csv")
    reader, learned = NameReader(regions.places), Weights.load()
    everything = pairs(given.data, regions)
    aside = np.array([p.aside for p in everything])
    same = np.array([p.same for p in everything])
    measured = [p for p in everything if p.aside]
    print(f"{len(everything)} pairs, {len(measured)} set aside, {sum(p.same for p in measured)} of them one firm")
    matches = [match(sided(reader, p.left), sided(reader, p.right), learned) for p in measured]
    print(line("liantu", [m.outcome == "same" for m in matches], measured))
    others = {"rapidfuzz": np.array([fuzz.ratio(p.left.name, p.right.name) / 100 for p in everything])}
    if given.splink:
        others["splink"] = np.array(splink(given.splink, everything, reader))
    for name, scores in others.items():
        high, _ = bounds(scores[~aside], same[~aside])
        print(line(f"{name} (from {high:.3f})", list(scores[aside] >= high), measured))
        best, _ = bounds(scores[aside], same[aside])
        print(line(f"{name} (best bound for this very half)", list(scores[aside] >= best), measured))
    by_kind(matches, measured)
    if given.wrong:
        for m, p in zip(matches, measured, strict=True):
            if m.outcome == "same" and not p.same:
                print(m.score, p.kind, p.left.name, p.left.region, "|", p.right.name, p.right.region)


if __name__ == "__main__":
    main()
