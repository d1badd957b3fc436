"""The shape of the documents about gaps and chains. Keys stand in the order in which they are written."""

from __future__ import annotations

from typing import Generic, Literal, NotRequired, TypedDict, TypeVar

from graph.model.records import Action, GapKind, LinkKind, Tier, Verdict
from graph.model.records import Scope as Kind
from graph.model.text import RecordedFirm

Answer = Literal["recruit", "nearby", "unsuitable", "check"]  # should a segment be recruited for?
State = Literal["missing", "break", "weak", "single_point", "extension", "no_data", "strong", "present", "absent"]
Status = Literal["new", "persistent", "healed"]  # of a gap, compared with an earlier day


class SegmentRef(TypedDict):
    """A segment with its names."""

    segment: str
    chain: str
    name: str
    name_en: str


class FirmList(TypedDict):
    """The first firms of a group by name, with what of each is verified, and the number of all of them."""

    count: int
    firms: list[RecordedFirm]


class Judged(TypedDict):
    """Kind and verdict, which every document about a gap has."""

    kind: GapKind
    verdict: Verdict


# -- a gap -------------------------------------------------------------------------------------------


class PartnerDocument(RecordedFirm):
    """A local buyer or supplier: its own product that takes the input or is supplied, and what the input costs it (or
    what it sells), 亿元 a year, estimated."""

    product: str
    yi: float


class NeighbourDocument(TypedDict):
    """A linked segment with local firms; `share` is of the buyer's input cost, `source` says where it is from.

    yi: what its local firms spend on it (or sell) a year, 亿元, `low_yi` to `high_yi` its range (of a buyer; of a
    supplier the same figure); firms: those whose own product takes the input or is
    supplied, by what it costs them (or they sell), `count` in number; `ids`: all of them; sought: was anybody to be
    named there? Not where the share is small; known: is it on record of any firm there what it makes? taking: the part
    of the buying segment whose products take the input, 0–1; central: is it a trade whose purchases its group or
    provincial company makes?"""

    segment: str
    name: str
    name_en: str
    share: float
    source: str
    estimate: bool
    kind: LinkKind
    strength: float
    yi: float
    low_yi: float
    high_yi: float
    count: int
    firms: list[PartnerDocument]
    ids: list[str]
    sought: bool
    known: bool
    taking: float
    central: bool


class CoverageDocument(TypedDict):
    """How much of what exists the data hold; `estimate` in 0–1, None where unknown; `sources`: firms by source."""

    estimate: float | None
    firms: int
    sources: dict[str, int]
    method: str


class LandingEffect(TypedDict):
    """What one medium firm would change: completeness of the chain in 0–1; buyers_served: local firms in the segments
    that buy from it; sales_yi: what such a firm sells a year; local_part: part of that which local need takes, 0–1."""

    completeness_before: float
    completeness_after: float
    buyers_served: float
    sales_yi: float
    local_part: float


class Evidence(TypedDict):
    """The firms and figures behind a gap."""

    buyers: list[NeighbourDocument]
    suppliers: list[NeighbourDocument]
    sellers: list[NeighbourDocument]  # who would sell it on
    local: FirmList
    candidates: FirmList
    makers: list[PartnerDocument]  # the first of the candidates whose main product is of the segment
    measures: dict[str, float]
    coverage: CoverageDocument
    verdict_reason: str
    effect: LandingEffect


class NeedFigures(TypedDict):
    """buyers: firms that can be named; segments: those that feel it; pull: in size units; demand_yi: 亿元 a year;
    plans: projects; least_sales_yi: of the smallest usual plant, None where unknown; argument: does the demand fill a
    tenth of it; market: who buys it beside firms; known: is it on record
    of firms of its main buying segments what they make; known_share: part of the demand that rests on a revenue on
    record, 0–1; service: is it no goods. demand_low_yi, demand_high_yi: the range of the demand
    (`graph.gaps.market.local_need`); central_yi: what group or provincial head offices buy for local firms, 亿元
    a year, no part of `demand_yi`; project: is most of it machines and plant, bought once for many years;
    everywhere: a trade of branches, shops or farms that every city has and every trade buys, so that no figure is told;
    settled: does the range decide whether the demand fills a tenth of the smallest usual plant; by_waste: does
    the trade live on the waste within reach and not on who buys."""

    buyers: int
    segments: int
    pull: float
    demand_yi: float
    plans: int
    least_sales_yi: float | None
    argument: bool
    market: list[str]
    known: bool
    known_share: float
    service: bool
    demand_low_yi: float
    demand_high_yi: float
    central_yi: float
    project: bool
    everywhere: bool
    settled: bool
    by_waste: bool


