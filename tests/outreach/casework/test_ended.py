"""Casework of segments that ended: moved when it is opened, with nothing lost and everything written down."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from graph.model.retired import NONE, Retired
from outreach.casework.db import Casework
from outreach.casework.ended import MOVED, WHO, move
from outreach.casework.models import Audit, CaseProject, Fact, LocalNeed, Minutes, Row, Target
from outreach.targets import claims
from tests.support.case_small import TODAY, document

RETIRED = Retired({"a.lump": ("a.one", "a.two"), "a.older": ("a.lump",), "a.name": ("a.new",)})


def fill(casework: Casework) -> None:
    with casework.write("甲专班") as session:
        for name, segment in {"甲": "a.lump", "乙": "a.older", "丙": "a.name", "丁": "a.one"}.items():
            saved = claims.save(session, document(name, segment=segment), "410700", "甲专班", TODAY)
            saved.note = "等回复" if name == "甲" else ""
        session.add(LocalNeed(firm="买方", home="410700", segment="a.lump", words="要隔膜", since=TODAY))
        session.add(CaseProject(name="一期", segment="a.name", region="410700"))
        minutes = Minutes(title="座谈", day=TODAY)
        for kind, fields in {"membership": {"firm": "甲", "segment": "a.lump"}, "relation": {"firm": "甲"}}.items():
            session.add(Fact(minutes=minutes, kind=kind, payload=fields))


def by_name(casework: Casework) -> dict[str, tuple[str, str]]:
    with casework.read() as session:
        return {t.name: (t.segment, t.note) for t in session.scalars(sa.select(Target))}


def everything(casework: Casework) -> dict[str, int]:
    tables: tuple[type[Row], ...] = (Target, LocalNeed, CaseProject, Fact)
    with casework.read() as session:
        return {t.__tablename__: session.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in tables}


def test_all_that_names_an_ended_segment_is_moved(casework: Casework) -> None:
    fill(casework)
    before = everything(casework)
    assert move(casework, RETIRED) == 6
    said = "原环节 a.lump 已分为 a.one、a.two，现记于 a.one。"
    assert by_name(casework) == {
        "甲": ("a.one", f"等回复\n{said}"),
        "乙": ("a.one", said.replace("a.lump", "a.older")),
        "丙": ("a.new", ""),
        "丁": ("a.one", ""),
    }
    with casework.read() as session:
        assert [(n.segment, n.words) for n in session.scalars(sa.select(LocalNeed))] == [("a.one", "要隔膜")]
        assert [p.segment for p in session.scalars(sa.select(CaseProject))] == ["a.new"]
        facts = session.scalars(sa.select(Fact).order_by(Fact.kind)).all()
        assert [f.payload for f in facts] == [{"firm": "甲", "segment": "a.one"}, {"firm": "甲"}]
    assert everything(casework) == before


def test_the_log_has_what_was_there_and_all_heirs(casework: Casework) -> None:
    fill(casework)
    move(casework, RETIRED)
    with casework.read() as session:
        mine = session.scalars(sa.select(Audit).where(Audit.who == WHO).order_by(Audit.id)).all()
    heirs = [(a.record, a.before["segment"], a.after["heirs"]) for a in mine if a.action == MOVED]
    assert sorted(heirs) == [
        ("fact", "a.lump", ["a.one", "a.two"]),
        ("local_need", "a.lump", ["a.one", "a.two"]),
        ("target", "a.lump", ["a.one", "a.two"]),
        ("target", "a.older", ["a.one", "a.two"]),
    ]
    changed = {(a.record, a.before.get("segment"), a.after.get("segment")) for a in mine if a.action == "update"}
    assert {("target", "a.name", "a.new"), ("case_project", "a.name", "a.new")} <= changed


def test_a_second_opening_writes_nothing(casework: Casework) -> None:
    fill(casework)
    move(casework, RETIRED)
    with casework.read() as session:
        before = session.scalar(sa.select(sa.func.count()).select_from(Audit))
    assert move(Casework(casework.url), RETIRED) == 0
    assert move(casework, NONE) == 0
    with casework.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Audit)) == before


def test_the_firm_tells_which_of_several_heirs_is_meant(casework: Casework) -> None:
    """A need is about what others make, so nobody is asked for it."""
    fill(casework)
    asked: list[str] = []

    def choose(firm: str, heirs: Sequence[str]) -> str:
        asked.append(firm)
        return heirs[-1] if firm == "甲" else heirs[0]

    move(casework, RETIRED, choose)
    assert by_name(casework)["甲"][0] == "a.two"
    assert by_name(casework)["乙"][0] == "a.one"
    with casework.read() as session:
        assert [n.segment for n in session.scalars(sa.select(LocalNeed))] == ["a.one"]
    assert sorted(asked) == ["", "", "丙", "乙", "甲", "甲"]


def test_all_of_it_or_nothing(casework: Casework) -> None:
    fill(casework)
    before = by_name(casework)

    def broken(firm: str, heirs: Sequence[str]) -> str:
        if firm == "丙":
            raise RuntimeError(firm)
        return heirs[0]

    with pytest.raises(RuntimeError):
        move(casework, RETIRED, broken)
    assert by_name(casework) == before
