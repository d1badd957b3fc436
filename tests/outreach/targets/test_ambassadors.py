"""Ambassadors and liaison offices: who is offered for a target and why, and what became of what they introduced."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from graph.errors import InvalidArgument
from graph.model.regions import Regions
from outreach.casework.db import Casework, config
from outreach.casework.models import Introducer, Introduction
from outreach.targets import ambassadors, claims, introducers
from tests.support.case_small import TODAY, document

CHAINS = {"battery_ev": "动力电池"}
TARGET = {"name": "深圳甲材料有限公司", "ref": "f1", "group": "甲集团", "region": "440300", "chain": "battery_ev"}


def offered(casework: Casework, regions: Regions, **more: object) -> list[tuple[str, str]]:
    with casework.read() as session:
        found = ambassadors.offers(session, TARGET | more, regions, CHAINS, TODAY)
    return [(o["introducer"], o["why"]) for o in found]


def test_ties_decide_who_is_offered_and_the_surest_comes_first(casework: Casework, regions: Regions) -> None:
    with casework.write() as session:
        save = ambassadors.save_ambassador
        save(session, name="商会会长", region="440100", chains="battery_ev")
        save(session, name="甲集团顾问", ties="甲集团、乙集团")
        save(session, name="深圳同乡会秘书长", home_town="440300")
        save(session, name="外省大使", region="110000", chains="textile")
        save(session, name="届满大使", region="440300", until=date(2026, 1, 31))
        ambassadors.liaison_offices(session)
    assert offered(casework, regions) == [
        ("甲集团顾问", "自述与甲集团熟识"),
        ("驻深圳招商联络处", "驻深圳市，与其同城"),
        ("深圳同乡会秘书长", "籍贯深圳市，与其同城"),
        ("商会会长", "常驻广州市，与其同省；联系动力电池产业链"),
    ]
    assert offered(casework, regions, group="", region="", chain="") == []
    assert offered(casework, regions, name="清华大学（材料学院）", region="110000", group="", chain="") == [
        ("外省大使", "常驻北京市，与其同城")
    ]


def test_an_institute_is_reached_through_its_alumni_and_an_office_through_its_provinces(
    casework: Casework, regions: Regions
) -> None:
    with casework.write() as session:
        ambassadors.save_ambassador(session, name="校友会会长", alumni="郑州大学；厦门大学")
        ambassadors.save_office(session, name="驻上海联络处", region="310000", covers="320000;350000")
    assert offered(casework, regions, name="厦门大学（化学化工学院）", region="350200", chain="", group="") == [
        ("校友会会长", "厦门大学校友"),
        ("驻上海联络处", "负责联络福建省"),
    ]


def test_what_is_on_record_goes_first_and_who_refused_is_not_asked_again(casework: Casework, regions: Regions) -> None:
    with casework.write() as session:
        ambassadors.liaison_offices(session)
        made = introducers.introduce(
            session,
            introducer="某供应商董事长",
            name=TARGET["name"],
            ref="f1",
            relation="supplier",
            consent="given",
            last_contact=TODAY,
            result="met",
            outcome="已约见总经理",
        )
        assert made.target_id is None
        introducers.introduce(
            session, introducer="驻深圳招商联络处", kind="liaison", name=TARGET["name"], consent="refused"
        )
    with casework.read() as session:
        (only,) = ambassadors.offers(session, TARGET, regions, CHAINS, TODAY)
    assert (
        only["introducer"],
        only["why"],
        only["consent"],
        only["result"],
        only["outcome"],
        only["last_contact"],
    ) == ("某供应商董事长", "供应商", "同意引荐", "已会面", "已约见总经理", TODAY.isoformat())


def test_an_introduction_noted_before_the_target_was_saved_belongs_to_it_afterwards(casework: Casework) -> None:
    with casework.write() as session:
        introducers.introduce(session, introducer="同乡会", name="甲公司", relation="home_town", consent="given")
        target = claims.save(session, document("甲公司"), "410700", "专班", TODAY).id
        assert [p["name"] for p in introducers.introducers_of(session, target)] == ["同乡会"]
        introducers.introduce(session, introducer="同乡会", target=target, result="contacted")
        (row,) = session.scalars(sa.select(Introduction)).all()
        assert (row.target_id, row.result, row.relation) == (target, "contacted", "other")


def test_a_new_name_is_carried_into_what_was_introduced(casework: Casework) -> None:
    with casework.write() as session:
        number = ambassadors.save_ambassador(session, name="张会长", alumni="甲大学，乙大学").id
        introducers.introduce(session, introducer="张会长", kind="ambassador", name="甲公司", result="project")
    with casework.write() as session:
        changed = ambassadors.save_ambassador(session, number, name="某商会会长", alumni="甲大学")
        assert changed.alumni == "甲大学"
        assert {
            n: [i.result for i in rows] for n, rows in ambassadors.introductions_by(session, "ambassador").items()
        } == {"某商会会长": ["project"]}
        assert [i.name for i in session.scalars(sa.select(Introducer))] == ["某商会会长"]


def test_what_cannot_be_is_said_plainly(casework: Casework) -> None:
    with casework.write() as session:
        ambassadors.save_ambassador(session, name="张会长")
        with pytest.raises(InvalidArgument, match="“张会长”已登记"):
            ambassadors.save_ambassador(session, name="张会长")
        with pytest.raises(InvalidArgument, match="名称没有填写"):
            ambassadors.save_office(session, name=" ")
        with pytest.raises(InvalidArgument, match="聘期结束早于开始"):
            ambassadors.save_ambassador(session, name="李会长", since=date(2026, 5, 1), until=date(2026, 1, 1))
        with pytest.raises(InvalidArgument, match="请选择引荐给哪一家"):
            introducers.introduce(session, introducer="张会长")


def test_an_older_casework_is_brought_up_to_date_with_what_it_holds(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = sa.create_engine(url)
    settings = config()
    with engine.connect() as connection, connection.begin():
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        connection.execute(
            sa.text(
                "INSERT INTO introducer (name, kind, region, contact, created, created_by)"
                " VALUES ('老会长', 'office', '', '', '2026-01-01', '')"
            )
        )
        connection.execute(
            sa.text(
                'INSERT INTO target (kind, name, office, ref, "group", region, city, address, home, segment, gap_kind,'
                " gap_sentence, grade, reasons, counter,"
                " unknown, snapshot, must, hours, status, note, created, created_by)"
                " VALUES ('firm', '甲公司', '', '', '', '', '', '', '410700', '', '', '', 'B',"
                " '[]', '[]', '[]', '{}', 0, '', 'saved', '', '2026-01-01', '')"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO introduction (introducer_id, target_id, relation, consent, outcome, created, created_by)"
                " VALUES (1, 1, 'buyer', 'given', '已联系', '2026-01-01', '')"
            )
        )
    with Casework(url).write() as session:
        assert [(p["name"], p["relation"]) for p in introducers.introducers_of(session, 1)] == [("老会长", "采购方")]
        introducers.introduce(session, introducer="老会长", name="乙公司")
