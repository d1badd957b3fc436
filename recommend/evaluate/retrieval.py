"""`liantu rank`: retrieval alone, on firms and queries from files, so that anyone can measure it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import UnreadableFile
from graph.files import given, whole
from recommend.encode.encoder import CachedEncoder
from recommend.retrieve.index import Document, HybridIndex
from recommend.retrieve.latin import Glossary
from recommend.retrieve.trades import Trade

MEND = "write one JSON object a line, in UTF-8"


def read_jsonl(path: Path, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    """JSON lines, gzipped or not. Raises `UnreadableFile` naming the line and the key that is missing."""
    out = []
    for n, line in enumerate(given.lines(path, MEND), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise UnreadableFile(path.name, f"line {n} is not JSON ({why})", MEND) from error
        missing = [k for k in needed if not isinstance(row, dict) or k not in row]
        if missing:
            raise UnreadableFile(path.name, f"line {n} has no key {missing[0]!r}", "add it")
        out.append(row)
    if not out:
        raise UnreadableFile(path.name, "there is nothing in it", "write one JSON object a line")
    return out


def documents(rows: list[dict[str, Any]]) -> list[Document]:
    """Firms as in `ckg/companies.jsonl.gz`, products by falling revenue share."""
    return [
        Document(
            str(r["code"]),
            str(r.get("name") or r.get("fullname") or ""),
            tuple(sorted((_product(p) for p in r["products"]), key=lambda p: -p[1])),
            str(r.get("fullname") or ""),
        )
        for r in rows
    ]


def _product(given: Any) -> tuple[str, float]:
    """A product with its revenue share; a bare name counts like any other."""
    if isinstance(given, list | tuple) and len(given) == 2:
        return str(given[0]), float(given[1] or 0)
    return str(given), 0.0


def rank_files(
    firms: Path,
    queries: Path,
    out: Path,
    top: int,
    encoder: CachedEncoder,
    progress: Callable[[str, int, int], None],
    trades: Sequence[Trade] = (),
    glossary: Glossary | None = None,
) -> list[str]:
    """Write `{id, ranked: [code …]}` for every query; returns the ids of those that are about nothing in the data.

    They are ranked all the same (a rare language, a new word), but an empty query ranks no firm.
    """
    index = HybridIndex(documents(read_jsonl(firms, ("code", "products"))), encoder, trades, glossary)
    asked = read_jsonl(queries, ("id", "query"))
    texts = [" ".join(str(q["query"] or "").split()) for q in asked]
    index.warm(lambda done, total: progress("编码企业", done, total))
    encoder.warm([index.query_text(index.read(t)) for t in texts if t], query=True)
    lines, unclear = [], []
    for i, (q, text) in enumerate(zip(asked, texts, strict=True)):
        order = np.argsort(-index.search(text), kind="stable")[:top].tolist() if text else []
        if not index.clear(text):
            unclear.append(str(q["id"]))
        lines.append(json.dumps({"id": q["id"], "ranked": [index.documents[k].id for k in order]}, ensure_ascii=False))
        progress("检索", i + 1, len(asked))
    whole.put_result(out, "\n".join(lines) + "\n")
    return unclear
