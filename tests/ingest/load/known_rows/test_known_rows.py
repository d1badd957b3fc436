"""Rows known again by a digest: whatever happened since, a load that knows them gives what a load that reads all gives.

The register is loaded, things are changed at random (rows, other tables, corrections, merges, loads taken back, rules,
the kept file itself), and it is loaded again: with rows kept and without, over and over.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.corrections.made import Draft
from graph.errors import LiantuError
from graph.model.specs import BY_NAME
from graph.store.base.protocol import GraphStore
from graph.store.copy import copy
from ingest.load import firms
from ingest.load.corrections.write import correct, undo
from ingest.load.files import ingest_file, load_table
from ingest.load.identity import merging
from ingest.load.known_rows import fingerprint, kept, known
from ingest.load.load_report import LoadReport
from ingest.load.parallel import Worker
from ingest.load.refresh import META_ASSIGNER
from ingest.load.undo.rollback import going_back, rollback
from ingest.read.tables import Table, read_table
from tests.support.bolt_graph import Bolt
from tests.support.small import Country, code, write_csv

COLUMNS = ("企业名称", "统一社会信用代码", "曾用名", "注册资本", "成立日期", "所属城市", "主要产品", "登记状态")
PRODUCTS = ("桥式起重机", "面粉;挂面", "锂离子电池", "变频电机", "银行业务", "")
NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def every_row_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "KEPT_FROM", 0)
    monkeypatch.setattr(firms, "CHUNK", 7)


def made(at: int, dice: random.Random) -> dict[str, str]:
    """A row of a register: most are sound, some have no code, a wrong one, a day to come, or no name."""
    uscc = code("410721", f"MA4{at:06d}")
    told = dice.choice((uscc, uscc, uscc, "", uscc[:-1] + "*"))
    founded = dice.choice(("2010-05-01", "2015", "2010-05-01", "2999-01-01"))
    name = f"新乡{at}号机械有限公司" if dice.random() > 0.05 else ""
    former = f"新乡{dice.randrange(30)}号机械有限公司" if dice.random() < 0.1 else ""
    values = (name, told, former, f"{100 + at}万元", founded, "新乡市", dice.choice(PRODUCTS), "存续")
    return dict(zip(COLUMNS, values, strict=True))


@dataclass
class Side:
    """A store, and the folder in which rows are kept for it, None for none."""

    country: Country
    store: GraphStore
    kept: Path | None
    said: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.regions, self.assigner = self.country.regions, self.country.assigner()

    def load(self, file: Path, source: str) -> LoadReport:
        """Load it; what was said is remembered."""
        table = read_table(file, 10)
        report = load_table(self.store, table, source, self.regions, self.assigner, kept=self.kept)
        self.said.append((report.as_dict(), report.problems, report.rejected_rows, self.store.batches()[0].counts))
        return report

    def do(self, act: Callable[[Side], None]) -> None:
        """Do something; that it cannot be done is what it comes to."""
        try:
            act(self)
        except LiantuError as error:
            self.said.append(str(error))

    def content(self) -> Mapping[str, Mapping[str, Any]]:
        """Every current record with its values, source and hash."""
        return {r: {c.key: c for page in self.store.contents(r) for c in page} for r in BY_NAME}


def edited(rows: Sequence[Mapping[str, str]], dice: random.Random) -> list[dict[str, str]]:
    """The register of the next month."""
    out = [dict(r) for r in rows]
    what = dice.choice(("same", "cells", "cells", "gone", "new", "twice", "mixed"))
    if what == "cells":
        for row in dice.sample(out, 3):
            row[dice.choice(COLUMNS[3:])] = dice.choice(("", "桥式起重机", "2011-02-03", "200万元", "注销"))
    elif what == "gone":
        del out[dice.randrange(len(out))]
    elif what == "new":
        out.insert(dice.randrange(len(out)), made(dice.randrange(40, 90), dice))
    elif what == "twice":
        out.append(dict(dice.choice(out)) | {"注册资本": "9999万元"})
    elif what == "mixed":
        dice.shuffle(out)
    return out


def happening(dice: random.Random, folder: Path, step: int) -> Callable[[Side], None]:
    """Something that may happen to a store between two loads of a register."""
    at, other, kind = dice.randrange(30), dice.randrange(30), dice.randrange(7)
    firm, second = (f"u:{code('410721', f'MA4{i:06d}')}" for i in (at, other))

    def told_elsewhere(side: Side) -> None:
        row = {
            "企业名称": f"新乡{at}号机械有限公司",
            "统一社会信用代码": firm[2:],
            "所属城市": "新乡市",
            "从业人数": "80",
        }
        side.load(write_csv(folder / f"elsewhere{step}.csv", [row], list(row)), "名录")

    def put_right(side: Side) -> None:
        known_firm = side.store.firm(firm)
        if known_firm is None:
            return
        drafts = [dice_free[step % 3]]
        found = correct(
            side.store,
            side.regions,
            side.assigner,
            known_firm,
            drafts,
            "看过",
            "产业办",
            NOON + timedelta(hours=step),
        )
        if step % 2:
            number = found.made[0].id
            undo(side.store, side.regions, side.assigner, number, "产业办", NOON)

    def merged(side: Side) -> None:
        merging.decide(side.store, firm, second, "same", side.regions, side.assigner, "产业办")

    def taken_back(side: Side) -> None:
        rollback(side.store, max(going_back(side.store.batches())), side.regions, side.assigner)

    def other_rules(side: Side) -> None:
        with side.store.batch("test", "rules") as batch:
            batch.set_meta(META_ASSIGNER, "others")

    def damaged(side: Side) -> None:
        for file in side.kept.glob("*.npz") if side.kept else ():
            file.write_bytes(file.read_bytes()[: -step * 9])

    dice_free = (Draft("does", "equipment.motor"), Draft("closed"), Draft("alias", alias=f"新乡{other}号机械有限公司"))
    return (told_elsewhere, told_elsewhere, put_right, merged, taken_back, other_rules, damaged)[kind]


def play(sides: Sequence[Side], folder: Path, seed: int, steps: int) -> None:
    """The same months for every side."""
    dice = random.Random(seed)
    rows = [made(i, dice) for i in range(30)]
    for step in range(steps):
        file = write_csv(folder / f"register{step}.csv", rows, COLUMNS)
        act = happening(dice, folder, step)
        for side in sides:
            side.load(file, "登记")
            side.do(act)
        if dice.random() < 0.8:
            rows = edited(rows, dice)
    for side in sides:
        side.load(file, "登记")


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows are read, piece by piece."""
    read: list[int] = []
    plain = Worker.read

    def count(self: Worker, table: Table) -> Any:
        read.append(len(table.rows))
        return plain(self, table)

    monkeypatch.setattr(Worker, "read", count)
    return read


