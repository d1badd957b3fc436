"""Limits that exclude, before any weight: energy, environment, chemical park, land yield per mu, natural resources, the
firm's own standing.

A limit is passed, failed or not known. What is not known is said (待核) and excludes nobody; what fails excludes,
however high the score. The same reading says which park fits (一园一业) and where it clashes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from graph.errors import UnreadableFile
from graph.gaps.wording.amounts import yuan
from graph.model.records import Firm, Park, Segment
from graph.model.vocabulary import ChemicalPark, Energy, Environment, EnvironmentNeed, Use, read, scarce
from graph.model.words import resources

State = Literal["pass", "fail", "unknown"]
WAN_PER_YI = 10_000.0
_GONE = ("吊销", "注销", "失信", "被执行")
_WARNED = ("*ST", "ST")
_WARNED_NAME = re.compile(r"^(\*?ST)(?=[\u4e00-\u9fff])")  # as the exchange puts it before the short name
# Tags of those that no city recruits, with the sentence that says why.
NOT_RECRUITED = {
    "分支机构": (
        "分支机构自己不做投资决定，请找其总公司。",
        "A branch decides on no investment; turn to its head office.",
    ),
    "医院": ("医院为当地居民服务，不列为招商目标。", "A hospital serves those who live there and is no target."),
}


@dataclass(frozen=True)
class Limits:
    """What the city demands; None where nobody has entered it. `investment_per_mu_wan`: 万元 of investment per mu of
    land (亩均投资强度); `revenue_per_mu_wan`: 万元 of yearly revenue per mu (亩均产出)."""

    investment_per_mu_wan: float | None = None
    revenue_per_mu_wan: float | None = None

    @classmethod
    def read(cls, file: Path) -> Limits:
        """From a small YAML file; everything is unknown where there is none. Raises `UnreadableFile`."""
        if not file.is_file():
            return cls()
        try:
            limits = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
            return cls(**{k: None if v is None else float(v) for k, v in limits.items()})
        except (yaml.YAMLError, TypeError, ValueError, AttributeError, UnicodeDecodeError) as error:
            raise UnreadableFile(
                file.name, f"not a list of limits ({error})", "write lines such as investment_per_mu_wan: 300"
            ) from error


@dataclass(frozen=True, slots=True)
class Gate:
    """One limit: its kind, whether it is passed, and the reason in words."""

    kind: str
    state: State
    zh: str
    en: str


def gates(segment: Segment, firm: Firm, parks: Sequence[Park], limits: Limits) -> list[Gate]:
    """All limits of a firm that would do this segment in a region with these parks."""
    return [
        g
        for g in (
            chemical_park(segment, parks),
            energy(segment, parks),
            land_yield(segment, firm, limits),
            resource(segment),
            standing(firm),
        )
        if g
    ]


def failed(found: Sequence[Gate]) -> bool:
    """Does any limit exclude?"""
    return any(g.state == "fail" for g in found)


def chemical_park(segment: Segment, parks: Sequence[Park]) -> Gate | None:
    """New chemical plants may stand in a recognised chemical park only."""
    if segment.siting.get("environment") != EnvironmentNeed.CHEMICAL_PARK:
        return None
    recognised = [read(ChemicalPark, p.chemical_park) for p in parks]
    yes = [p for p, word in zip(parks, recognised, strict=True) if word == ChemicalPark.YES]
    if yes:
        return Gate(
            "chemical_park",
            "pass",
            f"须进化工园区：{yes[0].name}可承接（认定范围待核）。",
            f"Needs a chemical park: {yes[0].name} can take it.",
        )
    if parks and all(word == ChemicalPark.NO for word in recognised):
        return Gate(
            "chemical_park", "fail", "须进化工园区，本地没有，不宜引进。", "Needs a chemical park; there is none here."
        )
    return Gate(
        "chemical_park",
        "unknown",
        "须进化工园区，本地园区是否认定待核。",
        "Needs a chemical park; whether a local park is recognised as one is unverified.",
    )


def energy(segment: Segment, parks: Sequence[Park]) -> Gate | None:
    """Heavy users of power need a park that has it to give."""
    if segment.siting.get("power") != Use.HIGH:
        return None
    short = [scarce(read(Energy, p.energy)) for p in parks]
    if any(answer is False for answer in short):
        return Gate(
            "energy",
            "pass",
            "用能较大，本地有园区能耗指标可用。",
            "Heavy on power; a local park has energy quota for it.",
        )
    if parks and all(short):
        return Gate(
            "energy",
            "fail",
            "用能较大，本地各园区能耗指标不足。",
            "Heavy on power; no local park has energy quota for it.",
        )
    return Gate("energy", "unknown", "用能较大，能耗指标待核。", "Heavy on power; energy quota unverified.")


def land_yield(segment: Segment, firm: Firm, limits: Limits) -> Gate | None:
    """亩均: the best investment per mu that the segment's usual plant reaches, against the city's demand."""
    money, land = segment.siting.get("investment_yi"), segment.siting.get("land_mu")
    if limits.investment_per_mu_wan is None or not money or not land:
        return Gate(
            "land_yield",
            "unknown",
            "亩均投资要求或该环节用地待核。",
            "Required investment per mu, or the land it needs, is unverified.",
        )
    best = max(money) * WAN_PER_YI / max(land)
    words = f"该类项目亩均投资约 {best:.0f} 万元，本地要求 {limits.investment_per_mu_wan:.0f} 万元"
    required = limits.investment_per_mu_wan
    english = f"Typical investment is about {_per_mu(best)}; the city requires {_per_mu(required)}."
    if best >= limits.investment_per_mu_wan:
        return Gate("land_yield", "pass", f"{words}，可达到。", english)
    return Gate("land_yield", "fail", f"{words}，达不到。", english)


def resource(segment: Segment) -> Gate | None:
    """What no park can build: a deposit, a port, a climate. No table says who has it, so it is to be checked."""
    needed = segment.siting.get("resource")
    if not needed:
        return None
    return Gate(
        "resource",
        "unknown",
        f"离不开{resources(needed, 'zh')}，本地有没有待核。",
        f"Cannot do without {resources(needed, 'en')}; whether it is here is unverified.",
    )


def _per_mu(wan: float) -> str:
    """An amount in 万元 on a mu as English says it: CNY 2.5 million per mu."""
    return f"{yuan(wan / WAN_PER_YI)} per mu"


def special_treatment(firm: Firm) -> str:
    """ST or *ST where a tag or the short name of the shares says so, else ''."""
    tagged = next((w for w in _WARNED if w in firm.tags), "")
    found = next((m[1] for n in (firm.name, *firm.aliases) if (m := _WARNED_NAME.match(n))), "")
    return tagged or found


def standing(firm: Firm) -> Gate | None:
    """A firm that is closed or barred is no target, nor one that does not decide on a plant elsewhere itself."""
    if bad := [w for w in _GONE if w in firm.tags]:
        return Gate("standing", "fail", f"企业状态为{bad[0]}，不列为目标。", "The firm is closed or barred.")
    if word := special_treatment(firm):
        return Gate(
            "standing",
            "fail",
            f"股票被交易所实施风险警示（{word}），暂不列为招商目标。",
            f"Its shares are under special treatment ({word}); no target for now.",
        )
    if bound := [w for w in NOT_RECRUITED if w in firm.tags]:
        zh, en = NOT_RECRUITED[bound[0]]
        return Gate("standing", "fail", zh, en)
    return None


@dataclass(frozen=True, slots=True)
class ParkFit:
    """A park for a segment: `lead` where it leads with the segment itself, else with the chain; what clashes."""

    park: Park
    lead: bool
    clashes: tuple[tuple[str, str], ...]


def parks_for(segment: Segment, parks: Sequence[Park]) -> list[ParkFit]:
    """Parks that lead with the segment, else with its chain: those without a clash first, then those with the fewest
    chains (一园一业)."""
    fits = [
        ParkFit(p, segment.id in p.lead_segments, _clashes(segment, p))
        for p in parks
        if segment.id in p.lead_segments or segment.chain in p.chains
    ]
    return sorted(fits, key=lambda f: (bool(f.clashes), not f.lead, len(f.park.chains), f.park.id))


def _clashes(segment: Segment, park: Park) -> tuple[tuple[str, str], ...]:
    out = []
    needs = segment.siting.get("environment")
    chemical = read(ChemicalPark, park.chemical_park)
    if needs == EnvironmentNeed.CHEMICAL_PARK and chemical == ChemicalPark.NO:
        out.append(("非化工园区，不能落化工项目", "not a chemical park"))
    chemistry = chemical == ChemicalPark.YES or read(Environment, park.environment) == Environment.CHEMICAL_PARK
    if needs == EnvironmentNeed.SENSITIVE and chemistry:
        out.append(("园区内有化工，与环境敏感项目相冲突", "chemical plants beside an environmentally sensitive one"))
    if segment.siting.get("power") == Use.HIGH and scarce(read(Energy, park.energy)):
        out.append(("能耗指标不足", "not enough energy quota"))
    land = segment.siting.get("land_mu")
    if park.land_mu is not None and land and park.land_mu < min(land):
        out.append(
            (
                f"可用地 {park.land_mu:g} 亩，少于通常需要的 {min(land):g} 亩",
                f"{park.land_mu:g} mu available, {min(land):g} usually needed",
            )
        )
    return tuple(out)
