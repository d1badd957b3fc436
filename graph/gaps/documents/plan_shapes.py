"""The shape of the documents about plans: scenarios, portfolios, kinds of firm, changes. Keys in written order."""

from __future__ import annotations

from typing import Literal, TypedDict

from graph.gaps.documents.shapes import Answer, FirmList, RankedGap, SegmentRef, Status
from graph.model.records import Action, GapKind, Verdict
from graph.model.text import RecordedFirm

FactKind = Literal["gap_new", "gap_healed", "state_changed", "firm_came", "firm_left"]
RoleKind = Literal["leader", "head", "core"]
Resource = Literal["money_yi", "land_mu", "high_power"]


# -- scenario ----------------------------------------------------------------------------------------


class Removal(TypedDict):
    """A local segment falls out; `firms`: ids of those that worked in it. `note`: '' or `nobody_local`."""

    do: Literal["remove"]
    segment: str
    firms: list[str]
    note: str


class Addition(TypedDict):
    """A firm (id and name) lands in a segment. `note`: '', `already_local` or `new_trade`."""

    do: Literal["add"]
    segment: str
    firm: str
    name: str
    note: str


class NamedRemoval(Removal):
    """A `Removal` with the names of its segment."""

    segment_name: str
    segment_name_en: str


class NamedAddition(Addition):
    """An `Addition` with the names of its segment."""

    segment_name: str
    segment_name_en: str


class CompletenessChange(TypedDict):
    """Completeness of a chain in 0–1 before and after."""

    chain: str
    name: str
    name_en: str
    before: float
    after: float


class SinglePointChanges(TypedDict):
    """Segments in which one firm decides: their number before and after, and which came and went."""

    before: int
    after: int
    new: list[SegmentRef]
    healed: list[SegmentRef]


class NewGap(SegmentRef):
    """A gap that the scenario opens."""

    after: RankedGap


class HealedGap(SegmentRef):
    """A gap that the scenario closes."""

    before: RankedGap


class MovedGap(SegmentRef):
    """A gap whose kind or place changes."""

    before: RankedGap
    after: RankedGap


class GapChanges(TypedDict):
    """Number of gaps before and after, and which of them are new, closed or moved."""

    before: int
    after: int
    new: list[NewGap]
    healed: list[HealedGap]
    moved: list[MovedGap]


class Comparison(TypedDict):
    """What differs between two states of a region."""

    completeness: list[CompletenessChange]
    single_points: SinglePointChanges
    gaps: GapChanges


class ScenarioDocument(TypedDict):
    """补链沙盘: what a scenario changes; `chain` is '' for all chains."""

    region: str
    chain: str
    changes: list[NamedRemoval | NamedAddition]
    completeness: list[CompletenessChange]
    single_points: SinglePointChanges
    gaps: GapChanges


# -- portfolio ---------------------------------------------------------------------------------------


class LimitsDocument(TypedDict):
    """What the office can afford; None: no limit."""

    k: int
    money_yi: float | None
    land_mu: float | None
    high_power: float | None


class CostDocument(TypedDict):
    """What one usual project takes; None: not known."""

    money_yi: float | None
    land_mu: float | None
    high_power: float | None


class SitingDocument(TypedDict):
    """Usual range of investment in 亿元 and of land in 亩, and need of power; None: not known."""

    investment_yi: list[float] | None
    land_mu: list[float] | None
    power: str | None


class RecruitAnswer(TypedDict):
    """可招性 without its figures."""

    answer: Answer
    sentence: str
    sentence_en: str


class LandingDocument(SegmentRef):
    """One landing of a portfolio; `gain`, `value` (of the set so far), `completeness` and `need` in 0–1."""

    kind: GapKind
    verdict: Verdict
    action: Action
    gain: float
    value: float
    completeness: float
    need: float
    cost: CostDocument
    recruit: RecruitAnswer
    siting: SitingDocument
    candidates: FirmList


