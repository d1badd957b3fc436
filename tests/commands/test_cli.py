"""The command line as a process: one JSON document on stdout, one sentence on stderr, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import SEPARATOR, Cli
from tests.support.small import CHAINS, FIRMS, code, state, write_chain, write_csv


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A small country, built by the command itself."""
    made = Cli(tmp_path_factory.mktemp("cli"))
    report = made.document("build")
    assert report["counts"]["firm"] == sum(map(len, FIRMS.values()))
    assert report["refreshed"] == 10
    return made


def test_build_again_changes_nothing(cli: Cli) -> None:
    before = state(cli.country.store)
    done = cli("build")
    assert (done.returncode, done.stdout) == (0, "")
    assert "图谱已就绪：产业链 3，环节 9，供需关系 6，企业 10" in done.stderr
    assert state(cli.country.store) == before


def test_chains(cli: Cli) -> None:
    assert cli.document("chains") == [
        {
            "id": "battery_ev",
            "name": "动力电池和新能源汽车",
            "name_en": "battery_ev",
            "segments": 3,
            "links": 2,
            "firms": 4,
        },
        {
            "id": "equipment",
            "name": "高端装备制造",
            "name_en": "equipment",
            "segments": 3,
            "links": 2,
            "firms": 3,
        },
        {
            "id": "green_food",
            "name": "绿色食品",
            "name_en": "green_food",
            "segments": 3,
            "links": 2,
            "firms": 3,
        },
    ]


def test_chain(cli: Cli) -> None:
    """One maker of cells here; separators only elsewhere."""
    found = cli.document("chain", "动力电池和新能源汽车", "--region", "新乡市")
    assert (found["id"], found["name"]) == ("battery_ev", "动力电池和新能源汽车")
    found_segments = {s["id"]: s for s in found["segments"]}
    assert {i: (s["tier"], s["firms_national"], s["firms_local"]) for i, s in found_segments.items()} == {
        SEPARATOR: ("upstream", 2, 0),
        "battery_ev.cell": ("midstream", 1, 1),
        "battery_ev.pack": ("downstream", 1, 0),
    }
    assert found_segments["battery_ev.cell"]["strength"] > 0 == found_segments[SEPARATOR]["strength"]
    assert {(k["from"], k["to"], k["kind"], k["share"]) for k in found["links"]} == {
        (SEPARATOR, "battery_ev.cell", "material", 0.2),
        ("battery_ev.cell", "battery_ev.pack", "component", 0.6),
    }


def test_gaps(cli: Cli) -> None:
    """DESIGN's keys; full ids; best first; the missing separator with its waiting buyer."""
    found = cli.document("gaps", "--region", "410700")
    contract = {
        "segment",
        "chain",
        "kind",
        "verdict",
        "action",
        "score",
        "components",
        "interval",
        "evidence",
    }
    full = {f"{c}.{s}" for c, (_, segments, _) in CHAINS.items() for s in segments}
    for gap in found:
        assert contract <= set(gap)
        assert gap["segment"] in full
        assert gap["segment"].split(".")[0] == gap["chain"]
        assert 0 <= gap["interval"][0] <= gap["interval"][1] <= 1
        assert 0 <= gap["score"] <= 1
    scores = [g["score"] for g in found]
    assert scores == sorted(scores, reverse=True)
    assert len({g["segment"] for g in found}) == len(found)
    separator = next(g for g in found if g["segment"] == SEPARATOR)
    assert (separator["kind"], separator["action"]) == ("missing", "filling")
    assert [b["firms"][0]["name"] for b in separator["evidence"]["buyers"]] == ["新乡市明日电芯有限公司"]
    assert separator["evidence"]["candidates"]["count"] == 2
    assert all(n == round(n, 9) for n in floats(found))


def floats(value: Any) -> Iterator[float]:
    """Every float in a document, however deep."""
    if isinstance(value, float):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from floats(inner)


def test_recommend(cli: Cli) -> None:
    found = cli.document("recommend", "--region", "410700", "--segment", SEPARATOR, "--top", 2, "--exclude-local")
    assert [t["firm"]["name"] for t in found] == ["深圳薄膜先锋有限公司", "苏州涂覆科技有限公司"]
    for target in found:
        assert {"firm", "score", "grade", "features", "reasons", "path", "below_floor"} <= set(target)
        assert not target["firm"]["region"].startswith("4107")
    keys = [(t["below_floor"], -t["score"]) for t in found]
    assert keys == sorted(keys)


def test_ingest_and_ask_again(cli: Cli, tmp_path: Path) -> None:
    """A user's table: one crane maker, one nameless row; then the firm is in the chain."""
    columns = ["企业名称", "统一社会信用代码", "所属城市", "经营范围"]
    good = dict(zip(columns, ["长垣市小山机械有限公司", code("410783"), "新乡", "桥式起重机制造"], strict=True))
    file = write_csv(tmp_path / "名单.csv", [good, {"所属城市": "新乡"}], columns)
    file.write_bytes(file.read_text(encoding="utf-8").encode("gbk"))
    (report,) = cli.document("ingest", file, "--source", "专班名单", "--report", tmp_path / "报告")
    assert {k: report[k] for k in ("rows", "firms", "new_firms", "assigned", "rejected", "notes", "source")} == {
        "rows": 2,
        "firms": 1,
        "new_firms": 1,
        "assigned": 1,
        "rejected": 1,
        "notes": 0,
        "source": "专班名单",
    }
    problems = Path(report["report_file"]).read_text(encoding="utf-8-sig").splitlines()
    assert problems[1].startswith("3,rejected,no_name,企业名称,")
    assert [f.name for f, _ in cli.country.store.firms_of("equipment.crane", "410783")] == [
        "河南大力机械有限公司",
        "长垣市小山机械有限公司",
    ]


