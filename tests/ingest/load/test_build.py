"""`liantu build`: what ships becomes the store, again and again, without losing what users loaded."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.errors import InvalidCatalogue, InvalidData, LiantuError, MissingColumn, StoreError
from graph.model.records import Park, Site
from graph.store.embedded.store import EmbeddedStore
from ingest.load.files import ingest_file
from tests.support.small import CHAINS, FIRMS, Country, code, state, write_chain, write_csv, write_firms

SEPARATOR_FIRM = "n:苏州涂覆科技有限公司@3205"


def records(country: Country) -> tuple[object, ...]:
    store = country.store
    return store.firms(), store.members(), store.chains(), store.rows(Park), store.rows(Site)


def ingest(country: Country, tmp_path: Path, scope: str, name: str = "新乡市外来有限公司") -> str:
    """Load one firm of a user; its id."""
    row = {"name": name, "uscc": code("410700"), "business_scope": scope}
    file = write_csv(tmp_path / "用户.csv", [row], list(row))
    ingest_file(country.store, file, country.regions, country.assigner())
    return f"u:{code('410700')}"


def test_everything_that_ships_is_there(built: Country) -> None:
    counts = built.store.counts()
    expected = {
        "chain": 3,
        "segment": 9,
        "link": 6,
        "firm": 10,
        "firm_record": 10,
        "park": 1,
        "unit": 0,
        "institution": 0,
        "site": 3,  # 深圳薄膜先锋 has two, 苏州恒转 one
    }
    assert {k: counts[k] for k in expected} == expected
    assert [c.id for c in built.store.chains()] == ["battery_ev", "equipment", "green_food"]
    names = {f.name for f in built.store.firms()}
    assert names == {r["name"] for rows in FIRMS.values() for r in rows}
    of = {m.firm_id: m.segment_id for m in built.store.members()}
    assert of[SEPARATOR_FIRM] == "battery_ev.separator"
    assert of["s:300999.SZ"] == "battery_ev.separator"


def test_twice_is_once(country: Country) -> None:
    before, counts = records(country), country.store.counts()
    report = country.build()
    assert (report.counts, report.refreshed) == (counts, 0)
    assert records(country) == before
    done = country.store.batches()[0].counts
    assert done["segment.unchanged"] == 9
    assert [k for k in done if not k.endswith(".unchanged")] == []


def test_a_row_that_left_the_table_is_retired_and_comes_back(country: Country) -> None:
    rows = FIRMS["battery_ev"]
    write_firms(country.data, "battery_ev", [r for r in rows if r["name"] != "苏州涂覆科技有限公司"])
    report = country.build()
    assert (report.counts["firm"], report.counts["firm_record"]) == (9, 9)
    assert country.store.firm(SEPARATOR_FIRM) is None
    assert country.store.memberships([SEPARATOR_FIRM]) == []
    write_firms(country.data, "battery_ev", rows)
    country.build()
    firm = country.store.firm(SEPARATOR_FIRM)
    assert firm is not None
    assert firm.products == ("涂覆隔膜",)
    assert [m.segment_id for m in country.store.memberships([firm.id])] == ["battery_ev.separator"]


def test_a_table_that_left_takes_its_firms_along(country: Country) -> None:
    (country.data / "firms" / "green_food.csv").unlink()
    report = country.build()
    assert report.counts["firm"] == 7
    assert not [m for m in country.store.members() if m.segment_id.startswith("green_food.")]
    assert report.counts["segment"] == 9  # the chain itself still ships


def test_a_changed_row_changes_its_firm_only(country: Country) -> None:
    rows = [r | {"products": "动力电池包"} if r["name"] == "苏州涂覆科技有限公司" else r for r in FIRMS["battery_ev"]]
    write_firms(country.data, "battery_ev", rows)
    before = {m.firm_id: m.segment_id for m in country.store.members()}
    assert country.build().refreshed == 1
    after = {m.firm_id: m.segment_id for m in country.store.members()}
    assert {f: s for f, s in after.items() if before[f] != s} == {SEPARATOR_FIRM: "battery_ev.pack"}


def test_ingested_firms_survive_a_rebuild(country: Country, tmp_path: Path) -> None:
    firm_id = ingest(country, tmp_path, "桥式起重机制造")
    write_firms(country.data, "equipment", FIRMS["equipment"][:1])
    report = country.build()
    assert report.counts["firm"] == 9  # ten, less two that left, plus the user's
    firm = country.store.firm(firm_id)
    assert firm is not None
    assert (firm.name, firm.source) == ("新乡市外来有限公司", "用户")
    assert [m.segment_id for m in country.store.memberships([firm_id])] == ["equipment.crane"]


def test_what_a_user_said_of_a_shipped_firm_remains_when_it_no_longer_ships(country: Country, tmp_path: Path) -> None:
    firm_id = "n:新乡市金穗食品有限公司@4107"
    row = {
        "name": "新乡市金穗食品有限公司",
        "city": "新乡市",
        "business_scope": "挂面生产",
        "registered_capital_wan": "50",
    }
    ingest_file(country.store, write_csv(tmp_path / "用户.csv", [row], list(row)), country.regions, country.assigner())
    write_firms(country.data, "green_food", FIRMS["green_food"][1:])
    country.build()
    firm = country.store.firm(firm_id)
    assert firm is not None
    assert (firm.products, firm.scope, firm.capital_wan) == ((), "挂面生产", 50.0)
    assert country.store.origins("410700")[firm_id] == {"用户"}


def test_new_terms_reassign_all_firms(country: Country, tmp_path: Path) -> None:
    firm_id = ingest(country, tmp_path, "麦仁熟化粉生产")
    assert country.store.memberships([firm_id]) == []
    name, segments, links = CHAINS["green_food"]
    entry = segments["flour"]
    changed = {**segments, "flour": (entry[0], entry[1], [*entry[2], "麦仁熟化粉"], entry[3])}
    CHAINS["green_food"] = (name, changed, links)
    try:
        write_chain(country.data, "green_food")
    finally:
        CHAINS["green_food"] = (name, segments, links)
    assert country.build().refreshed == 11
    assert [m.segment_id for m in country.store.memberships([firm_id])] == ["green_food.flour"]


def test_a_chain_that_left_takes_its_memberships_along(country: Country) -> None:
    (country.data / "chains" / "green_food.yaml").unlink()
    report = country.build()
    assert (report.counts["chain"], report.counts["segment"], report.counts["link"]) == (2, 6, 4)
    assert report.counts["firm"] == 10  # the mills are still firms
    assert {m.segment_id.split(".")[0] for m in country.store.members()} == {"battery_ev", "equipment"}


# -- wrong data ------------------------------------------------------------------------------------------


def bad_firm_row(data: Path) -> None:
    write_firms(
        data,
        "equipment",
        [*FIRMS["equipment"], {"name": "丁有限公司", "uscc": "1234", "region_code": "410700"}],
    )


def bad_segment(data: Path) -> None:
    columns = ["name", "kind", "chains", "segments", "region_code", "city", "as_of", "verified"]
    row = {"name": "某大学", "kind": "university", "chains": "equipment", "segments": "equipment.plane"}
    write_csv(data / "institutions" / "equipment.csv", [row], columns)


def nameless_parks(data: Path) -> None:
    write_csv(data / "parks.csv", [{"id": "p1"}], ["id"])


def cyclic(data: Path) -> None:
    write_chain(
        data,
        "battery_ev",
        links=[
            {"from": a, "to": b, "kind": "material", "share": 0.1, "source": "test"}
            for a, b in (("separator", "cell"), ("cell", "pack"), ("pack", "separator"))
        ],
    )


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (bad_firm_row, InvalidData, r"equipment\.csv row 5, column uscc: bad_uscc '1234'"),
        (bad_segment, InvalidData, r"institution 某大学: no segment equipment\.plane"),
        (nameless_parks, MissingColumn, r"parks\.csv: row 1 has no column 'name'"),
        (cyclic, InvalidCatalogue, r"the material links run in a circle: battery_ev\."),
    ],
)
def test_wrong_data_change_nothing(country: Country, spoil, error: type[Exception], said: str) -> None:  # type: ignore[no-untyped-def]
    before = state(country.store)
    spoil(country.data)
    with pytest.raises(error, match=said):
        country.build()
    assert state(country.store) == before


def test_wrong_data_make_no_store(country: Country, tmp_path: Path) -> None:
    bad_firm_row(country.data)
    country.url = f"sqlite:///{tmp_path / 'new' / 'x.db'}"
    with pytest.raises(InvalidData):
        country.build()
    assert not (tmp_path / "new").exists()
    with pytest.raises(StoreError, match=r"no store at x\.db; run `liantu build` first"):
        EmbeddedStore.open(country.url)


def test_parks_without_a_column(country: Country) -> None:
    with (country.data / "parks.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    write_csv(
        country.data / "parks.csv",
        [{k: v for k, v in r.items() if k != "unit"} for r in rows],
        [c for c in rows[0] if c != "unit"],
    )
    with pytest.raises(LiantuError, match="unit"):
        country.build()


def test_parks_in_gbk(country: Country) -> None:
    """Excel saves CSV in GBK on a Chinese computer; the firm tables are read all the same."""
    file = country.data / "parks.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gbk"))
    try:
        country.build()
    except LiantuError:
        return
    assert [p.name for p in country.store.rows(Park)] == ["新乡电池园"]
