"""What 产业链招商图 shows besides the chain, against the shipped data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from app_pages.read import base, chains
from app_pages.read.maps import chain_map
from graph.gaps.comparison import Comparison
from workspace import Workspace

HERE, SEPARATOR = "410700", "battery_ev.separator"


@pytest.fixture(autouse=True)
def _store(shipped_space: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LIANTU_DB", shipped_space.settings.db)
    monkeypatch.setenv("LIANTU_DATA", str(shipped_space.settings.data))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def test_the_rim_holds_the_strongest_neighbours_of_other_chains() -> None:
    net = base.space().network
    for segment in ("", SEPARATOR):
        ends = chain_map.rim("battery_ev", segment)
        for side in ("supplier", "buyer"):
            shares = [e["share"] for e in ends if e["side"] == side]
            assert shares == sorted(shares, reverse=True)
            assert len(shares) <= chain_map.RIM
        for e in ends:
            assert net.segments[e["id"]].chain != "battery_ev"
            ways = (e["id"], e["inside"]) if e["side"] == "supplier" else (e["inside"], e["id"])
            assert any((k.source_id, k.target_id, k.share) == (*ways, e["share"]) for k in net.links)
            assert segment in ("", e["inside"])
    assert chain_map.rim("battery_ev", "")


def test_only_cities_that_some_source_covers_too_are_compared_by_firms() -> None:
    work = base.space()
    pairs = {p.like.city: p for p in Comparison(work.footprint(HERE), work.yardstick).pairs}
    found = chain_map.cities(HERE)
    assert [c["city"] for c in found] == list(pairs)
    for c in found:
        counts = chain_map.beside(HERE, c["city"])
        assert (counts is not None) == c["comparable"]
        if counts is not None:
            row = work.network.row[SEPARATOR]
            assert counts[SEPARATOR] == (pairs[c["city"]].here[row], pairs[c["city"]].there[row])
    assert chain_map.beside(HERE, "999999") is None


def test_what_to_go_for_is_what_the_groups_say_at_most_four() -> None:
    of = chain_map.groups(HERE)
    for chain in ("battery_ev", "equipment"):
        rows = chain_map.to_go_for(chain, HERE)
        assert len(rows) <= chain_map.MOST
        ranks = [chain_map.GO_FOR.index(of[r["segment"]]) for r in rows]
        assert ranks == sorted(ranks)
        assert all(r["chain"] == chain for r in rows)


def test_a_landing_changes_the_state_of_its_segment_only_where_it_does() -> None:
    gap = next(s for s in chains.chain("battery_ev", HERE)["segments"] if s["state"] in ("missing", "break"))
    firm = base.space().footprint(HERE).candidates[gap["id"]][0][0]
    after, document = chain_map.supposed("battery_ev", HERE, (f"add:{firm}@{gap['id']}",))
    moved = chain_map.changed("battery_ev", HERE, after)
    assert moved[gap["id"]] == gap["state"]
    assert len(document["changes"]) == 1
    assert after["completeness"] >= chains.chain("battery_ev", HERE)["completeness"]
    assert chain_map.changed("battery_ev", HERE, chains.chain("battery_ev", HERE)) == {}
