"""The shape of every JSON document that graph.gaps writes. Keys stand in the order in which they are written."""

from __future__ import annotations

from typing import Generic, Literal, NotRequired, TypedDict, TypeVar

from graph.model.records import Action, GapKind, LinkKind, Tier, Verdict
from graph.model.text import FirmRef, RecordedFirm

Answer = Literal["recruit", "nearby", "unsuitable", "check"]  # should a segment be recruited for?
State = Literal["missing", "break", "weak", "single_point", "extension", "no_data", "strong", "present", "absent"]
Status = Literal["new", "persistent", "healed"]  # of a gap, compared with an earlier day
FactKind = Literal["gap_new", "gap_healed", "state_changed", "firm_came", "firm_left"]
RoleKind = Literal["leader", "head", "core"]
Resource = Literal["money_yi", "land_mu", "high_power"]


class SegmentRef(TypedDict):
    """A segment with its names."""

    segment: str
    chain: str
    name: str
    name_en: str


class FirmList(TypedDict):
    """The first firms of a group by name, and the number of all of them."""

    count: int
    firms: list[FirmRef]


class RecordedFirmList(TypedDict):
    """As `FirmList`, and of each firm whether its record is verified."""

    count: int
    firms: list[RecordedFirm]


class Judged(TypedDict):
    """Kind and verdict, which every document about a gap has."""

    kind: GapKind
    verdict: Verdict


# -- a gap -------------------------------------------------------------------------------------------


class NeighbourDocument(TypedDict):
    """A linked segment with local firms; `share` is of the buyer's input cost."""

    segment: str
    name: str
    name_en: str
    share: float
    kind: LinkKind
    strength: float
    count: int
    firms: list[FirmRef]


class CoverageDocument(TypedDict):
    """How much of what exists the data hold; `estimate` in 0–1, None where unknown; `sources`: firms by source."""

    estimate: float | None
    firms: int
    sources: dict[str, int]
    method: str


class LandingEffect(TypedDict):
    """What one medium firm would change: completeness of the chain in 0–1, local buyers served."""

    completeness_before: float
    completeness_after: float
    buyers_served: float


class Evidence(TypedDict):
    """The firms and figures behind a gap."""

    buyers: list[NeighbourDocument]
    suppliers: list[NeighbourDocument]
    local: FirmList
    candidates: FirmList
    measures: dict[str, float]
    coverage: CoverageDocument
    verdict_reason: str
    effect: LandingEffect


class NeedFigures(TypedDict):
    """buyers: firms; segments: those they work in; pull: in size units; demand_yi: 亿元 a year; plans: projects."""

    buyers: int
    segments: int
    pull: float
    demand_yi: float
    plans: int


class PresenceFigures(TypedDict):
    """local: firms; quotient_high: upper bound of the shrunk location quotient; largest_share: of the largest firm."""

    local: int
    quotient_high: float
    effective_suppliers: float
    largest_share: float


class CoverageFigures(TypedDict):
    """estimate: as in `CoverageDocument`; sources: their number; reason: of the verdict; chance: of one local firm."""

    estimate: float | None
    firms: int
    sources: int
    reason: str
    chance: float


class ConsequenceFigures(TypedDict):
    """felt: ids of the local segments affected, `segments` in number; cut_off: those that nothing else supplies."""

    segments: int
    felt: list[str]
    strength: float
    firms: int
    cut_off: list[str]
    cut_off_names: list[str]
    cut_off_names_en: list[str]


Figures = TypeVar("Figures")


class TestDocument(TypedDict, Generic[Figures]):
    """One of the four tests; `passed` is None where it cannot be told (待核)."""

    passed: bool | None
    figures: Figures
    firms: list[FirmRef]
    sentence: str
    sentence_en: str
    count: int


class Tests(TypedDict):
    """The four tests of a gap."""

    need: TestDocument[NeedFigures]
    presence: TestDocument[PresenceFigures]
    coverage: TestDocument[CoverageFigures]
    consequence: TestDocument[ConsequenceFigures]


class RecruitFigures(TypedDict):
    """parks: their number; haul_km: how far the goods travel; light: farther than two hours; supply_nearby: in size
    units; least_sales_yi, local_demand_yi: 亿元 a year. None: not known, or for `haul_km` without limit."""

    parks: int
    barred: bool | None
    haul_km: float | None
    light: bool | None
    supply_nearby: float
    least_sales_yi: float | None
    local_demand_yi: float


class RecruitDocument(TypedDict):
    """可招性: the answer with its reason."""

    answer: Answer
    reason: str
    figures: RecruitFigures
    sentence: str
    sentence_en: str


class PeerDocument(TypedDict):
    """What a city of similar make-up has in the segment; `base`: strength in the supplier an extension builds on."""

    region: str
    name: str
    name_en: str
    likeness: float
    firms: float
    strength: float
    base: float | None
    sentence: str
    sentence_en: str


class VerdictChangeFigures(TypedDict, total=False):
    """What the rule behind a `VerdictChange` compares; each code has its own keys."""

    now: float | None
    needed: float
    chance: float
    buyers: int
    largest_share: float


class VerdictChange(TypedDict):
    """What would change the verdict or the kind of a gap."""

    code: str
    figures: VerdictChangeFigures
    sentence: str
    sentence_en: str


class RankedGap(TypedDict):
    """A gap in short, with its place by score, from 1."""

    rank: int
    kind: GapKind
    verdict: Verdict
    action: Action
    score: float


class HistoryDocument(TypedDict):
    """How a gap stands against an earlier day; `was` is None where it was no gap then."""

    since: str
    status: Status
    was: RankedGap | None


class GapDocument(TypedDict):
    """缺口: one gap of a region, as `liantu gaps --json` prints it; see docs/gaps.md."""

    segment: str
    name: str
    name_en: str
    chain: str
    kind: GapKind
    verdict: Verdict
    action: Action
    score: float
    components: dict[str, float]
    interval: list[float]
    rank: int
    rank_of: int
    rank_low: int
    rank_high: int
    by_source: dict[str, float]
    evidence: Evidence
    tests: Tests
    recruit: RecruitDocument
    peers: list[PeerDocument]
    changes: list[VerdictChange]
    own_expansion: NotRequired[FirmList]  # for action `strengthening`
    sentence: str
    sentence_en: str
    history: NotRequired[HistoryDocument]  # where compared with an earlier day


# -- a chain -----------------------------------------------------------------------------------------


class TechnologyDocument(TypedDict):
    """A technology route of a segment."""

    name: str
    maturity: str
    trend: str


class SegmentDocument(TypedDict):
    """A segment of a chain with its local state; `verdict` and `kind` are None where it is no gap."""

    id: str
    name: str
    name_en: str
    tier: Tier
    description: str
    firms_national: int
    firms_local: int
    strength: float
    state: State
    verdict: Verdict | None
    kind: GapKind | None
    value_weight: float
    import_dependence: float
    products: list[str]
    techs: list[TechnologyDocument]


# A class cannot have a field named `from`.
LinkDocument = TypedDict("LinkDocument", {"from": str, "to": str, "kind": LinkKind, "share": float, "source": str})


class ChainDocument(TypedDict):
    """One chain in a region, as `liantu chain --json` prints it."""

    id: str
    name: str
    name_en: str
    region: str
    segments: list[SegmentDocument]
    links: list[LinkDocument]


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
    candidates: RecordedFirmList


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
