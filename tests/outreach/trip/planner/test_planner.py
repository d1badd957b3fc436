"""The planner against an exact optimum, an independent checker, and rules worked out on paper."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidArgument
from outreach.trip.planner.check import check
from outreach.trip.planner.edit import lay_out, orders_of, without
from outreach.trip.planner.problem import Call, Move, Night, PlannedParty, Route, TripPlan, TripProblem
from outreach.trip.planner.schedule import timetable
from outreach.trip.planner.solve import solve
from outreach.trip.planner.travel import SPEEDS, estimate
from tests.support.oracle import optimum
from tests.support.requests_small import TUESDAY, legs, one, request, small


def visited(plan: TripPlan) -> set[str]:
    return {c.key for r in plan.routes for c in r.calls}


@pytest.mark.parametrize(
    ("seed", "n", "days", "parties"),
    [
        (0, 12, 3, 1),
        (1, 12, 4, 1),
        (2, 11, 4, 1),
        (3, 9, 5, 1),
        (4, 8, 3, 2),
        (5, 9, 2, 2),
        (6, 12, 2, 1),
        (7, 10, 4, 1),
        (8, 7, 2, 3),
    ],
)
def test_within_one_percent_of_the_exact_optimum(seed: int, n: int, days: int, parties: int) -> None:
    asked = request(seed, n, days, parties)
    plan, best = solve(asked), optimum(asked)
    assert check(asked, plan) == []
    assert best > 0
    assert best * 0.99 <= plan.value <= best


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_within_one_percent_of_the_exact_optimum_many(seed: int) -> None:
    asked = request(seed, 12 - seed % 3, 2 + seed % 4, 1 + (seed % 5 == 0), musts=seed % 3)
    try:
        plan = solve(asked)
    except InvalidArgument:
        assert optimum(asked) < 0  # a must-visit that no plan can hold
        return
    assert check(asked, plan) == []
    assert plan.value >= optimum(asked) * 0.99


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2))
def test_a_plan_always_holds_and_says_why_somebody_is_left_out(
    seed: int, n: int, days: int, parties: int, musts: int
) -> None:
    asked = request(seed, n, days, parties, musts)
    try:
        plan = solve(asked, turns=1)
    except InvalidArgument:
        return  # what cannot be planned is the subject of another test
    assert check(asked, plan) == []
    inside, outside = visited(plan), {d.key for d in plan.dropped}
    assert inside | outside == {c.key for c in asked.candidates}
    assert not inside & outside
    assert all(d.reason.endswith("。") for d in plan.dropped)
    assert {c.key for c in asked.candidates if c.must} <= inside


def test_the_same_request_and_seed_give_the_same_plan() -> None:
    asked = request(11, 15, 2, 2)
    assert solve(asked, 5) == solve(asked, 5)


@pytest.mark.slow
def test_sixty_candidates_five_days_two_teams_in_under_twenty_seconds() -> None:
    asked = request(99, 60, 5, 2)
    began = time.process_time()
    plan = solve(asked)
    assert time.process_time() - began < 20
    assert check(asked, plan) == []
    assert len(visited(plan)) >= 20


def test_a_ride_is_never_broken_by_a_night_and_the_night_is_where_one_is() -> None:
    # From f (1,140 km) home takes 465 minutes: after a visit that ends at 17:00 one cannot be home by 21:30.
    asked = small(one(place="f", windows=((900, 1020),), minutes=120, days=(1,)), days=3)
    lines = solve(asked).routes[0].lines
    ride = asked.leg("f", "h").minutes
    assert 1020 + ride > asked.late
    assert [type(x) for x in lines] == [Move, Night, Move, Call, Night, Move] or [type(x) for x in lines] == [
        Night,
        Move,
        Call,
        Night,
        Move,
    ]
    assert lines[-1].start % 1440 == asked.wake
    assert lines[-2].place == "f"  # type: ignore[union-attr]


def test_opening_hours_and_the_day_are_kept() -> None:
    plan = solve(small(one(windows=((600, 660),), days=(1,))))
    assert [(c.start, c.end) for c in plan.routes[0].calls] == [(1440 + 600, 1440 + 660)]


def test_quotas_limit_a_kind_and_ask_for_another() -> None:
    many = [one(f"s{i}", kind="association", minutes=60) for i in range(4)] + [one("z", place="b", kind="institute")]
    plan = solve(small(*many, most={"association": 1}, least={"institute": 1}))
    kinds = [k[0] for k in visited(plan)]
    assert kinds.count("s") == 1
    assert "z" in visited(plan)
    assert any("上限 1 家" in d.reason for d in plan.dropped)


def test_a_fixed_appointment_is_kept_by_its_party() -> None:
    fixed = one("会", place="h", windows=((600, 660),), days=(1,), must=True, parties=(2,), kind="appointment")
    plan = solve(small(fixed, one("x"), one("y", place="b"), parties=2))
    at = [(r.party, c.start) for r in plan.routes for c in r.calls if c.key == "会"]
    assert at == [(2, 1440 + 600)]
    assert visited(plan) == {"会", "x", "y"}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (small(days=2), "名单是空的"),
        (small(one(place="f"), days=1), "增加天数"),
        (small(one(), days=2, start=date(2026, 12, 5)), "都是周末"),
        (small(one(windows=((700, 600),), must=True)), "自相矛盾"),
        (small(one(minutes=240, must=True)), "不够拜访所需"),
        (small(one(days=(7,), must=True)), "不在行程之内"),
        (small(one(place="c", windows=((540, 600),), days=(0,), must=True)), "改约晚一些"),
        (
            small(
                one("p", windows=((600, 660),), days=(1,), must=True),
                one("q", place="b", windows=((600, 660),), days=(1,), must=True),
            ),
            "冲突",
        ),
    ],
)
def test_what_cannot_be_planned_is_said_plainly(asked: TripProblem, says: str) -> None:
    with pytest.raises(InvalidArgument, match=says):
        solve(asked)


def test_one_leader_cannot_lead_two_parties() -> None:
    asked = small(one(), parties=2)
    twice = replace(asked, parties=tuple(replace(p, leader="副市长") for p in asked.parties))
    with pytest.raises(InvalidArgument, match="不能同时带两个组"):
        solve(twice)


def planned() -> tuple[TripProblem, TripPlan]:
    asked = small(
        one("x"),
        one("y", place="b"),
        one("z", place="c"),
        one("w", place="d", minutes=120),
        one("v", place="b"),
        days=3,
    )
    return asked, solve(asked)


def test_edits_show_at_once_what_no_longer_holds() -> None:
    asked, plan = planned()
    assert lay_out(asked, orders_of(plan)).issues == ()
    narrow = replace(asked, candidates=(one("x", windows=((540, 600),), days=(0,)), *asked.candidates[1:]))
    late = lay_out(narrow, {1: ["y", "z", "x"]})
    assert [i.key for i in late.issues if i.code == "time"] == ["x"]
    assert "已过可拜访时间" in late.issues[0].sentence


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 20))
def test_plan_b_holds_and_leaves_the_others_where_they_are(seed: int, which: int) -> None:
    asked = request(seed, 10, 3)
    try:
        plan = solve(asked)
    except InvalidArgument:
        return
    if not plan.routes[0].calls:
        return
    key = plan.routes[0].calls[which % len(plan.routes[0].calls)].key
    after, said = without(asked, plan, key)
    assert check(asked, after) == []
    assert key not in visited(after)
    assert said[0].endswith("取消。")
    before = {c.key: c.start for c in plan.routes[0].calls}
    now = {c.key: c.start for c in after.routes[0].calls}
    moved = [k for k in before if k in now and before[k] != now[k]]
    assert not moved or any("重新排定" in s for s in said)
    assert set(before) - {key} <= set(now)
    assert len(set(now) - set(before)) <= 1


WRONG = [
    ("overlap", lambda ls: [ls[0], ls[1], replace(ls[1], key="y"), *ls[2:]]),
    ("short", lambda ls: [replace(ls[0], end=ls[0].start + 5), *ls[1:]]),
    ("closed", lambda ls: [ls[0], replace(ls[1], start=ls[1].start + 200, end=ls[1].end + 200), *ls[2:]]),
    ("home", lambda ls: ls[:-1]),
    ("length", lambda ls: [ls[0], replace(ls[1], end=ls[1].start + 10), *ls[2:]]),
    ("place", lambda ls: ls[1:]),
    ("twice", lambda ls: [*ls[:2], *ls[:2], *ls[2:]]),
]


@pytest.mark.parametrize(("code", "spoil"), WRONG, ids=[c for c, _ in WRONG])
def test_the_checker_finds_each_kind_of_fault(code: str, spoil: object) -> None:
    asked = small(one("x"), one("y", place="a"), days=1)
    good = timetable(asked, asked.parties[0], ["x"]).route
    assert check(asked, TripPlan((good,), (), 0)) == []
    assert callable(spoil)
    bad = TripPlan((Route(1, tuple(spoil(list(good.lines)))),), (), 0)
    assert code in {i.code for i in check(asked, bad)}


def test_the_checker_asks_for_a_night_must_visits_and_quotas() -> None:
    asked = small(one("x", must=True), days=2, most={"firm": 0})
    lines = (Move("h", "a", 480, 600, "road"), Call("x", 600, 660), Move("a", "h", 1440 + 480, 1440 + 600, "road"))
    assert "night" in {i.code for i in check(asked, TripPlan((Route(1, lines),), (), 0))}
    assert {"must"} <= {i.code for i in check(asked, TripPlan((Route(1, ()),), (), 0))}
    assert {"most"} <= {i.code for i in check(asked, TripPlan((Route(1, lines),), (), 0))}


def test_travel_follows_the_declared_speeds() -> None:
    # 1,100 km by rail: 90 + 60·1100·1.2/220 = 450 minutes; 40 km by road: 20 + 60·40·1.3/80 = 59 → 60.
    assert (estimate(1100).minutes, estimate(1100).mode) == (450, "rail")
    assert (estimate(40).minutes, estimate(40).mode) == (60, "road")
    assert estimate(1).minutes == SPEEDS.local
    assert legs()["a", "a"].mode == "local"


def test_start_and_end_may_be_elsewhere() -> None:
    asked = replace(small(one("x", place="c")), parties=(PlannedParty(1, "组", "h", "d"),))
    plan = solve(asked)
    assert plan.routes[0].lines[-1].place == "d"  # type: ignore[union-attr]
    assert check(asked, plan) == []
    assert plan.value == 2000 - asked.leg("h", "c").minutes - asked.leg("c", "d").minutes
    assert asked.start == TUESDAY


def test_each_party_may_have_its_own_way_and_hours() -> None:
    """One party leaves the next day from another place and is due early; the other keeps what holds for all."""
    asked = small(one("x", place="c"), one("y", place="a", parties=(1,)), days=3)
    late = PlannedParty(2, "二", "d", "d", leave=1440 + 600, back=2 * 1440 + 720)
    asked = replace(asked, parties=(PlannedParty(1, "一", "h", "h"), late))
    plan = solve(replace(asked, candidates=(replace(asked.candidates[0], parties=(2,)), asked.candidates[1])))
    second = plan.routes[1]
    assert second.order == ("x",)
    assert second.lines[0].start >= 1440 + 600
    assert second.lines[-1].end <= 2 * 1440 + 720
    assert check(asked, plan) == []
    never = replace(late, back=1440 + 720)
    spoilt = replace(asked, parties=(asked.parties[0], never))
    assert {i.code for i in check(spoilt, plan)} == {"late"}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(480, 900), st.integers(700, 1290))
def test_own_hours_of_a_party_are_kept_and_cost_nothing_more(seed: int, leave: int, back: int) -> None:
    asked = request(seed, 7, 3)
    asked = replace(asked, parties=(replace(asked.parties[0], leave=leave, back=2 * 1440 + back),))
    best = optimum(asked)
    try:
        plan = solve(asked)
    except InvalidArgument:
        assert best <= 0
        return
    assert check(asked, plan) == []
    assert best * 0.99 <= plan.value <= best
