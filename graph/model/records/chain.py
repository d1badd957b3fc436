"""What a chain consists of: segments and the links between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypedDict

from graph.model.records.sources import estimated

Tier = Literal["upstream", "midstream", "downstream", "support"]
LinkKind = Literal["material", "component", "equipment", "service", "channel"]
TIERS: tuple[Tier, ...] = ("upstream", "midstream", "downstream", "support")
LINK_KINDS: tuple[LinkKind, ...] = ("material", "component", "equipment", "service", "channel")


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology route of a segment, for the 技术路线图."""

    name: str
    maturity: str
    trend: str


class Siting(TypedDict, total=False):
    """What a typical project of a segment needs and whom it sells to; a key that is not there is unknown. Ranges are
    [least, most]."""

    investment_yi: list[float]  # 亿元
    turnover: float  # yearly sales per yuan invested, where it is not what is usual in industry
    land_mu: list[float]  # 亩
    power: str  # a `graph.model.vocabulary.Use`
    water: str  # a `graph.model.vocabulary.Use`
    environment: str  # a `graph.model.vocabulary.EnvironmentNeed`
    permit: str  # a `graph.model.vocabulary.Permit`
    resource: list[str]  # `graph.model.vocabulary.NaturalResource`s, each of them needed
    market: list[str]  # `graph.model.vocabulary.Market`s: who buys it beside firms, so that firms are no measure of it
    wide: bool  # so many kinds of product that one plant makes a few of them
    captive: bool  # set up and used only by who needs it, with a licence: nobody sells it
    everywhere: bool  # branches, shops and households in every city, of which no register lists all


@dataclass(frozen=True, slots=True)
class Segment:
    """环节: one step of a chain. `id` is `chain.segment`; weights are estimates in 0–1."""

    id: str
    chain: str
    name: str
    name_en: str
    tier: Tier
    description: str
    products: tuple[str, ...]
    gbt4754: tuple[str, ...] = ()
    techs: tuple[Technology, ...] = ()
    value_weight: float = 0.0
    import_dependence: float = 0.0
    barriers: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    siting: Siting = field(default_factory=Siting)
    foreign_share: float | None = None  # what foreign groups make here, of what is made here; None is unknown
    lane: str = ""  # the sub-chain it is drawn in
    demand: bool = False  # a buyer outside the chain: no firms, no gaps, no targets
    position: int = 0  # its place in the chain's file, which is the order people read it in
    source: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """上下游关系: from the supplying to the buying segment; `share` is of the buyer's input cost, 0–1."""

    source_id: str
    target_id: str
    kind: LinkKind
    share: float
    source: str = ""

    @property
    def estimated(self) -> bool:
        """Does the share rest on an estimate? Otherwise `source` names something that can be opened."""
        return estimated(self.source)


@dataclass(frozen=True, slots=True)
class Lane:
    """A sub-chain of a chain, in which its segments are drawn (`Segment.lane`)."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Chain:
    """产业链: its segments and the links into them (links from other chains included).

    `weights_source` says which statistic the `value_weight`s of its segments follow."""

    id: str
    name: str
    name_en: str
    set: str
    description: str
    segments: tuple[Segment, ...]
    links: tuple[Link, ...]
    lanes: tuple[Lane, ...] = ()
    weights_source: str = ""
