"""Facts learnt on a visit, on their way into the graph: proposed, compared with the graph, reviewed, written.

An accepted fact becomes a relation, a membership or a post in an association, in a batch of its own whose source names
the minutes and the date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field, ValidationError, model_validator
from sqlalchemy.orm import Session

from graph.corrections.made import Draft, made
from graph.errors import InvalidArgument
from graph.measures.network import Network
from graph.model.records import MICRO, Correction, Institution, Membership, MembershipEvidence, Relation
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
OWN_WORD = 0.8  # confidence of what a firm says of itself


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
    session: Session, minutes: Minutes, store: GraphStore, network: Network, kind: str, fields: Mapping[str, str | bool]
) -> Fact:
    """Note a fact of these minutes, with what the graph has against it. `fields`: of the form of this kind, unchecked.

    Raises `InvalidArgument`.
    """
    if kind not in _FORMS:
        raise InvalidArgument(f"事实类型“{kind}”不认识，应为 relation、membership 或 post。")
    try:
        form = _FORMS[kind].model_validate(fields)
    except ValidationError as error:
        raise InvalidArgument(sentence(error)) from error
    fact = Fact(
        minutes=minutes,
        kind=kind,
        payload=form.model_dump(),
        sentence=_fact_sentence(store, network, form),
        contradicts=contradiction(store, form),
    )
    session.add(fact)
    session.flush()
    return fact


def _fact_sentence(store: GraphStore, network: Network, form: AnyForm) -> str:
    """The fact in a sentence. Raises `InvalidArgument` where a firm, association or segment is not there."""
    ends = [form.firm, form.other] if isinstance(form, RelationForm) else [form.firm]
    firms = {f.id: f for f in store.firms(ends)}
    missing = [e for e in ends if e not in firms]
    if missing:
        raise InvalidArgument(f"图谱里没有“{missing[0]}”这家企业，请先在“数据”页导入。")
    name = firms[form.firm].name
    if isinstance(form, RelationForm):
        if form.firm == form.other:
            raise InvalidArgument("一家企业不能与自己建立关系，请另选一家。")
        return f"{name}是{firms[form.other].name}的{RELATION_WORDS[form.kind]}。"
    if isinstance(form, PostForm):
        association = next((i for i in store.rows(Institution) if i.id == form.association), None)
        if association is None:
            raise InvalidArgument("名录里没有这个协会，请从列表中选择。")
        return f"{name}是{association.name}的{POSTS[form.post][0]}。"
    if form.segment not in network.makers:
        raise InvalidArgument(f"没有“{form.segment}”这个环节，请从列表中选择。")
    return f"{name}{'不' if form.denies else ''}从事{network.segments[form.segment].name}。"


def contradiction(store: GraphStore, form: AnyForm) -> str:
    """What the graph has against a fact, as one sentence; '' where nothing does."""
    if isinstance(form, MembershipForm):
        known = next((m for m in store.memberships([form.firm]) if m.segment_id == form.segment), None)
        if form.denies and known is not None:
            return f"图谱现记为从事该环节（把握 {known.confidence / MICRO:.0%}）。"
        return ""
    if isinstance(form, PostForm):
        known_post = next((p for p in posts(store) if p.firm == form.firm and p.association == form.association), None)
        if known_post is not None and known_post.post != form.post:
            return f"图谱现记为{POSTS[known_post.post][0]}。"
        return ""
    for r in store.rows(Relation):
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
    form = _FORMS[fact.kind].model_validate(fact.payload)
    with store.batch("visit", source) as batch:
        if isinstance(form, RelationForm):
            batch.upsert([Relation(form.firm, form.other, form.kind, form.detail or fact.minutes.title)])
        elif isinstance(form, PostForm):
            batch.upsert([post_row(store, form.firm, form.association, form.post, fact.minutes.day)])
        else:
            batch.replace("membership", "firm_id", [form.firm], _memberships(store, form, fact.sentence, source))
            batch.upsert([_correction(store, form, fact, reviewer)])
        number = batch.id
    fact.status, fact.reviewer, fact.decided, fact.batch = "accepted", reviewer.strip(), datetime.now(), number
    return number


def _memberships(store: GraphStore, form: MembershipForm, said: str, source: str) -> list[Membership]:
    """All memberships of the firm: this one at the confidence of the firm's own word, or left out where denied."""
    known = {m.segment_id: m for m in store.memberships([form.firm])}
    before = known.pop(form.segment, None)
    rows = list(known.values())
    if form.denies:
        return rows
    own_word: MembershipEvidence = {
        "kind": "product",
        "term": said,
        "text": form.detail or said,
        "source": source,
        "weight": OWN_WORD,
    }
    evidence = (*(before.evidence if before else ()), own_word)
    confidence = max(before.confidence if before else 0, round(OWN_WORD * MICRO))
    return [*rows, Membership(form.firm, form.segment, confidence, evidence, before.revenue_share if before else None)]


def _correction(store: GraphStore, form: MembershipForm, fact: Fact, reviewer: str) -> Correction:
    """The same as a correction, so that a load which assigns the firm anew does not lose it."""
    firm = store.firms([form.firm])[0]
    draft = Draft("not" if form.denies else "does", form.segment)
    reason = f"会谈纪要“{fact.minutes.title}”：{form.detail or fact.sentence}"
    return made(firm, draft, reason, reviewer, datetime.now().astimezone())


def _undecided(fact: Fact) -> None:
    if fact.status != "proposed":
        raise InvalidArgument("这条已经审核过了。")
