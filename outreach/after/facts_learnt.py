"""What was learnt on a visit, on its way into the graph: proposed, held against what the graph says, reviewed, written.

An accepted fact becomes a relation, a membership or a post in an association in a batch of its own, whose source names the minutes and the date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator
from sqlalchemy.orm import Session

from graph.errors import InvalidArgument
from graph.measures.network import Network
from graph.model.records import MICRO, Membership, MembershipEvidence, Relation
from graph.store.base.protocol import GraphStore
from outreach.casework.models import Fact, Minutes
from outreach.forms import Form, sentence
from outreach.targets.associations import POSTS, post_row, posts

RELATION_WORDS = {
    "supplier": "供应商",
    "customer": "客户",
    "subsidiary": "子公司",
    "investor": "投资方",
    "group": "同一集团",
}
# `a` is the supplier of `b` says the same as `b` is the customer of `a`.
OPPOSITE = {"supplier": "customer", "customer": "supplier"}
TOLD = 0.8  # confidence of what a firm says of itself


class RelationForm(Form):
    """`firm` is the … of `other`."""

    firm: str = Field(min_length=1)
    kind: Literal["supplier", "customer", "subsidiary", "investor", "group"]
    other: str = Field(min_length=1)
    detail: str = ""


class MembershipForm(Form):
    """`firm` works in `segment`, or does not (`denies`)."""

    firm: str = Field(min_length=1)
    segment: str = Field(min_length=1)
    detail: str = ""
    denies: bool = False


class PostForm(Form):
    """`firm` holds a `post` (a key of `associations.POSTS`) in an association, by the id of its institution."""

    firm: str = Field(min_length=1)
    association: str = Field(min_length=1)
    post: str = "member"
    detail: str = ""

    @model_validator(mode="after")
    def _known(self) -> PostForm:
        if self.post not in POSTS:
            raise ValueError(f"协会职务应为 {'、'.join(zh for zh, _ in POSTS.values())} 之一")
        return self


AnyForm = RelationForm | MembershipForm | PostForm
_FORMS: dict[str, type[AnyForm]] = {"relation": RelationForm, "membership": MembershipForm, "post": PostForm}


def propose(
    session: Session, minutes: Minutes, store: GraphStore, network: Network, kind: str, fields: Mapping[str, Any]
) -> Fact:
    """Note a fact of these minutes, with what the graph holds against it. Raises `InvalidArgument`."""
    try:
        form = _FORMS[kind](**fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error
    except KeyError:
        raise InvalidArgument(f"事实类型“{kind}”不认识，应为 relation、membership 或 post。") from None
    ends = [form.firm, form.other] if isinstance(form, RelationForm) else [form.firm]
    firms = {f.id: f for f in store.firms(ends)}
    missing = [e for e in ends if e not in firms]
    if missing:
        raise InvalidArgument(f"图谱里没有“{missing[0]}”这家企业，请先在“数据”页导入。")
    if isinstance(form, RelationForm):
        if form.firm == form.other:
            raise InvalidArgument("一家企业不能与自己建立关系，请另选一家。")
        said = f"{firms[form.firm].name}是{firms[form.other].name}的{RELATION_WORDS[form.kind]}。"
    elif isinstance(form, PostForm):
        body = next((i for i in store.rows("institution") if i.id == form.association), None)
        if body is None:
            raise InvalidArgument("名录里没有这个协会，请从列表中选择。")
        said = f"{firms[form.firm].name}是{body.name}的{POSTS[form.post][0]}。"
    else:
        if form.segment not in network.segments:
            raise InvalidArgument(f"没有“{form.segment}”这个环节，请从列表中选择。")
        said = f"{firms[form.firm].name}{'不' if form.denies else ''}从事{network.segments[form.segment].name}。"
    fact = Fact(
        minutes=minutes, kind=kind, payload=form.model_dump(), sentence=said, contradicts=contradiction(store, form)
    )
    session.add(fact)
    session.flush()
    return fact


def contradiction(store: GraphStore, form: AnyForm) -> str:
    """What the graph holds against a fact, as one sentence; '' where nothing does."""
    if isinstance(form, MembershipForm):
        known = next((m for m in store.memberships([form.firm]) if m.segment_id == form.segment), None)
        if form.denies and known is not None:
            return f"图谱现记为从事该环节（把握 {known.confidence / MICRO:.0%}）。"
        return ""
    if isinstance(form, PostForm):
        held = next((p for p in posts(store) if p.firm == form.firm and p.association == form.association), None)
        if held is not None and held.post != form.post:
            return f"图谱现记为{POSTS[held.post][0]}。"
        return ""
    for r in store.rows("relation"):
        if {r.from_id, r.to_id} != {form.firm, form.other}:
            continue
        same_way = r.from_id == form.firm
        kind = r.kind if same_way else OPPOSITE.get(r.kind, r.kind)
        if kind != form.kind and {kind, form.kind} <= {"supplier", "customer"}:
            return f"图谱现记为{RELATION_WORDS[kind]}关系，方向相反。"
        if not same_way and r.kind == form.kind and form.kind in ("subsidiary", "investor"):
            return f"图谱现记的{RELATION_WORDS[r.kind]}关系方向相反。"
    return ""


def reject(fact: Fact, reviewer: str, why: str) -> None:
    """Decide against a fact. Raises `InvalidArgument` without a reason."""
    _undecided(fact)
    if not why.strip():
        raise InvalidArgument("不予采纳须写明原因。")
    fact.status, fact.reviewer, fact.why, fact.decided = "rejected", reviewer, why.strip(), datetime.now()


def accept(fact: Fact, reviewer: str, store: GraphStore) -> int:
    """Write a fact into the graph; the number of its batch.

    Raises `InvalidArgument` where it was decided before, or nobody answers for the review.
    """
    _undecided(fact)
    if not reviewer.strip():
        raise InvalidArgument("请填写审核人所在处室。")
    source = f"会谈纪要“{fact.minutes.title}”（{fact.minutes.day.isoformat()}），{reviewer.strip()}审核"
    with store.batch("visit", source) as batch:
        if fact.kind == "relation":
            p = fact.payload
            batch.upsert([Relation(p["firm"], p["other"], p["kind"], p["detail"] or fact.minutes.title)])
        elif fact.kind == "post":
            p = fact.payload
            batch.upsert([post_row(store, p["firm"], p["association"], p["post"], fact.minutes.day)])
        else:
            _membership(fact, store, batch, source)
        number = batch.id
    fact.status, fact.reviewer, fact.decided, fact.batch = "accepted", reviewer.strip(), datetime.now(), number
    return number


def _membership(fact: Fact, store: GraphStore, batch: Any, source: str) -> None:
    """A membership is raised to what the firm says of itself; one that the firm denies is retired."""
    p = fact.payload
    rows = [m for m in store.memberships([p["firm"]]) if m.segment_id != p["segment"]]
    if not p["denies"]:
        known = next((m for m in store.memberships([p["firm"]]) if m.segment_id == p["segment"]), None)
        told: MembershipEvidence = {
            "kind": "product",
            "term": fact.sentence,
            "text": p["detail"] or fact.sentence,
            "source": source,
            "weight": TOLD,
        }
        evidence = (*(known.evidence if known else ()), told)
        sure = max(known.confidence if known else 0, round(TOLD * MICRO))
        rows.append(Membership(p["firm"], p["segment"], sure, evidence, known.revenue_share if known else None))
    batch.replace("membership", "firm_id", [p["firm"]], rows)


def _undecided(fact: Fact) -> None:
    if fact.status != "proposed":
        raise InvalidArgument("这条已经审核过了。")