class BarredSegment(SegmentRef):
    """A gap left out of a portfolio since it should not be recruited for."""

    reason: str
    sentence: str
    sentence_en: str


class FrontierPoint(TypedDict):
    """The best set of at most `k` landings: how many it has, its worth, the upper bound, money and land."""

    k: int
    landings: int
    value: float
    bound: float
    money_yi: float
    land_mu: float


class PortfolioDocument(TypedDict):
    """组合引进: the best landings under limits. `left_out` has the limited resources only."""

    region: str
    chain: str
    limits: LimitsDocument
    landings: list[LandingDocument]
    value: float
    bound: float
    guaranteed: float
    used: dict[Resource, float]
    unknown: dict[Resource, list[SegmentRef]]
    left_out: dict[Resource, list[SegmentRef]]
    barred: list[BarredSegment]
    considered: int
    unsure: int
    frontier: list[FrontierPoint]


# -- kinds of firm, and what serves several chains -----------------------------------------------------


class RoleDocument(TypedDict):
    """链主, 头部企业 or 核心节点企业: one mark of a firm with its reason."""

    kind: RoleKind
    chain: str
    segment: str
    firm: RecordedFirm
    weight: float
    figures: dict[str, float]
    local: bool
    reason: str
    reason_en: str


class BuyingSegment(SegmentRef):
    """A local segment that buys from a gap; `firms`: ids."""

    share: float
    strength: float
    firms: list[str]


class SegmentAcross(SegmentRef):
    """A gap that local buyers of two or more chains wait for."""

    kind: GapKind
    verdict: Verdict
    score: float
    chains: list[str]
    reasons: list[BuyingSegment]


class ServedGap(SegmentRef):
    """A gap that a firm from elsewhere could fill; `confidence` in 0–1 that it works in the segment."""

    kind: GapKind
    verdict: Verdict
    score: float
    confidence: float


class FirmAcross(RecordedFirm):
    """A firm from elsewhere that works in gaps of two or more chains."""

    chains: list[str]
    weight: float
    reasons: list[ServedGap]


class AcrossDocument(TypedDict):
    """跨链: segments and firms that would close gaps in two or more chains."""

    region: str
    segments: list[SegmentAcross]
    firms: list[FirmAcross]


# -- changes since a day -------------------------------------------------------------------------------


class BatchRef(TypedDict):
    """A load: number, source, file, kind and day."""

    id: int
    source: str
    file: str
    kind: str
    date: str


class ChangeFact(TypedDict):
    """One thing that happened between two states. `before`, `after`: states or gap kinds, '' where they do not apply;
    `name`: of the firm; `batch`: the load that brought it, None where none of the region's did."""

    what: FactKind
    segment: str
    firm: str
    name: str
    before: str
    after: str
    batch: BatchRef | None


class FactDocument(TypedDict):
    """A `Fact` with the names of its segment and its firm."""

    what: FactKind
    segment: str
    firm: str
    before: str
    after: str
    batch: BatchRef | None
    chain: str
    segment_name: str
    segment_name_en: str
    firm_name: str


class StatusChange(TypedDict):
    """How a gap stands against an earlier day; `was` and `now` are None where it is no gap."""

    status: Status
    was: RankedGap | None
    now: RankedGap | None


class ChangedGap(SegmentRef):
    """A gap as it was and is."""

    was: RankedGap | None
    now: RankedGap | None


class GapsByStatus(TypedDict):
    """Gaps by how they stand against an earlier day."""

    new: list[ChangedGap]
    healed: list[ChangedGap]
    persistent: list[ChangedGap]


class LastLoad(TypedDict):
    """The newest load of the earlier state."""

    id: int
    source: str
    finished: str


class ChangesDocument(TypedDict):
    """变化: what changed in a region since a day."""

    region: str
    chain: str
    since: str
    last_load: LastLoad
    gaps: GapsByStatus
    facts: list[FactDocument]