@pytest.mark.parametrize("seed", range(4))
def test_rows_known_again_change_nothing(built: Country, tmp_path: Path, seed: int) -> None:
    with_rows, without = (built.copy_to(tmp_path / name) for name in ("with", "without"))
    sides = [Side(with_rows, with_rows.store, tmp_path / "rows"), Side(without, without.store, None)]
    play(sides, tmp_path, seed, 4)
    assert sides[0].said == sides[1].said
    assert sides[0].content() == sides[1].content()


@pytest.mark.slow
def test_rows_known_again_on_a_server(built: Country, bolt: Callable[[str], Bolt], tmp_path: Path) -> None:
    with_rows, without = (built.copy_to(tmp_path / name) for name in ("with", "without"))
    server = bolt("bolt").fresh()
    copy(with_rows.store, server, "push")
    sides = [Side(with_rows, server, tmp_path / "rows"), Side(without, without.store, None)]
    play(sides, tmp_path, 3, 2)
    documents = [[{**said[0], "batches": []} if isinstance(said, tuple) else said for said in s.said] for s in sides]
    assert documents[0] == documents[1]
    mine, plain = ({r: {k: c.values for k, c in cs.items()} for r, cs in s.content().items()} for s in sides)
    assert mine == plain


def test_only_what_changed_is_read(country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(1)
    rows = [made(i, dice) | {"企业名称": f"新乡{i}号机械有限公司", "曾用名": "", "成立日期": "2015"} for i in range(20)]
    rows = [r | {"统一社会信用代码": code("410721", f"MA4{i:06d}")} for i, r in enumerate(rows)]
    side = Side(country, country.store, tmp_path / "rows")
    side.load(write_csv(tmp_path / "十月.csv", rows, COLUMNS), "登记")
    read = counted(monkeypatch)
    side.load(write_csv(tmp_path / "十一月.csv", rows, COLUMNS), "登记")  # another file, the same rows
    assert read == []
    assert side.said[-1][0]["matched_firms"] == 20
    assert side.said[-1][3] == {"firm_record.unchanged": 20}
    rows[4]["注册资本"], rows[9]["统一社会信用代码"] = "777万元", "914107"  # a new amount; a code that is none
    side.load(write_csv(tmp_path / "十二月.csv", rows, COLUMNS), "登记")
    assert sum(read) == 2
    read.clear()
    report = side.load(write_csv(tmp_path / "一月.csv", rows, COLUMNS), "登记")
    assert (sum(read), report.reasons) == (1, {"bad_uscc": 1})  # what there is to say is said again


@pytest.mark.parametrize("what", ["program", "places", "region", "heading", "day", "rules", "damage", "pickle"])
def test_when_no_row_is_known(country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Where anything else that the reading rests on changed, or the kept file is not sound, every row is read."""
    heading = ["企业名称", "统一社会信用代码", "注册资本", "主要产品"]
    rows = [
        dict(zip(heading, (f"新乡{i}号机械有限公司", code("410721", f"MA4{i:06d}"), f"{i + 1}", "挂面"), strict=True))
        for i in range(9)
    ]
    folder, assigner = tmp_path / "rows", country.assigner()

    def load(columns: Sequence[str] = heading, region: str = "410700") -> None:
        file = tmp_path / "名册.csv"
        lines = [",".join(columns), *(",".join(r.values()) for r in rows)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        ingest_file(country.store, file, country.regions, assigner, "登记", region, kept=folder)

    load()
    read = counted(monkeypatch)
    load()
    assert read == []
    (file,) = folder.glob("*.npz")
    if what == "program":
        monkeypatch.setattr(fingerprint, "_program", lambda: b"another")
    elif what == "places":
        (country.data / "zones.csv").write_text("name,region_code\n某某新区,410700\n", encoding="utf-8")
    elif what == "rules":
        with country.store.batch("test", "rules") as batch:
            batch.set_meta(META_ASSIGNER, "others")
    elif what == "damage":
        content = bytearray(file.read_bytes())
        content[content.index(b"u:91")] ^= 1
        file.write_bytes(content)
    elif what == "pickle":
        file.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    elif what == "day":
        told = kept.load(file, fingerprint.reader(country.regions, datetime.now().year), "2998-12-31")
        later = [kept.KeptRow(d, h, kept.keys_of(k)) for d, (h, k) in told.items()]
        assert len(later) == 9
        kept.save(file, fingerprint.reader(country.regions, datetime.now().year), "2998-12-31", later)
    load(
        ["企业名称", "统一社会信用代码", "注册资本（亿元）", "主要产品"] if what == "heading" else heading,
        "410100" if what == "region" else "410700",
    )
    assert sum(read) == 9
    amounts = {f.capital_wan for f in country.store.firms() if f.name.endswith("号机械有限公司")}
    assert (20_000.0 in amounts) == (what == "heading")


def test_a_folder_that_cannot_be_written_costs_time_alone(country: Country, tmp_path: Path) -> None:
    (tmp_path / "rows").write_text("no folder")
    side = Side(country, country.store, tmp_path / "rows")
    file = write_csv(tmp_path / "登记.csv", [made(i, random.Random(i)) for i in range(5)], COLUMNS)
    assert side.load(file, "登记").firms == side.load(file, "登记").firms > 0
