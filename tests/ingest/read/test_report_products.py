"""Products with shares: lines of accounts left out, joint shares divided, overlapping breakdowns below one."""

from __future__ import annotations

from graph.model.records import MICRO, Membership, Segment
from ingest.assign.lexicon import Lexicon
from ingest.assign.shares import with_shares
from ingest.read.report_products import overlaps, read_products


def segment(sid: str, *products: str) -> Segment:
    return Segment(f"toy.{sid}", "toy", sid, sid, "midstream", "", products)


LEXICON = Lexicon([segment("a", "动力电池", "储能电池"), segment("b", "电机", "动力电池"), segment("c", "面粉")])


def members(*ids: str) -> list[Membership]:
    return [Membership("f", f"toy.{i}", MICRO) for i in ids]


def test_largest_first_and_lines_of_accounts_left_out() -> None:
    rows = [(2, "电机", "20%", "device"), (3, "其他业务", "5%", ""), (4, "面粉", "", ""), (5, "动力电池", "70%", "")]
    products, notes = read_products(rows)
    assert [(p.name, p.share, p.row) for p in products] == [
        ("动力电池", 700_000, 5),
        ("电机", 200_000, 2),
        ("面粉", None, 4),
    ]
    assert notes == [(3, "no_product", "其他业务")]


def test_one_share_for_two_products_is_divided() -> None:
    products, notes = read_products(
        [(2, "电机", "30.30%(整体)", ""), (3, "减速器", "30.30%(整体)", ""), (4, "面粉", "8%", "")]
    )
    assert {p.name: (p.share, p.merged) for p in products} == {
        "电机": (151_500, True),
        "减速器": (151_500, True),
        "面粉": (80_000, False),
    }
    assert [(row, code) for row, code, _ in notes] == [(2, "merged_share"), (3, "merged_share")]


def test_one_name_twice_is_one_product_with_its_larger_share() -> None:
    products, _ = read_products([(2, "电机", "3%", ""), (3, "电机", "", ""), (4, "电机", "4%", "")])
    assert [(p.name, p.share) for p in products] == [("电机", 40_000)]


def test_a_percentage_that_is_no_share_is_noted() -> None:
    products, notes = read_products([(2, "电机", "同比增长31%", "")])
    assert (products[0].share, notes) == (None, [(2, "bad_share", "同比增长31%")])


def test_shares_reach_the_segments_of_their_products() -> None:
    """A product of two segments counts half for each; one that speaks for no segment of the firm counts nowhere."""
    shares = {"储能电池": 400_000, "动力电池": 300_000, "面粉": 100_000}
    assert dict(with_shares(members("a", "b"), shares, LEXICON)) == {"toy.a": 550_000, "toy.b": 150_000}


def test_overlapping_breakdowns_take_the_largest() -> None:
    shares = {"储能电池": 900_000, "动力电池": 600_000}
    assert overlaps(shares.values())
    assert dict(with_shares(members("a"), shares, LEXICON)) == {"toy.a": 900_000}


def test_a_segment_without_a_stated_product_has_no_share() -> None:
    assert with_shares(members("c"), {"储能电池": 400_000}, LEXICON) == []
