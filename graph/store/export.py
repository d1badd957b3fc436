"""The graph as files: GraphML, a Cypher script, plain CSV, and the form `neo4j-admin database import` reads."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from graph.errors import InvalidArgument, StoreError
from graph.model import specs
from graph.store.base.protocol import Content, GraphStore
from graph.store.copy import ORDER, Progress
from graph.store.neo4j import cypher as q
from graph.store.neo4j.codec import PROPERTIES, anchor, short_key

PAGE = 2_000
# XML 1.0 has no place for these.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ITEM = "\x1f"  # stands between the items of a list in files for the bulk import: ASCII's own unit separator
BATCH = 1  # the load an exported graph consists of
STORE = {
    "id": "liantu",
    "version": "0000",
    "committed": BATCH,
    "settled": BATCH,
    "settling": BATCH,
    "next": BATCH + 1,
    "finished": "",
    "writer": "",
    "writer_until": 0,
    "open": "",
    "touched": [],
    "lacks": [],
}


def write(store: GraphStore, folder: Path, form: str, progress: Progress | None = None) -> dict[str, int]:
    """Write all current records into `folder`; returns the number by type. Raises `StoreError` where it cannot."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FORMATS[form](store, folder, progress)
    except OSError as error:
        raise StoreError(
            f"cannot write the export to {folder.name}: {error.strerror}; name another folder with --out"
        ) from error
    except KeyError as error:
        raise InvalidArgument(f"no format {form!r}; there are {', '.join(FORMATS)}") from error


def _pages(store: GraphStore, progress: Progress | None, counts: dict[str, int]) -> Iterator[tuple[str, list[Content]]]:
    total, done = sum(store.counts().values()), 0
    for record in ORDER:
        counts[record] = 0
        for page in store.contents(record, PAGE):
            yield record, page
            counts[record] += len(page)
            done += len(page)
            if progress:
                progress("导出", done, total)


def _stored(record: str, content: Content) -> dict[str, Any]:
    """The properties a record has on a server (see `graph.store.neo4j.codec`)."""
    p = PROPERTIES[record].dump(content.values) | {
        "key": short_key(content.key),
        "source": content.source,
        "batch": BATCH,
        "hash": content.hash,
        "valid_from": "",
    }
    return p if p["key"] == content.key else p | {"rid": content.key}


def _ends(record: str, content: Content) -> tuple[str, str]:
    tie = q.TIES[record]
    return content.values[tie.start_field], content.values[tie.end_field]


