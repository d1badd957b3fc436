"""Variety over groups and provinces, and one owner a group."""

from __future__ import annotations

from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st

from recommend.explain.shapes import TargetDocument
from recommend.lists import diversity
from tests.support.targets import target


def test_variety_lets_another_group_in_and_loses_nobody() -> None:
    given = [
        target("a1", 0.70, "甲"),
        target("a2", 0.69, "甲"),
        target("a3", 0.68, "甲"),
        target("b", 0.66),
        target("z", 0.9, below=True),
    ]
    order = [t["firm"]["id"] for t in diversity.diversified(given)]
    assert order == ["a1", "b", "a2", "a3", "z"]


def test_a_group_has_one_owner() -> None:
    given = {
        "二链": [target("a1", 0.6, "甲"), target("c", 0.5)],
        "一链": [target("a2", 0.7, "甲")],
        "三链": [target("c", 0.5)],
    }
    assert diversity.owners(given) == {
        "甲": "一链",
        "c": "三链",
    }  # 三 stands before 二; a tie goes to the first by name


def by_hand(targets: list[TargetDocument]) -> list[TargetDocument]:
    """The definition word for word: each pick is the best of what is left, with what earlier picks take off it."""
    left = list(targets)
    out: list[TargetDocument] = []
    while left:

        def worth(i: int) -> tuple[bool, float, int]:
            t = left[i]
            group = sum(
                (o["firm"]["parent"] == t["firm"]["parent"] and bool(t["firm"]["parent"]))
                or o["firm"]["name"] == t["firm"]["name"]
                for o in out
            )
            same = sum(o["firm"]["region"][:2] == t["firm"]["region"][:2] for o in out)
            return (
                not t["below_floor"],
                t["score"] - diversity.GROUP_STEP * group - diversity.PROVINCE_STEP * same,
                -targets.index(t),
            )

        out.append(left.pop(max(range(len(left)), key=worth)))
    return out


@settings(max_examples=60, deadline=None)
@sampled(
    st.lists(
        st.tuples(
            st.integers(0, 20), st.sampled_from(["", "甲", "乙"]), st.sampled_from(["41", "44", "31"]), st.booleans()
        ),
        max_size=14,
    )
)
def test_variety_is_the_greedy_order_of_its_definition(rows: list[tuple[int, str, str, bool]]) -> None:
    given = [target(f"f{i}", s / 20, parent, below=below) for i, (s, parent, _, below) in enumerate(rows)]
    for t, (_, _, province, _) in zip(given, rows, strict=True):
        t["firm"]["region"] = province + "0100"
    assert [t["firm"]["id"] for t in diversity.diversified(given)] == [t["firm"]["id"] for t in by_hand(given)]


def test_every_group_stands_once_under_the_chain_where_it_is_best() -> None:
    """甲 is wanted by two chains: the one where its best firm scores higher proposes that firm and names the other."""
    rows = diversity.by_group(
        {
            "一链": [target("a1", 0.6, "甲"), target("b", 0.5), target("z", 0.9, below=True)],
            "二链": [target("a2", 0.7, "甲"), target("a1", 0.65, "甲")],
        }
    )
    assert [(r["group"], r["owner"], r["target"]["firm"]["id"]) for r in rows] == [
        ("甲", "二链", "a2"),
        ("b", "一链", "b"),
    ]
    assert rows[0]["wanted_by"] == ["一链", "二链"]
    assert [i for i, _ in rows[0]["others"]] == ["a1"]
