"""Header and data files for `neo4j-admin database import full`, and the command that reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from graph.files.csv_out import RawCsv
from graph.files.whole import put_text, whole
from graph.store.base.protocol import Content, GraphStore
from graph.store.copy import ORDER, Progress
from graph.store.export.stored import BATCH, MEND, STORE, ends, pages, stored, typed_properties
from graph.store.neo4j.codec import PropertyValue, anchor
from graph.store.neo4j.cypher import labels

ITEM = "\x1f"  # stands between the items of a list: ASCII's own unit separator
Cell = str | int | float | bool
AddRow = Callable[[Sequence[Cell]], object]


class _Files:
    """The tables of an import: for each a header file and a data file that is open as long as the stack."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack

    def table(self, name: str, header: list[str]) -> AddRow:
        """Begin a table; returns what adds a row to it."""
        put_text(self._folder / f"{name}-header.csv", ",".join(header) + "\n", MEND)
        half = self._stack.enter_context(whole(self._folder / f"{name}.csv", MEND))
        return RawCsv(self._stack.enter_context(half.open("w", encoding="utf-8", newline=""))).row


def bulk_import(store: GraphStore, folder: Path, progress: Progress | None) -> dict[str, int]:
    """Write the files and `import.sh`; returns the number by type."""
    counts: dict[str, int] = {}
    with ExitStack() as stack:
        files = _Files(folder, stack)
        tables = {record: files.table(record, _header(record)) for record in ORDER}
        for record, page in pages(store, progress, counts):
            for content in page:
                tables[record](_row(record, content))
        add_key = files.table("firm_key", ["key:ID(FirmKey)", "firm_id:string", "batch:long", ":LABEL"])
        for keys in store.firm_keys():
            for key, firm_id in keys.items():
                add_key([key, firm_id, BATCH, "FirmKey"])
        own = [(k, v) for k, v in STORE.items() if k != "id"]
        add_store = files.table("store", ["id:ID(LiantuStore)", *(f"{k}:{_kind(v)}" for k, v in own), ":LABEL"])
        add_store([_cell(STORE["id"]), *(_cell(v) for _, v in own), "LiantuStore"])
    put_text(folder / "import.sh", _command(), MEND)
    return counts


def _header(record: str) -> list[str]:
    typed = [f"{name}:{kind}" for name, kind in typed_properties(record) if name != "key"]
    if record in labels.TIES:
        tie = labels.TIES[record]
        return [f":START_ID({tie.start})", f":END_ID({tie.end})", "key:string", *typed, ":TYPE"]
    return [f"key:ID({labels.NODES[record]})", *typed, ":LABEL"]


def _row(record: str, content: Content) -> list[Cell]:
    p = stored(record, content)
    cells = [_cell(p.get(name)) for name, _ in typed_properties(record) if name != "key"]
    if record in labels.TIES:
        a, b = ends(record, content)
        return [anchor(a), anchor(b), _cell(p["key"]), *cells, labels.TIES[record].type]
    return [_cell(p["key"]), *cells, labels.NODES[record]]


def _kind(value: PropertyValue) -> str:
    return "long" if isinstance(value, int) else "string[]" if isinstance(value, list) else "string"


def _cell(value: PropertyValue) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return value
    # The bulk import knows no way to write its delimiter inside an item; a control character never stands there.
    return ITEM.join(item.replace(ITEM, " ") for item in value)


def _command() -> str:
    nodes = [r for r in (*ORDER, "firm_key", "store") if r not in labels.TIES]
    args = [f"  --nodes={r}-header.csv,{r}.csv" for r in nodes]
    args += [f"  --relationships={r}-header.csv,{r}.csv" for r in ORDER if r in labels.TIES]
    command = [
        "neo4j-admin database import full neo4j --overwrite-destination --multiline-fields=true "
        f"--array-delimiter=U+{ord(ITEM):04X}",
        *args,
    ]
    return "#!/bin/sh\n# Run on the server while the database is stopped.\n" + " \\\n".join(command) + "\n"
