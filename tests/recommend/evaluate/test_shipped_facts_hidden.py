"""A landing's own traces in the shipped facts are gone while it is ranked: one is planted in each table."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from graph.measures.network import Network
from ingest.load.facts import RECORDS as LOADED
from ingest.load.shipped_facts import REVENUE, TABLES
from recommend.evaluate.backtest import Backtest, Field
from recommend.evaluate.landings import Landing
from recommend.rank.firm_facts import RECORDS, FirmFacts, by_firm
from recommend.rank.masking import Gazetteer, Mask
from tests.support.shipped_facts import CODE, COLUMNS, FACTS, FIRM, Rows, write_facts
from tests.support.small import FIRMS, Country, write_firms

XINXIANG = Landing(CODE, "410700", "410700")
# What tells that the firm went to Xinxiang: the place, its county, its province, and a firm seated there.
TRACES: dict[str, Rows] = {
    "products": [{"product": "新乡专用隔膜", "share": "5%"}],
    "capacity": [{"product": "长垣基地隔膜", "metric": "capacity", "amount": "3", "unit": "亿平方米/年"}],
    "relations": [
        {"counterpart": "新乡薄膜先锋有限公司", "relation": "subsidiary"},
        {"counterpart": "河南某某材料有限公司", "relation": "supplier"},
        {"counterpart": "明日电芯", "relation": "customer"},
    ],
    "technology": [{"technology": "新乡工厂涂覆工艺", "technology_kind": "process", "related_product": ""}],
}


def country(place: Path, traces: dict[str, Rows]) -> Country:
    """The small country, its firm of Xinxiang under a short name that names no place, and these traces."""
    made = Country(place)
    rows = [r | {"aliases": "明日电芯"} if "明日" in r["name"] else r for r in FIRMS["battery_ev"]]
    write_firms(made.data, "battery_ev", rows)
    write_facts(made.data, {table: [*rows, *traces.get(table, ())] for table, rows in FACTS.items()})
    made.build()
    return made


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Country:
    return country(tmp_path_factory.mktemp("planted"), TRACES)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Country:
    return country(tmp_path_factory.mktemp("clean"), {})


def field(of: Country) -> Field:
    store = of.store
    return Backtest(store, of.regions, Network(tuple(store.chains())), {CODE}).field(XINXIANG)


def seen(of: Country) -> FirmFacts:
    seats = {f.id: f.region for f in of.store.firms()}
    return Mask(Gazetteer.of(of.regions), "410700", seats).facts(by_firm(of.store)[FIRM])


def test_every_shipped_table_has_a_trace_or_no_word_of_a_place() -> None:
    assert set(TRACES) == set(TABLES)
    assert COLUMNS[REVENUE] == ("stock_code", "year", "revenue_yi", "source")  # nothing there can name a place
    assert {record for table in TABLES for record in LOADED[table]} <= set(RECORDS)  # the mask reads them all


@pytest.mark.parametrize("kind", [f.name for f in fields(FirmFacts) if f.name not in ("materials", "projects")])
def test_the_traces_are_in_the_store_and_hidden(planted: Country, clean: Country, kind: str) -> None:
    everything = set(getattr(by_firm(planted.store)[FIRM], kind))
    without = set(getattr(by_firm(clean.store)[FIRM], kind))
    assert everything > without  # planted
    assert set(getattr(seen(planted), kind)) == set(getattr(seen(clean), kind)) == without


def test_the_landing_is_ranked_as_if_nothing_had_been_planted(planted: Country, clean: Country) -> None:
    with_traces, without = field(planted), field(clean)
    assert with_traces.codes == without.codes == (CODE,)
    assert np.array_equal(with_traces.values, without.values)
    assert with_traces.column("technology")[0] == pytest.approx(np.log(3) / np.log(16))  # two routes, not three