def test_rank(cli: Cli, tmp_path: Path) -> None:
    firms = [
        {"code": "1", "name": "甲", "products": [["面粉", 1.0]]},
        {"code": "2", "name": "乙", "products": [["电动机", 1.0]]},
    ]
    for name, rows in (("firms", firms), ("queries", [{"id": "q", "query": "电动机"}])):
        text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    out = tmp_path / "out" / "r.jsonl"
    done = cli(
        "rank",
        "--firms",
        tmp_path / "firms.jsonl",
        "--queries",
        tmp_path / "queries.jsonl",
        "--out",
        out,
        "--top",
        1,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8")) == {"id": "q", "ranked": ["2"]}


# -- wrong calls: exit 2 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("gaps", "--region", "410709", "--json"), "unknown region '410709'. Did you mean 410700 (新乡市)"),
        (
            ("recommend", "--region", "410700", "--segment", "battery_ev.seperator", "--json"),
            f"Did you mean {SEPARATOR} (电池隔膜)",
        ),
        (
            ("recommend", "--region", "410700", "--segment", "dianchigemo", "--json"),
            f"Did you mean {SEPARATOR} (电池隔膜)",
        ),
        (("recommend", "--region", "410700", "--segment", "🔋" * 5000), "unknown segment '🔋"),
        (
            ("chain", "batery", "--json"),
            "unknown chain 'batery'. Did you mean battery_ev (动力电池和新能源汽车)",
        ),
    ],
)
def test_unknown_names_suggest_the_nearest(cli: Cli, args: tuple[str, ...], said: str) -> None:
    before = state(cli.country.store)
    assert said in cli.refuses(2, *args)
    assert state(cli.country.store) == before


def test_wrong_options(cli: Cli) -> None:
    done = cli("gaps", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--region" in done.stderr


# -- bad input: exit 1, one sentence, the store as it was ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "客户.csv",
            "客户,城市\n甲,新乡\n".encode("gbk"),
            "客户.csv: row 1 has no column 'name' (columns found: 客户, 城市)",
        ),
        ("客户.xlsx", b"name,city\n", "客户.xlsx: not an Excel workbook"),
        ("客户.csv", b"", "客户.csv: the file is empty; export it again"),
    ],
    ids=["missing-column", "not-xlsx", "empty"],
)
def test_bad_files(cli: Cli, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    before = state(cli.country.store)
    (tmp_path / name).write_bytes(content)
    assert said in cli.refuses(1, "ingest", tmp_path / name, "--report", tmp_path / "r", "--json")
    assert state(cli.country.store) == before
    assert not (tmp_path / "r").exists()


LINKS = [
    {"from": "separator", "to": "cell", "kind": "material", "share": 0.2, "source": "t"},
    {"from": "cell", "to": "pack", "kind": "component", "share": 0.2, "source": "t"},
]


def dangling(data: Path) -> None:
    write_chain(data, "battery_ev", links=[*LINKS, {**LINKS[0], "from": "separater"}])


def cycle(data: Path) -> None:
    write_chain(data, "battery_ev", links=[*LINKS, {**LINKS[0], "from": "pack", "to": "separator"}])


def duplicate(data: Path) -> None:
    twice = [
        {
            "id": "cell",
            "name": f"电芯{i}",
            "name_en": "cell",
            "tier": "midstream",
            "description": "。",
            "products": ["a1", "b2", "c3"],
            "source": "t",
        }
        for i in range(2)
    ]
    write_chain(data, "battery_ev", segments=twice, links=[{**LINKS[0], "from": "cell", "to": "equipment.crane"}])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (dangling, f"no segment battery_ev.separater; did you mean {SEPARATOR}"),
        (cycle, "the material links run in a circle: battery_ev."),
        (duplicate, "battery_ev.yaml: segment id cell stands 2 times"),
    ],
)
def test_broken_catalogue(cli: Cli, tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    before = state(cli.country.store)
    data = cli.country.copy_to(tmp_path).data
    spoil(data)
    assert said in cli.refuses(1, "build", "--json", LIANTU_DATA=str(data))
    assert state(cli.country.store) == before


def test_no_store_yet(cli: Cli, tmp_path: Path) -> None:
    said = cli.refuses(1, "chains", "--json", "--db", tmp_path / "none.db")
    assert "no store at none.db; run `liantu build` first" in said
    assert not (tmp_path / "none.db").exists()


def test_results_that_cannot_be_written_are_one_sentence(cli: Cli, tmp_path: Path) -> None:
    """A file stands where the folder of `--out` should be."""
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    firms = write_csv(tmp_path / "firms.csv", [{"id": "1", "name": "甲", "scope": "电池隔膜"}], ["id", "name", "scope"])
    out = tmp_path / "file" / "result"
    done = cli("classify", "--firms", firms, "--out", out)
    assert (done.returncode, done.stdout) == (2, "")
    assert "错误 error: cannot write result: " in done.stderr
    assert f"{tmp_path / 'file' / 'a.csv'}: cannot be written (" in cli.refuses(
        1, "register", "export", "ambassador", tmp_path / "file" / "a.csv"
    )
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