class PresenceFigures(TypedDict):
    """local: firms; quotient_high: upper bound of the shrunk location quotient, None where nothing can be compared;
    largest_share: of the largest firm; by_product: firms seated here whose own product is of the segment; covers: their
    size over what local buyers pull, None where nobody asks; everywhere: a trade of branches, shops or farms that every
    city has; outside: those of the local firms that have only a site or branch here; elsewhere: those of
    these whose own firm stands here in another trade, so that the site is no site of this one; faint:
    are all of them together too small to count as a supplier; bodies: institutes among those named,
    which are no firms."""

    local: int
    quotient_high: float | None
    effective_suppliers: float
    largest_share: float
    by_product: int
    covers: float | None
    everywhere: bool
    outside: int
    faint: bool
    elsewhere: int
    bodies: int


class CoverageFigures(TypedDict):
    """estimate: at most this part of the chain's firms of this size is on record, None where unknown; sources: their
    number; named: each with its scope; small: is the trade one of small firms; reason: of the verdict; chance: of one
    local firm; unchecked: are there local firms of none of which it is checked what it makes."""

    estimate: float | None
    firms: int
    sources: int
    named: dict[str, Kind]
    small: bool
    reason: str
    chance: float | None
    unchecked: bool


class ConsequenceFigures(TypedDict):
    """felt: ids of the local segments at least 1% of whose cost hangs on it through a local buyer, `segments` in all;
    indirect_yi: what hangs on it there, 亿元 a year; firms: in those segments, a figure that is never told as harm;
    cut_off: those that nothing else in the chain supplies."""

    segments: int
    felt: list[str]
    strength: float
    indirect_yi: float
    firms: int
    cut_off: list[str]
    cut_off_names: list[str]
    cut_off_names_en: list[str]


Figures = TypeVar("Figures")


class TestDocument(TypedDict, Generic[Figures]):
    """One of the four tests; `passed` is None where it cannot be told (待核)."""

    passed: bool | None
    figures: Figures
    firms: list[RecordedFirm]
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
    units; least_sales_yi, local_demand_yi: 亿元 a year, the latter with its range; supplied: do local firms known by
    their product come near to what is needed; resource: natural resources it needs that the region lacks, or
    where it lacks none of which nobody knows whether they are here; wide: is it many kinds of product, of which a plant
    makes a few; on_the_spot: is it done where it is used; market: who buys it beside firms; strict: is it hard on its
    surroundings; service: is it no goods; barriers: to entry, in Chinese. None: not known, or for `haul_km` without
    limit."""

    parks: int
    barred: bool | None
    haul_km: float | None
    light: bool | None
    supply_nearby: float
    least_sales_yi: float | None
    local_demand_yi: float
    local_demand_low_yi: float
    local_demand_high_yi: float
    supplied: bool
    resource: list[str]
    region: str
    region_en: str
    wide: bool
    on_the_spot: bool
    market: list[str]
    strict: bool
    service: bool
    barriers: list[str]


class RecruitDocument(TypedDict):
    """可招性: the answer with its reason."""

    answer: Answer
    reason: str
    figures: RecruitFigures
    sentence: str
    sentence_en: str


class CityFigures(TypedDict):
    """What cities are compared by; None where not known."""

    population_wan: float | None
    gdp_per_head_wan: float | None
    secondary_share: float | None


class LikenessDocument(CityFigures):
    """Why a city stands beside the region. size, profile: how alike in size and sectors, and in industries, 0–1;
    reason: the leaders' own, where they chose it; sentence: a phrase."""

    size: float
    profile: float | None
    same_province: bool
    reason: str
    sentence: str
    sentence_en: str


class PeerDocument(TypedDict):
    """What a like or chosen city has in the segment; `base`: strength in the supplier an extension builds on.

    firms, own_firms: of the city and of the region, over the sources that cover both; where there is none, `comparable`
    is false and both are 0. chosen: by the leaders (对标城市)."""

    region: str
    name: str
    name_en: str
    likeness: float
    firms: float
    strength: float
    base: float | None
    sentence: str
    sentence_en: str
    comparable: bool
    own_firms: float
    chosen: bool
    likeness_of: LikenessDocument


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
    peers_by: str  # how the like cities were found
    peers_by_en: str
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
    """A segment of a chain with its local state; `verdict` and `kind` are None where it is no gap.

    demand: it only buys, so it has no firms and is no gap; `local_suppliers` are then the local firms that sell to it.
    foreign_share: what foreign groups make in the country, of what is made there; None where unknown."""

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
    lane: str
    demand: bool
    foreign_share: float | None
    local_suppliers: NotRequired[int]


class LaneDocument(TypedDict):
    """A sub-chain in which segments are drawn."""

    id: str
    name: str
    name_en: str


# A class cannot have a field named `from`. estimate: the source says that nobody has counted it.
LinkDocument = TypedDict(
    "LinkDocument",
    {"from": str, "to": str, "kind": LinkKind, "share": float, "source": str, "estimate": bool},
)


class ChainDocument(TypedDict):
    """One chain in a region, as `liantu chain --json` prints it."""

    id: str
    name: str
    name_en: str
    region: str
    segments: list[SegmentDocument]
    links: list[LinkDocument]
    lanes: list[LaneDocument]
    weights_source: str
