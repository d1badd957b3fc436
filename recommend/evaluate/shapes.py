"""The shapes of the back-test's documents: one line a landing, the report, and the report on the office's own record.

An interval is [mean, low, high]: 95% bootstrap over landings.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from graph.chance.weights import TrainedOn as ChanceTrainedOn
from graph.model.records import Decision
from recommend.rank.training import ChartPoint
from recommend.rank.weights import TrainedOn

Interval = list[float]

# The measures of one list over landings, see `recommend.evaluate.backtest_report.figures`.
Figures = TypedDict(
    "Figures", {"auc": Interval, "top_tenth": Interval, "mrr": Interval, "recall@10": Interval, "recall@50": Interval}
)


class ChainFigures(Figures):
    """The measures of our list over the landings of one chain."""

    chain: str
    landings: int


class BacktestLine(TypedDict):
    """One landing in the output of `liantu backtest`: `ranked` are stock codes, the best first."""

    ts_code: str
    dest_adcode: str
    segment: str | None
    candidates: int
    rank: float | None
    ranked: list[str]
    reason: NotRequired[str]  # why it could not be ranked


class SegmentLine(TypedDict):
    """One landing in the output of `liantu backtest --of segments`: `ranked` are the segments of its chain by priority,
    the best first; the other ranks are by need, chance, number of firms elsewhere, relatedness. Ties take the mean."""

    ts_code: str
    dest_adcode: str
    chain: str | None
    segment: str | None
    of: int
    rank: float | None
    ranked: list[str]
    rank_need: float | None
    rank_chance: float | None
    rank_national: float | None
    rank_density: float | None
    reason: NotRequired[str]  # why it could not be ranked


class FirstFirm(TypedDict):
    """A firm at the head of a case: its name, and whether it is the one that came."""

    name: str
    came: bool


class CaseFeature(TypedDict):
    """A measured feature of the firm that came, beside the median of the candidates and the coefficient."""

    name: str
    label: str
    label_en: str
    value: float
    usual: float
    weight: float


class CaseDocument(TypedDict):
    """One landing in words, for the page 回测."""

    firm: str
    code: str
    seat: str
    destination: str
    project: str
    segment: str
    segment_name: str
    segment_name_en: str
    candidates: int
    rank: float | None
    reason: str
    first: list[FirstFirm]
    features: list[CaseFeature]


class WeightsDocument(TypedDict):
    """The coefficients of the measured features, by feature."""

    learned: bool
    full: dict[str, float]
    trained: TrainedOn


class CandidateCounts(TypedDict):
    """How many candidates a landing has."""

    median: float
    mean: float
    most: int


class MainOnly(TypedDict, total=False):
    """The sterner test among rivals with the same main segment; empty where no landing allows it."""

    landings: int
    models: dict[str, Figures]
    ahead: dict[str, Interval]


class FirstOfList(TypedDict):
    """The first of each list: the mean chance that was stated, the share that came, number of lists."""

    said: float
    came: float
    n: int


class Calibration(TypedDict):
    """How far the chances can be believed, see `recommend.evaluate.backtest_report.calibration`."""

    error: float
    error_of_first: float
    luck_of_first: Interval
    first: FirstOfList
    pairs: int
    chart: list[ChartPoint]
    chart_of_first: list[ChartPoint]


class BacktestReport(TypedDict):
    """The whole back-test. `models`: our list and its baselines; `ahead`: the paired difference in AUC to each
    baseline."""

    landings: int
    ranked: int
    measured: int
    not_ranked: dict[str, int]
    weights: WeightsDocument
    cross_validated: int
    models: dict[str, Figures]
    chains: list[ChainFigures]
    main_only: MainOnly
    ahead: NotRequired[dict[str, Interval]]
    candidates: NotRequired[CandidateCounts]
    calibration: NotRequired[Calibration]
    data: NotRequired[str]  # name of the folder of listed firms
    cases: NotRequired[list[CaseDocument]]  # not of a release: single projects do not ship
    landings_file: NotRequired[str]
    made: NotRequired[str]  # the day, of a release
    release: NotRequired[str]  # version of the release it ships with, where it does


class SegmentChain(TypedDict):
    """The lists over the landings of one chain; `ahead`: priority less each list, paired."""

    chain: str
    landings: int
    lists: dict[str, Interval]
    ahead: dict[str, Interval]


class SegmentReport(TypedDict):
    """The back-test of segments. `lists`: mean place of the segment that landed, 1 the first and 0 the last of its
    chain, 0.5 is luck; `ahead`, `chance_ahead`: priority, and chance, less each list, paired landing by landing."""

    of: str
    landings: int
    ranked: int
    not_ranked: dict[str, int]
    trained: ChanceTrainedOn
    coefficients: dict[str, float]
    cross_validated: int
    lists: dict[str, Interval]
    ahead: dict[str, Interval]
    chance_ahead: dict[str, Interval]
    chains: list[SegmentChain]
    where_none_known: NotRequired[dict[str, float]]
    data: NotRequired[str]
    landings_file: NotRequired[str]
    made: NotRequired[str]  # the day
    release: NotRequired[str]  # version of the release it ships with, where it does


class RankedDecision(TypedDict):
    """A decision of the office's own record and where the list ranks its firm; not a JSON document.

    rank: None where the firm is not among the candidates; values: of all features, by name.
    """

    decision: Decision
    rank: int | None
    candidates: int
    values: dict[str, float] | None


class RecordCounts(TypedDict):
    """How many decisions of each kind there are, how many could be ranked, and why the others could not."""

    all: int
    unranked: dict[str, int]
    won: int
    won_ranked: int
    lost: int
    lost_ranked: int


class RecordSummary(TypedDict):
    """What the office's own record says of the list; None where fewer than two cases could be ranked."""

    counts: RecordCounts
    won: Figures | None
    lost: Figures | None
