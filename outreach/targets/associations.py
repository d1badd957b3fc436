"""Posts of firms in associations: firms that sit in the same one can introduce us to each other.

In the graph a post is a relation of the kind `other` to the association, which is kept by name as a counterparty
that is not a firm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import InvalidArgument
from graph.model.records import OUTSIDE_FIRM, Institution, Relation
from graph.store.base.protocol import GraphStore
from outreach.targets.shapes import Fellow

POSTS = {
    "president": ("会长单位", "president"),
    "vice": ("副会长单位", "vice president"),
    "standing": ("常务理事单位", "standing council member"),
    "council": ("理事单位", "council member"),
    "member": ("会员单位", "member"),
}
_MARK = "协会职务："  # begins the detail of such a relation


@dataclass(frozen=True, slots=True)
class Post:
    """A firm's post in an association: ids, a key of `POSTS`, the association's name."""

    firm: str
    association: str
    post: str
    name: str


def post_row(store: GraphStore, firm: str, association: str, post: str, day: date) -> Relation:
    """The relation that says it. Raises `InvalidArgument` where the association is gone."""
    body = next((i for i in store.rows(Institution) if i.id == association), None)
    if body is None:
        raise InvalidArgument("名录里已没有这个协会，请重新录入。")
    return Relation(firm, OUTSIDE_FIRM + association, "other", _MARK + POSTS[post][0], body.name, day.isoformat())


def posts(store: GraphStore) -> list[Post]:
    """All posts the graph holds."""
    keys = {zh: key for key, (zh, _) in POSTS.items()}
    return [
        Post(r.from_id, r.to_id.removeprefix(OUTSIDE_FIRM), keys[r.detail.removeprefix(_MARK)], r.to_name)
        for r in store.rows(Relation)
        if r.kind == "other" and r.detail.startswith(_MARK) and r.detail.removeprefix(_MARK) in keys
    ]


def fellows(posts: Sequence[Post], firm: str, local: Mapping[str, str]) -> list[Fellow]:
    """Local firms (id → name) that sit in an association with this firm, the higher post first, as introducers."""
    rank = list(POSTS)
    own = {p.association: p for p in posts if p.firm == firm}
    out: list[Fellow] = []
    for p in sorted(posts, key=lambda p: (rank.index(p.post), p.firm)):
        if p.association in own and p.firm != firm and p.firm in local:
            zh, en = POSTS[p.post]
            out.append(
                {
                    "introducer": local[p.firm],
                    "kind": "firm",
                    "relation": "association_post",
                    "why": f"{p.name}{zh}，对方为{POSTS[own[p.association].post][0]}",
                    "why_en": f"{en} of {p.name}, where they sit as well",
                }
            )
    return out
