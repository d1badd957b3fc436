"""What the eight bits of the shipped vectors cost: the same lists with them and with vectors encoded on this machine.

    python -m benchmarks.shipped_vectors [QUERIES] [--fresh FOLDER]

The firms that ship are encoded anew into FOLDER (minutes; kept there for a second run). For every segment that firms
work in: the largest difference of a cosine, and how much of the first 20 stays. With QUERIES, JSON lines as
`liantu rank` reads them whose `relevant` holds stock codes: nDCG@20 of both over the listed firms.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.fuse import ndcg
from graph import settings
from recommend.encode.encoder import CachedEncoder, LazyEncoder
from recommend.retrieve.index import HybridIndex
from workspace import Workspace

FIRST = 20


def main() -> None:
    """Print the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", nargs="?", type=Path)
    parser.add_argument("--fresh", type=Path, help="the folder of the vectors encoded here")
    given = parser.parse_args()
    space = Workspace(settings.load())
    shipped = space.search.index
    folder = given.fresh or Path(tempfile.mkdtemp(prefix="fresh-vectors-"))
    encoder = CachedEncoder(LazyEncoder(space.settings.model, space.settings.weights), folder)
    fresh = HybridIndex(shipped.documents, encoder, space.trades, shipped.glossary)
    fresh.warm(lambda done, of: print(f"\rencoded {done} of {of}", end="", flush=True))
    print()

    differences, kept = [], []
    for segment in space.catalogue.segments.values():
        if segment.demand:
            continue
        ours, theirs = (i.scores(segment.name, segment.products)["dense"] for i in (shipped, fresh))
        differences.append(float(np.abs(ours - theirs).max()))
        first = [
            set(np.argsort(-i.search(segment.name, segment.products), kind="stable")[:FIRST].tolist())
            for i in (shipped, fresh)
        ]
        kept.append(len(first[0] & first[1]) / FIRST)
    print(
        f"{len(kept)} segments: largest difference of a cosine {max(differences):.4f}, "
        f"of the first {FIRST} stay {np.mean(kept):.3f} on average, {min(kept):.2f} at least"
    )
    if given.queries:
        codes = {f.id: f.stock_code.split(".")[0] for f in space.store.firms() if f.stock_code}
        listed = np.array([codes.get(d.id, "") for d in shipped.documents])
        values: list[tuple[float, float]] = []
        for line in given.queries.read_text(encoding="utf-8").splitlines():
            query = json.loads(line)
            relevant = np.isin(listed, query["relevant"])
            if relevant.any():
                a, b = (ndcg(i.search(query["query"]), relevant, FIRST) for i in (shipped, fresh))
                values.append((a, b))
        a, b = np.array(values).mean(axis=0)
        print(f"{len(values)} queries: nDCG@{FIRST} {a:.4f} with the shipped vectors, {b:.4f} with fresh ones")


if __name__ == "__main__":
    main()
