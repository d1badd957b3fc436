"""GraphML: all nodes and relationships, for Gephi, yEd or networkx; lists are joined by `;`."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from graph.files.whole import whole
from graph.model.specs import Json
from graph.store.base.protocol import GraphStore
from graph.store.copy import ORDER, Progress
from graph.store.export.stored import MEND, cell, ends, pages, stored, typed_properties
from graph.store.neo4j.codec import anchor
from graph.store.neo4j.cypher import labels

# XML 1.0 has no place for these.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def graphml(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """Write `graph.graphml`; returns the number by type."""
    counts: dict[str, int] = {}
    with whole(folder / "graph.graphml", MEND) as half, half.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        names = sorted({n for r in ORDER for n, _ in typed_properties(r)} | {"label"})
        for domain in ("node", "edge"):
            for name in names:
                out.write(f'<key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="string"/>\n')
        out.write('<graph edgedefault="directed">\n')
        for record, page in pages(store, progress, counts):
            tie = labels.TIES.get(record)
            for row in page:
                p = stored(record, row) | {"label": tie.type if tie else labels.NODES[record]}
                x = "e" if tie else "n"
                data = "".join(f'<data key="{x}_{k}">{_xml(v)}</data>' for k, v in p.items())
                if tie is None:
                    out.write(f"<node id={_id(labels.NODES[record], str(p['key']))}>{data}</node>\n")
                else:
                    a, b = (anchor(end) for end in ends(record, row))
                    out.write(f"<edge source={_id(tie.start, a)} target={_id(tie.end, b)}>{data}</edge>\n")
        out.write("</graph>\n</graphml>\n")
    return counts


def _id(label: str, key: str) -> str:
    return quoteattr(_NO_XML.sub("", f"{label}:{key}"))


def _xml(value: Json) -> str:
    return escape(_NO_XML.sub("", str(cell(value))))
