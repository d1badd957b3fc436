"""The rows of the lists beside the recommendation itself."""

from __future__ import annotations

from typing import TypedDict

from recommend.explain.shapes import EvidenceRow, TargetDocument


class ListedFirm(TypedDict):
    """The firm that a row of one of the four lists is about."""

    id: str
    name: str
    short: str
    place: str
    region: str
    products: list[str]
    tags: list[str]
    verified_identity: bool
    verified_products: bool
    group: str


class ListRow(TypedDict):
    """A row of 增资扩股, 资本招商 or 外流预警 (`recommend.lists.four_lists`).

    title: the group or the holder that the row is about; empty where it is about the firm itself.
    """

    firm: ListedFirm
    kind: str
    title: str
    text: str
    text_en: str
    score: float
    evidence: list[EvidenceRow]


class SegmentNeed(TypedDict):
    """A local firm's need, as a target answers it. `words`: how the firm put it."""

    firm: str
    segment: str
    words: str


class DemandRow(TypedDict):
    """A target that local firms look for, with their needs (`recommend.lists.demand.demand_first`)."""

    target: TargetDocument
    needs: list[SegmentNeed]


class SeekerNeed(TypedDict):
    """A local firm's need for a segment that the row names."""

    firm: str
    words: str


class LocalSupplier(TypedDict):
    """A local firm of the segment that is sought."""

    id: str
    name: str


class SupplyRow(TypedDict):
    """A segment that local firms seek (`recommend.lists.demand.supply`).

    local: how many other local firms work in it; suppliers: the first of them; targets: how many could come;
    first_class: how many of those have grade A.
    """

    segment: str
    needs: list[SeekerNeed]
    local: int
    suppliers: list[LocalSupplier]
    targets: int
    first_class: int


class GroupRow(TypedDict):
    """A group with its one owner (`recommend.lists.diversity.by_group`).

    owner: the list it stands on; target: its best firm there; others: further firms of the group as (id, short name);
    wanted_by: all owners whose list names the group.
    """

    group: str
    owner: str
    target: TargetDocument
    others: list[tuple[str, str]]
    wanted_by: list[str]


class GroupOwner(TypedDict):
    """The chain that owns a group, and what its team is called."""

    chain: str
    name: str


class GroupMember(TypedDict):
    """A further firm of a group."""

    id: str
    short: str


class OneOwnerTarget(TargetDocument):
    """The best target of a group, as `liantu recommend --one-owner` lists it. A room that knows who holds the group
    adds that."""

    group: str
    owner: GroupOwner
    wanted_by: list[str]
    others: list[GroupMember]
