"""Words of the papers: how codes of the catalogue and of a trip read to an official."""

from __future__ import annotations

from datetime import datetime

from graph.model.records import Park
from graph.model.vocabulary import ChemicalPark, Energy, Environment, EnvironmentNeed, Use, read
from graph.model.words import UNKNOWN
from outreach.trip.shapes import LineDocument

TO_CHECK = UNKNOWN["zh"]
KIND_TITLE = {"firm": "企业", "institute": "科研院所", "expert": "专家", "association": "行业协会"}
POWER: dict[str, str] = {Use.LOW: "较少", Use.MEDIUM: "中等", Use.HIGH: "较大"}
ENVIRONMENT: dict[str, str] = {
    EnvironmentNeed.NONE: "一般",
    EnvironmentNeed.ORDINARY: "常规环评",
    EnvironmentNeed.SENSITIVE: "较高，须核环境容量",
    EnvironmentNeed.CHEMICAL_PARK: "须进入认定的化工园区",
}
BARRIER_QUESTION = "业内认为门槛在于{barrier}，贵方在这方面的条件和对落地的要求是什么？"
ENERGY_ROOM = {
    Energy.AMPLE: "充足",
    Energy.OK: "可承载",
    Energy.TIGHT: "偏紧",
    Energy.NONE: "不可承载",
    Energy.UNKNOWN: TO_CHECK,
}
ENVIRONMENT_ROOM = {
    Environment.AMPLE: "充足",
    Environment.OK: "可承载",
    Environment.ORDINARY: "一般",
    Environment.CHEMICAL_PARK: "按化工园区规划",
    Environment.TIGHT: "偏紧",
    Environment.NONE: "不可承载",
    Environment.UNKNOWN: TO_CHECK,
}
CHEMICAL_PARK = {
    ChemicalPark.YES: "已认定化工园区",
    ChemicalPark.NO: "非化工园区",
    ChemicalPark.UNKNOWN: f"是否化工园区{TO_CHECK}",
}
_WEEKDAY = "一二三四五六日"


def moment(value: str) -> datetime:
    """A time of a trip document."""
    return datetime.fromisoformat(value)


def clock(value: str) -> str:
    """09:00."""
    return moment(value).strftime("%H:%M")


def day_words(value: str) -> str:
    """12月1日（周二）."""
    when = moment(value)
    return f"{when.month}月{when.day}日（周{_WEEKDAY[when.weekday()]}）"


def visit_words(visit: LineDocument) -> str:
    """12月1日（周二）09:00—10:30，江苏省南京市."""
    place = visit["place_name"] or TO_CHECK
    return f"{day_words(visit['start'])}{clock(visit['start'])}—{clock(visit['end'])}，{place}。"


def park_line(park: Park) -> str:
    """A park with its unit and what is known of its conditions."""
    parts = [f"{park.name}（{park.unit or f'责任主体{TO_CHECK}'}）"]
    energy, environment = read(Energy, park.energy), read(Environment, park.environment)
    chemical = read(ChemicalPark, park.chemical_park)
    if not park.land_mu and not park.plants_m2 and {energy, environment, chemical} == {"unknown"}:
        return f"{parts[0]}，可用地、标准厂房、能耗空间、环境容量、是否化工园区均{TO_CHECK}"
    parts.append(f"可用地约{park.land_mu:g}亩" if park.land_mu else f"可用地{TO_CHECK}")
    parts.append(f"标准厂房约{park.plants_m2:g}平方米" if park.plants_m2 else f"标准厂房{TO_CHECK}")
    parts.append(f"能耗空间{ENERGY_ROOM[energy]}")
    parts.append(f"环境容量{ENVIRONMENT_ROOM[environment]}")
    parts.append(CHEMICAL_PARK[chemical])
    return "，".join(parts)
