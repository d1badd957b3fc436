"""What every store promises of its columns and sums: what the measures read."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from graph.model.records import MICRO
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore


def test_members(store, make) -> None:
    rows = [
        make.member("f1", "toy.cell", "410783", 2.5, 0.75, ("440300",)),
        make.member("f1", "toy.ore", "410783", 2.5, 0.5, ("440300",)),
        make.member("f2", "toy.ore", "", 0.3),
    ]
    make.fill(store, [make.line()], list(reversed(rows)))
    assert store.members() == rows


def test_member_columns_by_hand(store, make) -> None:
    """Retired rows, firms without membership and seats that are not known: each has its place in the arrays."""
    rows = [
        make.member("f1", "toy.cell", "410783", 2.5, 0.75, ("440300", "110000")),
        make.member("f1", "toy.ore", "410783", 2.5, 0.5, ("440300", "110000")),
        make.member("f2", "toy.ore", "", 0.3),
        make.member("gone", "toy.pack", "650100"),
    ]
    make.fill(store, [make.line()], list(reversed(rows)))
    with store.batch("test", "test") as batch:
        batch.upsert([make.firm("idle", "630100")])
        batch.replace("membership", "firm_id", ["gone"], [])
    columns = store.member_columns()
    assert columns.firms == ("f1", "f2")
    assert columns.segments == ("toy.cell", "toy.ore")
    assert columns.regions == ("110000", "410783", "440300")
    assert columns.firm.tolist() == [0, 0, 1]
    assert columns.segment.tolist() == [0, 1, 1]
    assert columns.confidence.tolist() == [750_000, 500_000, 1_000_000]
    assert columns.size.tolist() == [2_500_000, 300_000]
    assert columns.seat.tolist() == [1, -1]
    assert columns.site_start.tolist() == [0, 2, 2]
    assert columns.site.tolist() == [2, 0]
    assert list(columns.members()) == rows[:3]


def test_member_columns_say_what_members_says(store, make) -> None:
    """Two hundred firms at random, some ids sorting after others with their segment."""
    rng = np.random.default_rng(4)
    codes = ("410700", "410783", "440300", "110000", "")
    rows = []
    for i in range(200):
        seat, size = codes[rng.integers(5)], float(rng.integers(1, 9))
        sites = tuple(codes[k] for k in rng.integers(0, 4, size=rng.integers(0, 3)))
        for name in rng.choice(["ore", "powder", "cell", "pack"], size=rng.integers(1, 4), replace=False):
            firm = f"新{i}" if i % 2 else f"新{i - 1}~"
            rows.append(make.member(firm, f"toy.{name}", seat, size, rng.integers(1, 9) / 10, sites))
    make.fill(store, [make.line()], rows)
    order = sorted(store.members(), key=lambda m: (m.firm_id, m.segment_id))
    assert len(order) == len(rows)
    assert list(store.member_columns().members()) == order


def test_columns_of_an_empty_store(store) -> None:
    assert list(store.member_columns().members()) == []
    assert store.origin_columns().firms == ()


def test_origin_columns(store, make) -> None:
    rows = [make.member("seat", "toy.ore"), make.member("site", "toy.ore", "440300", sites=("410783",))]
    make.fill(store, [make.line()], rows, {"甲": ["site", "seat"], "乙": ["seat"], "丙": ["site"]})
    with store.batch("test", "test") as batch:
        batch.replace("firm_record", "origin", ["丙"], [])
    columns = store.origin_columns()
    assert (columns.firms, columns.origins) == (("seat", "site"), ("乙", "甲"))
    assert list(zip(columns.firm.tolist(), columns.origin.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 1)]
    assert columns.regions == ("410700", "410783", "440300")
    assert columns.seat.tolist() == [0, 2]
    assert [columns.regions[k] for k in columns.site[columns.site_start[1] : columns.site_start[2]]] == ["410783"]


def test_origins(store, make) -> None:
    """Firms with a seat or a site in the region, with the sources that list them now."""
    rows = [
        make.member("seat", "toy.ore"),
        make.member("site", "toy.ore", "440300", sites=("410783",)),
        make.member("away", "toy.ore", "440300"),
    ]
    make.fill(store, [make.line()], rows, {"甲": ["seat", "away"], "乙": ["seat", "site"]})
    assert store.origins("410700") == {"seat": {"甲", "乙"}, "site": {"乙"}}
    assert store.origins("440300") == {"site": {"乙"}, "away": {"甲"}}
    with store.batch("test", "test") as batch:
        batch.replace("firm_record", "firm_id", ["site"], [])
    assert store.origins("410700") == {"seat": {"甲", "乙"}}


def test_strength_matrix_brute_force(store, make, regions: Regions) -> None:
    """200 firms at random: every cell as an explicit sum over the firms read back."""
    rng = random.Random(11)
    codes = ["410700", "410783", "410100", "310115", "440300", "419001", ""]
    segments = [f"toy.{n}" for n in ("ore", "powder", "cell", "pack", "car")]
    rows = [
        make.member(
            f"f{i}",
            rng.choice(segments),
            rng.choice(codes),
            rng.uniform(0.3, 30),
            rng.random(),
            tuple(rng.sample(codes[:-1], rng.randrange(3))),
        )
        for i in range(200)
    ]
    make.fill(store, [make.line()], rows)
    matrix = store.strength_matrix(regions)
    assert (sorted(matrix.segments), list(matrix.regions)) == (sorted(segments), regions.cities())
    expected: dict[tuple[str, str], int] = {}
    for m in rows:
        whole = m.confidence * m.size // MICRO
        seat = regions.city_of(m.region)
        sites = {regions.city_of(s) for s in m.sites} - {seat}
        for city, amount in [(seat, whole), *((c, whole * 2 // 5) for c in sites)]:
            if city:
                expected[m.segment_id, city] = expected.get((m.segment_id, city), 0) + amount
    found = {
        (s, r): int(matrix.values[i, j])
        for i, s in enumerate(matrix.segments)
        for j, r in enumerate(matrix.regions)
        if matrix.values[i, j]
    }
    assert found == expected


def test_the_order_of_loading_leaves_no_trace(kind, tmp_path: Path, make, regions: Regions) -> None:
    """The same firms in one batch or in many, forwards or backwards: the same reads, byte for byte."""
    rows = [make.member(f"f{i}", "toy.cell", size=1 + i / 7, confidence=(i % 10) / 10) for i in range(30)]

    def reads(store: GraphStore) -> list[object]:
        matrix = store.strength_matrix(regions).values.tobytes()
        return [store.firms(), store.members(), store.firms_of("toy.cell"), matrix]

    for place in ("one", "two"):
        (tmp_path / place).mkdir()
    one = make.fill(kind.create(tmp_path / "one"), [make.line()], rows)
    at_once = reads(one)
    two = make.fill(kind.create(tmp_path / "two"), [make.line()], [])  # on a server: in place of the first
    for m in reversed(rows):
        make.fill(two, [], [m])
    assert reads(two) == at_once


def test_ids_with_bars_and_backslashes(store, make) -> None:
    """In a key they are escaped; whoever joins by the key instead of the id loses such firms."""
    ids = ("a|b", "c\\d", "e|\\|f", "plain")
    make.fill(store, [make.line()], [make.member(i, "toy.cell", size=2.0) for i in ids])
    assert sorted(m.firm_id for m in store.members()) == sorted(ids)
    assert sorted(store.member_columns().firms) == sorted(ids)
    assert sorted(f.id for f, _ in store.firms_of("toy.cell")) == sorted(ids)
    assert sorted(m.firm_id for m in store.memberships(ids)) == sorted(ids)


def test_firms_of_each_chain(store, make) -> None:
    """A firm counts once in a chain, however many of its segments it works in; one that is gone does not count."""
    members = [make.member("f1", "toy.cell"), make.member("f1", "toy.pack"), make.member("f2", "toy.cell")]
    make.fill(store, [make.line(), make.line("other")], [*members, make.member("f1", "other.car")])
    assert store.chain_firms() == {"toy": 2, "other": 1}
    with store.batch("t", "t") as batch:
        batch.retire("firm", ["f2"])
    assert store.chain_firms() == {"toy": 1, "other": 1}


def test_columns_carry_the_role_and_the_house_of_a_branch(store, make) -> None:
    """A branch and the firm it is a branch of share a house, also where that firm has another trade."""
    head, branch = "甲石化股份有限公司", "甲石化股份有限公司河南新乡分公司"
    with store.batch("test", "test") as batch:
        batch.upsert([make.line(), *make.line().segments, *make.line().links])
        batch.upsert(
            [
                make.firm("b", name=branch, branch_of=head),
                make.firm("h", "110000", name=head),
                make.firm("x"),
                make.firm("idle", name="乙有限公司分公司", branch_of="乙有限公司"),
            ]
        )
        batch.upsert(
            [
                make.membership("b", "toy.cell", role="branch"),
                make.membership("h", "toy.ore", role="maker"),
                make.membership("x", "toy.ore"),
            ]
        )
    columns = store.member_columns()
    assert columns.role.tolist() == [6, 1, 0]
    assert [columns.houses[k] if k >= 0 else "" for k in columns.house.tolist()] == [head, head, ""]
    assert [(m.role, m.house) for m in store.members()] == [("branch", head), ("maker", head), ("", "")]
    assert [m.role for m in store.memberships(["b", "h", "x"])] == ["branch", "maker", ""]


def test_firms_that_are_closed_are_out_of_columns_lists_and_sources(store, make, regions: Regions) -> None:
    """Closed and moved firms stay in the store, and out of everything that is counted; not known counts."""
    statuses = ("active", "unknown", "dissolved", "revoked", "moved_out", "suspended")
    make.fill(store, [make.line()], [make.member(s, "toy.cell", size=2.0) for s in statuses], {"甲": statuses})
    with store.batch("test", "test") as batch:
        batch.upsert([make.firm(s, size=2.0, status=s, status_date="2025-06-30") for s in statuses])
    counted = ["active", "unknown"]
    assert [m.firm_id for m in store.members()] == counted
    assert list(store.member_columns().firms) == counted
    assert [f.id for f, _ in store.firms_of("toy.cell")] == counted
    assert sorted(store.origins("410700")) == counted
    assert list(store.origin_columns().firms) == counted
    assert store.chain_firms() == {"toy": 2}
    assert store.strength_matrix(regions).values.sum() == 4 * MICRO
    assert [(f.status, f.status_date) for f in store.firms(["revoked"])] == [("revoked", "2025-06-30")]
    assert len(store.memberships(list(statuses))) == 6
