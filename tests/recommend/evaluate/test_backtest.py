"""The back-test by its contract, on a country small enough to rank by hand, and its command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import MissingColumn, UnreadableFile
from graph.model.regions import Regions
from recommend.evaluate.backtest import Backtest, line, rank_of
from recommend.evaluate.backtest_report import ahead, figures, summary
from recommend.evaluate.landings import Landing, read_landings, with_products
from recommend.rank.weights import MEASURED, Weights
from tests.support.small import ROOT, calm
from tests.support.world import CELL, SEPARATOR, backtest, facts, open_store

ONLY_NEAR = Weights(dict.fromkeys(MEASURED, 0.0) | {"nearness": 1.0})


@pytest.fixture(scope="module")
def test(tmp_path_factory: pytest.TempPathFactory) -> Backtest:
    return backtest(open_store(tmp_path_factory.mktemp("bt"), facts()))


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load(ROOT / "data" / "regions.csv")


def test_candidates_are_seated_elsewhere_and_have_a_report(test: Backtest) -> None:
    """Not 戊 (seated in Xinxiang), not 己 (no report), not 庚 (cells)."""
    field = test.field(Landing("000002.SZ", "410700", "410700"))
    assert field.codes == ("000001.SZ", "000002.SZ", "000003.SZ", "000004.SZ")
    assert field.codes[field.came] == "000002.SZ"
    assert field.segment == SEPARATOR  # its most confident, though it makes cells too


def test_line_by_nearness(test: Backtest) -> None:
    """To Xinxiang: Zhengzhou, then Suzhou, Shanghai and Shenzhen."""
    document = line(test.field(Landing("000002.SZ", "410700", "410700")), ONLY_NEAR)
    assert document == {
        "ts_code": "000002.SZ",
        "dest_adcode": "410700",
        "segment": SEPARATOR,
        "candidates": 4,
        "rank": 4.0,
        "ranked": ["000001.SZ", "000003.SZ", "000004.SZ", "000002.SZ"],
    }


def test_ties_take_the_mean_rank(test: Backtest) -> None:
    level = Weights(dict.fromkeys(MEASURED, 0.0))
    assert line(test.field(Landing("000002.SZ", "410700", "410700")), level)["rank"] == 2.5


@pytest.mark.parametrize(("code", "why"), [("999999.SZ", "not in the data"), ("000006.SZ", "no products")])
def test_what_cannot_be_ranked_says_why(test: Backtest, code: str, why: str) -> None:
    document = line(test.field(Landing(code, "410700", "410700")), ONLY_NEAR)
    assert document["rank"] is None
    assert document["ranked"] == []
    assert why in document["reason"]


def test_local_strength_counts_seats_only(test: Backtest) -> None:
    """Suzhou has 丙 and 己 by seat: √-size 16 and 25 at confidence 0.9; all firms have a subsidiary there that counts for
    nothing."""
    place = test.place("320500")
    assert place.x[place.network.row[SEPARATOR]] == pytest.approx(0.9 * (16 + 25))
    assert place.x[place.network.row[CELL]] == 0.0


def test_coefficients_leave_out_the_province(test: Backtest) -> None:
    far = dict.fromkeys(MEASURED, 0.0) | {"scale": 1.0}
    weights = Weights(ONLY_NEAR.full, {"41": far})
    field = test.field(Landing("000002.SZ", "410700", "410700"))
    assert line(field, weights)["ranked"][0] == "000003.SZ"  # by size, since Henan's own landings are left out
    assert line(field, ONLY_NEAR)["ranked"][0] == "000001.SZ"


@calm
@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.data())
def test_rank_is_the_mean_place_over_all_orders_of_ties(scores: list[int], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(scores) - 1))
    better = sum(s > scores[row] for s in scores)
    level = sum(s == scores[row] for s in scores)
    assert rank_of(np.array(scores, dtype=float), row) == np.mean([better + k + 1 for k in range(level)])


def test_figures_by_hand() -> None:
    """Ranks 1, 3 and 6 of 11: AUC 1, 0.8, 0.5; one within the top tenth."""
    found = figures(np.array([1.0, 3.0, 6.0]), np.array([11.0, 11.0, 11.0]))
    assert found["auc"][0] == pytest.approx((1 + 0.8 + 0.5) / 3)
    assert found["top_tenth"][0] == pytest.approx(1 / 3)
    assert found["mrr"][0] == pytest.approx((1 + 1 / 3 + 1 / 6) / 3)
    assert found["recall@10"][0] == 1.0
    for mean, low, high in found.values():
        assert low <= mean <= high


def test_ahead_is_paired() -> None:
    """Twenty landings among eleven: always two places better than one list, and as often better as worse than another."""
    n = np.full(20, 11.0)
    ours = np.tile([3.0, 5.0], 10)
    found = ahead({"liantu": ours, "size": ours + 2, "random": ours + np.tile([1.0, -1.0], 10)}, n)
    assert found["size"] == pytest.approx([0.2, 0.2, 0.2])  # two of ten rivals, whatever the spread of ranks
    assert found["random"][0] == pytest.approx(0.0)
    assert found["random"][1] < 0 < found["random"][2]


def test_chances_of_a_landing_add_up_whatever_the_factor(test: Backtest) -> None:
    (field,) = test.fields([Landing("000002.SZ", "410700", "410700")])
    plain, sharp = (field.chances(replace(ONLY_NEAR, sharpness={"": k})) for k in (1.0, 3.0))
    assert plain.sum() == pytest.approx(1.0)
    assert sharp.sum() == pytest.approx(1.0)
    assert list(np.argsort(plain)) == list(np.argsort(sharp))
    assert sharp.max() > plain.max()


def test_summary_counts_what_was_not_ranked(test: Backtest) -> None:
    fields = test.fields([Landing("000002.SZ", "410700", "410700"), Landing("999999.SZ", "410700", "410700")])
    report = summary(fields, ONLY_NEAR)
    assert (report["landings"], report["ranked"], report["measured"]) == (2, 1, 1)
    assert sum(report["not_ranked"].values()) == 1
    assert set(report["models"]) == {
        "liantu",
        "random",
        "size",
        "nearness",
        "size_nearness",
        "capability",
        "graph_path",
    }
    assert report["models"]["nearness"]["auc"][0] == 0.0  # the farthest came
    assert report["models"]["size"]["auc"][0] == pytest.approx(1 / 3)  # 4 against 9, 16 and 1
    assert [c["chain"] for c in report["chains"]] == ["battery_ev"]


def test_landings_are_distinct_and_outside(tmp_path: Path, regions: Regions) -> None:
    file = tmp_path / "l.csv"
    file.write_text(
        "ts_code,dest_adcode,local,project\n000001.SZ,410700,0,甲\n000001.SZ,410700,0,乙\n000002.SZ,320500,1,丙\n000002.SZ,410700,,丁\n",
        encoding="utf-8",
    )
    found = read_landings(file, regions)
    assert [(f.code, f.given, f.project, f.outside) for f in found] == [
        ("000001.SZ", "410700", "甲", True),
        ("000002.SZ", "410700", "丁", None),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ts_code,dest_adcode\n000001.SZ,999999\n", "row 2, column dest_adcode: '999999' is no city"),
        ("ts_code,dest_adcode\n,410700\n", "row 2 has no ts_code"),
        ("ts_code,dest_adcode\n", "no landing outside"),
    ],
)
def test_bad_landings_name_the_row(tmp_path: Path, regions: Regions, text: str, said: str) -> None:
    file = tmp_path / "l.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=said):
        read_landings(file, regions)


def test_missing_columns_are_named(tmp_path: Path, regions: Regions) -> None:
    file = tmp_path / "l.csv"
    file.write_text("code,place\n1,2\n", encoding="utf-8")
    with pytest.raises(MissingColumn, match="ts_code"):
        read_landings(file, regions)
    with pytest.raises(MissingColumn, match="ts_code"):
        with_products(file)


def test_only_firms_with_products_may_stand_among_the_candidates(tmp_path: Path) -> None:
    file = tmp_path / "listed_firms.csv"
    file.write_text("ts_code,main_products_2025\n000001.SZ,隔膜(100%)\n000002.SZ,\n", encoding="utf-8")
    assert with_products(file) == {"000001.SZ"}