def _csv(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """One table a type, lists separated by `;`, nested values as JSON."""
    counts: dict[str, int] = {}
    with ExitStack() as files:
        writers: dict[str, Any] = {}
        for record in ORDER:
            handle = files.enter_context((folder / f"{record}.csv").open("w", encoding="utf-8-sig", newline=""))
            names = [*specs.stored_fields(specs.BY_NAME[record]), "source"]
            writers[record] = csv.DictWriter(handle, names)
            writers[record].writeheader()
        for record, page in _pages(store, progress, counts):
            for row in page:
                cells = {**row.values, "source": row.source}
                writers[record].writerow({k: _cell(v) for k, v in cells.items()})
    return counts


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ";".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _cypher(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """`graph.cypher`: statements that fill an empty database; `liantu build` then adds the indexes."""
    counts: dict[str, int] = {}
    with (folder / "graph.cypher").open("w", encoding="utf-8") as out:
        out.write(f"CREATE (g:LiantuStore) SET g = {literal(STORE)};\n")
        for tie_label in ("Firm", "Segment"):
            out.write(
                f"CREATE CONSTRAINT liantu_{tie_label.lower()}_key IF NOT EXISTS FOR (n:{tie_label}) REQUIRE n.key IS UNIQUE;\n"
            )
        for record, page in _pages(store, progress, counts):
            tie = q.TIES.get(record)
            if tie is None:
                rows: list[Any] = [_stored(record, r) for r in page]
                text = f"CREATE (n:{q.NODES[record]}) SET n = row;\n"
            else:
                rows = [
                    {"a": anchor(a), "b": anchor(b), "p": _stored(record, r)}
                    for r in page
                    for a, b in (_ends(record, r),)
                ]
                text = (
                    f"MATCH (a:{tie.start} {{key: row.a}}) MATCH (b:{tie.end} {{key: row.b}}) "
                    f"CREATE (a)-[n:{tie.type}]->(b) SET n = row.p;\n"
                )
            out.write(f"UNWIND {literal(rows)} AS row {text}")
        for keys in store.firm_keys():
            rows = [{"key": k, "firm_id": f, "batch": BATCH} for k, f in keys.items()]
            out.write(f"UNWIND {literal(rows)} AS row CREATE (n:FirmKey) SET n = row;\n")
    return counts


def literal(value: Any) -> str:
    """A value as Cypher writes it. Text is escaped as in JSON, whose escapes Cypher shares; names are a closed set."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    # Statements of a script are split at a semicolon at the end of a line; no text may hold a real line end.
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _admin(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """Header and data files for `neo4j-admin database import full`, and the command that reads them."""
    counts: dict[str, int] = {}
    with ExitStack() as files:
        out: dict[str, tuple[Any, list[tuple[str, str]]]] = {}

        def table(name: str, header: list[str], columns: list[tuple[str, str]]) -> None:
            (folder / f"{name}-header.csv").write_text(",".join(header) + "\n", encoding="utf-8")
            handle: TextIO = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            out[name] = (csv.writer(handle), columns)

        for record in ORDER:
            columns = _columns(record)
            typed = [f"{name}:{kind}" for name, kind in columns if name != "key"]
            if record in q.TIES:
                tie = q.TIES[record]
                table(
                    record, [f":START_ID({tie.start})", f":END_ID({tie.end})", "key:string", *typed, ":TYPE"], columns
                )
            else:
                label = q.NODES[record]
                table(record, [f"key:ID({label})", *typed, ":LABEL"], columns)
        for record, page in _pages(store, progress, counts):
            writer, columns = out[record]
            for row in page:
                p = _stored(record, row)
                cells = [_admin_cell(p.get(name), kind) for name, kind in columns if name != "key"]
                if record in q.TIES:
                    a, b = _ends(record, row)
                    writer.writerow([anchor(a), anchor(b), p["key"], *cells, q.TIES[record].type])
                else:
                    writer.writerow([p["key"], *cells, q.NODES[record]])
        table("firm_key", ["key:ID(FirmKey)", "firm_id:string", "batch:long", ":LABEL"], [])
        for keys in store.firm_keys():
            out["firm_key"][0].writerows([k, f, BATCH, "FirmKey"] for k, f in keys.items())
        table(
            "store", ["id:ID(LiantuStore)", *(f"{k}:{_kind(v)}" for k, v in STORE.items() if k != "id"), ":LABEL"], []
        )
        out["store"][0].writerow(
            [STORE["id"], *(_admin_cell(v, "") for k, v in STORE.items() if k != "id"), "LiantuStore"]
        )
    nodes = [r for r in (*ORDER, "firm_key", "store") if r not in q.TIES]
    args = [f"  --nodes={r}-header.csv,{r}.csv" for r in nodes]
    args += [f"  --relationships={r}-header.csv,{r}.csv" for r in ORDER if r in q.TIES]
    command = [
        f"neo4j-admin database import full neo4j --overwrite-destination --multiline-fields=true --array-delimiter=U+{ord(ITEM):04X}",
        *args,
    ]
    (folder / "import.sh").write_text(
        "#!/bin/sh\n# Run on the server while the database is stopped.\n" + " \\\n".join(command) + "\n",
        encoding="utf-8",
    )
    return counts


_ADMIN_TYPE = {int: "long", float: "double", bool: "boolean", list: "string[]", str: "string"}


def _columns(record: str) -> list[tuple[str, str]]:
    spec = specs.BY_NAME[record]
    ends = PROPERTIES[record].ends
    out = []
    for name in specs.stored_fields(spec):
        if name in ends:
            continue
        kind = _ADMIN_TYPE[specs.stored_kind(spec, name)[0]]
        out.append((q.RENAMED.get(name, name), "string" if name in PROPERTIES[record].text else kind))
    return [
        *out,
        ("key", "string"),
        ("source", "string"),
        ("batch", "long"),
        ("hash", "string"),
        ("valid_from", "string"),
        ("rid", "string"),
    ]


def _kind(value: Any) -> str:
    return "long" if isinstance(value, int) else "string[]" if isinstance(value, list) else "string"


def _admin_cell(value: Any, _kind_name: str) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        # The bulk import knows no way to write its delimiter inside an item; a control character never stands there.
        return ITEM.join(item.replace(ITEM, " ") for item in value)
    return value


def _graphml(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """`graph.graphml`: all nodes and relationships, for Gephi, yEd or networkx; lists are joined by `;`."""
    counts: dict[str, int] = {}
    with (folder / "graph.graphml").open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        names = sorted({n for r in ORDER for n, _ in _columns(r)} | {"label"})
        for domain in ("node", "edge"):
            for name in names:
                out.write(f'<key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="string"/>\n')
        out.write('<graph edgedefault="directed">\n')
        for record, page in _pages(store, progress, counts):
            tie = q.TIES.get(record)
            for row in page:
                p = _stored(record, row) | {"label": tie.type if tie else q.NODES[record]}
                x = "e" if tie else "n"
                data = "".join(f'<data key="{x}_{k}">{_xml(v)}</data>' for k, v in p.items())
                if tie is None:
                    out.write(f"<node id={_id(q.NODES[record], p['key'])}>{data}</node>\n")
                else:
                    a, b = _ends(record, row)
                    out.write(
                        f"<edge source={_id(tie.start, anchor(a))} target={_id(tie.end, anchor(b))}>{data}</edge>\n"
                    )
        out.write("</graph>\n</graphml>\n")
    return counts


def _id(label: str, key: str) -> str:
    return quoteattr(_NO_XML.sub("", f"{label}:{key}"))


def _xml(value: Any) -> str:
    return escape(_NO_XML.sub("", str(_cell(value))))


FORMATS: dict[str, Callable[[GraphStore, Path, Progress | None], dict[str, int]]] = {
    "graphml": _graphml,
    "cypher": _cypher,
    "csv": _csv,
    "neo4j-admin": _admin,
}
