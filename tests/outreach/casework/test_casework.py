"""The casework: one owner a group, an audit log, promises with owners and dates, facts that become edges."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from graph.errors import HeldByOthers, InvalidArgument
from graph.measures.network import Network
from graph.model.records import MICRO, Institution, Relation
from graph.settings import Settings
from ingest.load.refresh import refresh
from outreach.after import commitments as followup
from outreach.after import facts_learnt
from outreach.casework.db import VERSION_TABLE, Casework
from outreach.casework.models import Audit, Base, CaseProject, Commitment, Fact, Target
from outreach.targets import ambassadors, associations, claims, introducers
from tests.support.case_small import TODAY, document
from tests.support.small import Country


def test_the_migrations_make_exactly_the_declared_tables(casework: Casework) -> None:
    with casework.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []


def test_opening_again_keeps_what_is_there(casework: Casework) -> None:
    with casework.write("甲专班") as session:
        claims.save(session, document(), "410700", "甲专班", TODAY)
    with Casework(casework.url).read() as session:
        assert [t.name for t in session.scalars(sa.select(Target))] == ["甲公司"]


def test_the_casework_stands_beside_the_store_or_in_the_same_server() -> None:
    beside = Settings(Path("data"), "/x/liantu.db", "hash", Path("v"), 1)
    assert beside.casework_url == "sqlite:////x/liantu-casework.db"
    server = Settings(Path("data"), "postgresql+psycopg://h/db", "hash", Path("v"), 1)
    assert server.casework_url == "postgresql+psycopg://h/db"
    assert Settings(Path("data"), "/x/a.db", "hash", Path("v"), 1, "/y/c.db").casework_url == "sqlite:////y/c.db"


def test_a_second_team_sees_who_holds_the_group_and_since_when(casework: Casework) -> None:
    with casework.write() as session:
        claims.save(session, document("甲一公司", group="甲集团"), "410700", "电池专班", TODAY)
    with casework.write() as session, pytest.raises(HeldByOthers) as caught:
        claims.save(session, document("甲二公司", group="甲集团"), "410700", "装备专班", TODAY + timedelta(days=3))
    assert (caught.value.team, caught.value.since, caught.value.held) == ("电池专班", TODAY, "甲一公司")
    assert "同属一个集团" in str(caught.value)
    with casework.write() as session, pytest.raises(HeldByOthers):
        claims.save(session, document("甲集团", group="甲集团"), "410700", "装备专班", TODAY)
    with casework.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Target)) == 1


def test_the_same_team_may_hold_the_whole_group_and_saving_twice_is_once(casework: Casework) -> None:
    with casework.write() as session:
        for name in ("甲一公司", "甲二公司", "甲一公司"):
            claims.save(session, document(name, group="甲集团"), "410700", "电池专班", TODAY)
        assert [t.name for t in claims.open_targets(session, "410700")] == ["甲一公司", "甲二公司"]


def test_another_region_and_a_dropped_target_hold_nothing(casework: Casework) -> None:
    with casework.write() as session:
        first = claims.save(session, document(), "410700", "电池专班", TODAY)
        claims.save(session, document(), "410500", "别市专班", TODAY)
        first.status = "dropped"
        session.flush()
        assert claims.save(session, document(), "410700", "装备专班", TODAY).owner.name == "装备专班"  # type: ignore[union-attr]


def test_handing_over_moves_the_group_with_its_date(casework: Casework) -> None:
    with casework.write() as session:
        one = claims.save(session, document("甲一公司", group="甲集团"), "410700", "电池专班", TODAY)
        two = claims.save(session, document("甲二公司", group="甲集团"), "410700", "电池专班", TODAY)
        claims.hand_over(session, one, "装备专班", TODAY + timedelta(days=9))
        assert {(t.owner.name, t.owner_since) for t in (one, two) if t.owner} == {
            ("装备专班", TODAY + timedelta(days=9))
        }


def test_every_change_is_in_the_audit_log_with_what_it_was(casework: Casework) -> None:
    with casework.write("电池专班") as session:
        target = claims.save(session, document(), "410700", "电池专班", TODAY)
        number = target.id
    with casework.write("办公室") as session:
        session.get(Target, number).grade = "A"  # type: ignore[union-attr]
    with casework.read() as session:
        log = session.scalars(sa.select(Audit).where(Audit.record == "target").order_by(Audit.id)).all()
        last = log[-1]
    assert next(a.action for a in log) == "insert"
    assert (last.who, last.action, last.record_id, last.before, last.after) == (
        "办公室",
        "update",
        number,
        {"grade": "B"},
        {"grade": "A"},
    )


def test_a_failed_transaction_leaves_neither_row_nor_log(casework: Casework) -> None:
    def fail() -> None:
        with casework.write("x") as session:
            claims.save(session, document(), "410700", "电池专班", TODAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with casework.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Audit)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(Target)) == 0


PROMISES = [
    {"text": "提供厂房清单", "side": "ours", "owner": "经开区", "due": date(2026, 12, 1)},
    {"text": "来新乡考察", "side": "theirs", "owner": "投资部", "due": date(2026, 12, 20)},
]


def with_minutes(casework: Casework) -> None:
    with casework.write("电池专班") as session:
        target = claims.save(session, document(), "410700", "电池专班", TODAY)
        followup.write_minutes(session, target=target.id, day=TODAY, text="谈了厂房。", commitments=PROMISES)


def test_minutes_become_promises_with_owner_and_date(casework: Casework) -> None:
    with_minutes(casework)
    with casework.read() as session:
        rows = followup.open_commitments(session)
        assert [(c.text, c.owner, c.due) for c in rows] == [
            ("提供厂房清单", "经开区", date(2026, 12, 1)),
            ("来新乡考察", "投资部", date(2026, 12, 20)),
        ]
        assert session.scalars(sa.select(Target)).one().status == "visited"
        assert [c.text for c in followup.reminders(session, date(2026, 11, 28))] == ["提供厂房清单"]
        assert followup.overdue(session, date(2026, 12, 1)) == []
        assert [c.text for c in followup.overdue(session, date(2026, 12, 2))] == ["提供厂房清单"]


def test_slips_are_numbered_and_their_answer_closes_the_promise(casework: Casework) -> None:
    with_minutes(casework)
    with casework.write() as session:
        ours, theirs = followup.open_commitments(session)
        slip = followup.urge(session, ours, date(2026, 12, 2))
        assert (slip.number, slip.unit, slip.due) == ("督〔2026〕1号", "经开区", date(2026, 12, 9))
        with pytest.raises(InvalidArgument, match="已有督办单"):
            followup.urge(session, ours, date(2026, 12, 3))
        with pytest.raises(InvalidArgument, match="对方承诺"):
            followup.urge(session, theirs, date(2026, 12, 30))
        followup.answer(slip, "已报送", date(2026, 12, 5), done=True)
        assert (ours.status, ours.done_on) == ("done", date(2026, 12, 5))
        assert [c.id for c in followup.open_commitments(session)] == [theirs.id]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"owner": ""}, "责任单位没有填写"),
        ({"due": None}, "时限"),
        ({"due": date(2026, 1, 1)}, "早于会谈日期"),
        ({"text": " "}, "内容没有填写"),
    ],
)
def test_a_promise_without_owner_or_date_is_refused_in_a_sentence(
    casework: Casework, change: dict[str, object], says: str
) -> None:
    def write() -> None:
        with casework.write() as session:
            target = claims.save(session, document(), "410700", "电池专班", TODAY)
            followup.write_minutes(session, target=target.id, day=TODAY, commitments=[PROMISES[0] | change])

    with pytest.raises(InvalidArgument, match=says):
        write()
    with casework.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Commitment)) == 0


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Country:
    land = Country(tmp_path_factory.mktemp("visits"))
    land.build()
    return land


def firm_id(country: Country, part: str) -> str:
    return next(f.id for f in country.store.firms() if part in f.name)


def propose(casework: Casework, country: Country, what: str, /, **fields: object) -> int:
    with casework.write("电池专班") as session:
        target = claims.save(session, document(), "410700", "电池专班", TODAY)
        made = followup.write_minutes(session, target=target.id, day=TODAY, title="与甲公司会谈纪要")
        store = country.store
        return facts_learnt.propose(session, made, store, Network(tuple(store.chains())), what, fields).id


def test_an_accepted_fact_is_an_edge_with_source_and_date(casework: Casework, country: Country, tmp_path: Path) -> None:
    own = country.copy_to(tmp_path / "own")
    a, b = firm_id(own, "薄膜先锋"), firm_id(own, "明日电芯")
    fact = propose(casework, own, "relation", firm=a, kind="supplier", other=b)
    store = own.store
    assert store.rows(Relation) == []
    with casework.write() as session:
        row = session.get(Fact, fact)
        assert row is not None
        assert row.sentence == "深圳薄膜先锋有限公司是新乡市明日电芯有限公司的供应商。"
        batch = facts_learnt.accept(row, "发改委", store)
        with pytest.raises(InvalidArgument, match="已经审核"):
            facts_learnt.accept(row, "发改委", store)
    assert [(r.from_id, r.to_id, r.kind) for r in store.rows(Relation)] == [(a, b, "supplier")]
    loaded = next(x for x in store.batches() if x.id == batch)
    assert (loaded.kind, loaded.source) == ("visit", "会谈纪要“与甲公司会谈纪要”（2026-11-24），发改委审核")


def test_what_contradicts_the_graph_is_raised(casework: Casework, country: Country, tmp_path: Path) -> None:
    own = country.copy_to(tmp_path / "own")
    a, b = firm_id(own, "薄膜先锋"), firm_id(own, "明日电芯")
    first = propose(casework, own, "relation", firm=a, kind="supplier", other=b)
    with casework.write() as session:
        facts_learnt.accept(session.get(Fact, first), "发改委", own.store)  # type: ignore[arg-type]
    second = propose(casework, own, "relation", firm=a, kind="customer", other=b)
    third = propose(casework, own, "relation", firm=b, kind="customer", other=a)
    denied = propose(casework, own, "membership", firm=a, segment="battery_ev.separator", denies=True)
    with casework.read() as session:
        says = {i: session.get(Fact, i).contradicts for i in (first, second, third, denied)}  # type: ignore[union-attr]
    assert says[first] == says[third] == ""
    assert says[second] == "图谱现记为供应商关系，方向相反。"
    assert "现记为从事该环节" in says[denied]


def test_a_membership_that_is_told_is_written_and_one_denied_is_retired(
    casework: Casework, country: Country, tmp_path: Path
) -> None:
    own = country.copy_to(tmp_path / "own")
    a = firm_id(own, "薄膜先锋")
    store = own.store
    told = propose(casework, own, "membership", firm=a, segment="battery_ev.pack")
    with casework.write() as session:
        facts_learnt.accept(session.get(Fact, told), "发改委", store)  # type: ignore[arg-type]
    held = {m.segment_id: m for m in store.memberships([a])}
    assert held["battery_ev.pack"].confidence == 0.8 * MICRO
    assert "battery_ev.separator" in held
    denied = propose(casework, own, "membership", firm=a, segment="battery_ev.separator", denies=True)
    with casework.write() as session:
        facts_learnt.accept(session.get(Fact, denied), "发改委", store)  # type: ignore[arg-type]
    assert "battery_ev.separator" not in {m.segment_id for m in store.memberships([a])}
    # A load that assigns the firm anew keeps both.
    with store.batch("test", "test") as batch:
        refresh(batch, [a], own.regions, own.assigner())
    assert {m.segment_id for m in store.memberships([a])} == {"battery_ev.pack"}


def test_a_post_in_an_association_makes_its_members_introducers(
    casework: Casework, country: Country, tmp_path: Path
) -> None:
    own = country.copy_to(tmp_path / "own")
    store = own.store
    with store.batch("test", "名录") as batch:
        batch.upsert([Institution("a1", "某膜材料协会", kind="association", region="110000")])
    outside, local = firm_id(own, "薄膜先锋"), firm_id(own, "明日电芯")
    for firm, post in ((outside, "council"), (local, "vice")):
        fact = propose(casework, own, "post", firm=firm, association="a1", post=post)
        with casework.write() as session:
            facts_learnt.accept(session.get(Fact, fact), "发改委", store)  # type: ignore[arg-type]
    held = associations.posts(store)
    assert {(p.firm, p.post, p.name) for p in held} == {
        (outside, "council", "某膜材料协会"),
        (local, "vice", "某膜材料协会"),
    }
    (way,) = associations.fellows(held, outside, {local: "新乡市明日电芯有限公司"})
    assert (way["relation"], way["why"]) == ("association_post", "某膜材料协会副会长单位，对方为理事单位")
    assert associations.fellows(held, "nobody", {local: "x"}) == []
    again = propose(casework, own, "post", firm=local, association="a1", post="member")
    with casework.read() as session:
        assert session.get(Fact, again).contradicts == "图谱现记为副会长单位。"  # type: ignore[union-attr]
    with pytest.raises(InvalidArgument, match="名录里没有这个协会"):
        propose(casework, own, "post", firm=local, association="a9")


def test_a_rejection_needs_a_reason_and_writes_nothing(casework: Casework, country: Country) -> None:
    fact = propose(casework, country, "membership", firm=firm_id(country, "薄膜先锋"), segment="battery_ev.pack")
    before = country.store.data_version()
    with casework.write() as session:
        row = session.get(Fact, fact)
        assert row is not None
        with pytest.raises(InvalidArgument, match="写明原因"):
            facts_learnt.reject(row, "发改委", " ")
        facts_learnt.reject(row, "发改委", "口误")
        assert (row.status, row.why) == ("rejected", "口误")
    assert country.store.data_version() == before


def test_introductions_are_kept_once_and_a_refusal_is_not_offered(casework: Casework) -> None:
    with casework.write() as session:
        target = claims.save(session, document(), "410700", "电池专班", TODAY).id
        introducers.introduce(
            session,
            introducer="协会秘书长",
            target=target,
            relation="association_post",
            consent="given",
            last_contact=TODAY,
        )
        introducers.introduce(
            session,
            introducer="协会秘书长",
            target=target,
            relation="association_post",
            consent="given",
            outcome="已约见",
        )
        introducers.introduce(session, introducer="某校友", target=target, relation="alumni", consent="refused")
        assert introducers.introducers_of(session, target) == [
            {"id": 1, "name": "协会秘书长", "relation": "协会任职", "consent": "同意引荐", "as_of": "2026-11-24"}
        ]
        assert [o.region for o in ambassadors.liaison_offices(session)] == ["440300", "310000", "410100"]
        assert len(ambassadors.liaison_offices(session)) == 3


def test_events_lead_to_guests_meetings_leads_and_projects(casework: Casework) -> None:
    with casework.write() as session:
        event = introducers.add_event(
            session, name="电池展", kind="fair", start=date(2026, 12, 1), end=date(2026, 12, 3)
        )
        guest = introducers.invite(session, event, "甲公司")
        introducers.invite(session, event, "乙公司")
        introducers.invite(session, event, "甲公司", office="投资部")
        with pytest.raises(InvalidArgument, match="不在活动"):
            introducers.add_meeting(session, guest, date(2026, 12, 9), "")
        lead = introducers.add_lead(
            session, introducers.add_meeting(session, guest, date(2026, 12, 2), "谈扩产"), "拟建二期"
        )
        session.add(CaseProject(lead=lead, name="隔膜二期", target_id=lead.target_id, investment_yi=3.5))
        session.flush()
        assert introducers.funnel(event) == {"guests": 2, "came": 1, "meetings": 1, "leads": 1, "projects": 1}
        with pytest.raises(InvalidArgument, match="结束日期早于开始"):
            introducers.add_event(session, name="x", start=date(2026, 12, 2), end=date(2026, 12, 1))
