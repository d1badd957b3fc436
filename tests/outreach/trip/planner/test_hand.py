"""Arranging by hand: what is moved moves, everybody else keeps day, party and order, and what does not hold is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidArgument
from outreach.trip.planner import hand
from outreach.trip.planner.check import check
from outreach.trip.planner.hand import Arrangement, Slot
from outreach.trip.planner.problem import DAY, TripProblem
from outreach.trip.planner.solve import solve
from tests.support.requests_small import one, request, small

FRIDAY = date(2026, 12, 4)


def planned(seed: int, n: int = 8, days: int = 3, parties: int = 2) -> tuple[TripProblem, Arrangement] | None:
    asked = request(seed, n, days, parties)
    try:
        plan = solve(asked, turns=1)
    except InvalidArgument:
        return None
    return asked, hand.lay_out(asked, hand.of_plan(plan), plan)


def starts(laid: Arrangement) -> dict[str, int]:
    return {c.key: c.start for r in laid.plan.routes for c in r.calls}


def spots(laid: Arrangement, but: str) -> list[tuple[int, str, int]]:
    """(party, key, day) of everybody else, in order."""
    return [(p, s.key, s.day) for p, own in laid.slots.items() for s in own if s.key != but]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_a_plan_taken_over_by_hand_keeps_every_minute(seed: int) -> None:
    made = planned(seed)
    if made is None:
        return
    asked, laid = made
    assert laid.faults == ()
    assert laid.plan.routes == hand.lay_out(asked, hand.of_plan(laid.plan)).plan.routes


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_a_drag_leaves_the_others_on_their_day_and_names_every_change(seed: int, data: st.DataObject) -> None:
    made = planned(seed)
    if made is None:
        return
    asked, before = made
    key = data.draw(st.sampled_from([c.key for c in asked.candidates]))
    party, day = data.draw(st.integers(1, 2)), data.draw(st.integers(0, asked.days - 1))
    after = hand.put(asked, before, key, party, day, data.draw(st.integers(0, 3)))
    assert spots(after, key) == spots(before, key)
    assert [(p, s.day) for p, own in after.slots.items() for s in own if s.key == key] == [(party, day)]
    was, now = starts(before), starts(after)
    assert {k for k in was if k != key and was[k] != now[k]} == {k for k, _, _ in hand.moved(before, after, key)}
    if not after.faults:
        assert check(asked, after.plan) == []
        assert all(start // DAY == s.day for own in after.slots.values() for s in own for start in [now[s.key]])
    # Taken away again, whoever had been pushed stands where it stood.
    if key not in was:
        assert hand.take_out(asked, after, key).plan.routes == before.plan.routes


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 9))
def test_what_is_offered_as_fitting_is_what_fits(seed: int, which: int) -> None:
    made = planned(seed, n=7)
    if made is None:
        return
    asked, before = made
    key = asked.candidates[which % 7].key
    for (party, day), fits in hand.fits(asked, before, key).items():
        n = sum(s.day == day for s in before.slots.get(party, ()) if s.key != key)
        tried = [hand.put(asked, before, key, party, day, at) for at in range(n + 1)]
        assert fits == any(not t.faults for t in tried)
        if fits:
            assert hand.put(asked, before, key, party, day).faults == ()
    best = hand.best_place(asked, before, key)
    assert (best is not None) == any(hand.fits(asked, before, key).values())


def arranged(asked: TripProblem, *slots: Slot, party: int = 1) -> Arrangement:
    return hand.lay_out(asked, {p.number: slots if p.number == party else () for p in asked.parties})


MORNING = ((540, 720),)
# request, its arrangement, code of the fault, whose, words of the sentence. By road it is 100 minutes to a (80 km) and
# 110 from a to b (92 km).
PLAIN = [
    (
        small(one("x", "a", minutes=120), one("y", "b", MORNING, minutes=60)),
        [Slot("x", 0), Slot("y", 0)],
        "late",
        "y",
        "赶不上““y””：““x””12月1日 11:40 才结束，路上约 1.8 小时，13:30 才到；对方接待到 12:00",
    ),
    (small(one("x", "a"), start=FRIDAY), [Slot("x", 1)], "closed", "x", "12月5日（周六）不接待"),
    (small(one("x", "a"), off={date(2026, 12, 2): "某节"}), [Slot("x", 1)], "closed", "x", "12月2日（某节）不接待"),
    (
        small(one("x", "a", MORNING), days=2),
        [Slot("x", 0, 840, True)],
        "closed",
        "x",
        "12月1日 14:00 不接待（接待时间 9:00—12:00",
    ),
    (small(one("x", "a", days=(1,))), [Slot("x", 0)], "closed", "x", "只约在12月2日，不能放在12月1日"),
    (
        small(one("x", "a", minutes=120), one("m", "h", ((660, 720),), kind="appointment", days=(0,))),
        [Slot("x", 0), Slot("m", 0)],
        "overlap",
        "m",
        "定在 12月1日 11:00，与前面冲突",
    ),
    (small(one("x", "a", ((1000, 1080),)), one("y", "c")), [Slot("x", 0), Slot("y", 0)], "day", "y", "12月1日时间不够"),
    (small(one("x", "a", parties=(1,)), parties=2), [Slot("x", 0)], "party", "x", "须由第1组去，不能放在第2组"),
    (small(one("x", "c", ((990, 1050),)), days=1), [Slot("x", 0)], "home", "", "超出行程（须在12月1日 21:30前到）"),
    (small(one("x", "a"), one("z", "a", must=True)), [Slot("x", 0)], "must", "z", "必访的““z””没有排上"),
]


@pytest.mark.parametrize(
    ("asked", "slots", "code", "key", "words"), PLAIN, ids=[f"{c}-{w[:6]}" for *_, c, _, w in PLAIN]
)
def test_what_does_not_hold_is_said_plainly(
    asked: TripProblem, slots: list[Slot], code: str, key: str, words: str
) -> None:
    laid = arranged(asked, *slots, party=2 if code == "party" else 1)
    assert [(f.code, f.key) for f in laid.faults] == [(code, key)], laid.faults
    assert words in laid.faults[0].sentence


def test_whoever_follows_a_late_visit_is_not_blamed_again() -> None:
    asked = small(one("x", "a", minutes=120), one("y", "b", MORNING), one("z", "b", MORNING), days=1)
    laid = arranged(asked, Slot("x", 0), Slot("y", 0), Slot("z", 0))
    assert [f.code for f in laid.faults] == ["late", "follows"]


def test_a_visit_pushed_by_another_goes_back_when_it_is_gone() -> None:
    asked = small(one("x", "a", minutes=60), one("y", "a", minutes=60), days=1)
    before = arranged(asked, Slot("y", 0, 570))
    after = hand.put(asked, before, "x", 1, 0, 0)
    assert after.faults == ()
    # 80 km by road: 20 + 60·80·1.3/80 = 98 → 100 minutes from 8:00; the next ride within the city takes 40 minutes.
    assert starts(after) == {"x": 580, "y": 680 if 680 + 60 <= 720 else 840}
    assert hand.moved(before, after, "x") == [("y", 580, starts(after)["y"])]
    assert starts(hand.take_out(asked, after, "x")) == {"y": 580}


def test_an_agreed_time_is_kept_and_can_be_freed() -> None:
    asked = small(one("x", "a"), one("y", "a"), days=1)
    laid = arranged(asked, Slot("x", 0), Slot("y", 0))
    fixed = hand.fix(asked, laid, "y", 880)
    assert fixed.faults == ()
    assert starts(fixed)["y"] == 880
    first = hand.fix(asked, fixed, "x", 960)  # now later than y, so it goes behind
    assert [s.key for s in first.slots[1]] == ["y", "x"]
    assert starts(first) == {"y": 880, "x": 980}
    assert [f.code for f in first.faults] == ["overlap"]
    assert hand.tightened(asked, hand.fix(asked, first, "x", None)).faults == ()
    assert starts(hand.tightened(asked, fixed)) == {"x": 580, "y": 880}


def test_a_full_trip_takes_nobody_more() -> None:
    asked = small(*(one(k, "a", ((600, 660),)) for k in "xy"), days=1)
    laid = arranged(asked, Slot("x", 0))
    assert hand.best_place(asked, laid, "y") is None
    two = replace(asked, parties=(asked.parties[0], replace(asked.parties[0], number=2, name="第2组")))
    found = hand.best_place(two, hand.lay_out(two, {1: (Slot("x", 0),), 2: ()}), "y")
    assert found is not None
    assert [s.key for s in found.slots[2]] == ["y"]
