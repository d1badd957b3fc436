"""Words of the papers: how codes of the catalogue and of a trip read to an official."""

from __future__ import annotations

from datetime import datetime

from graph.model.records import Park
from graph.model.words import UNKNOWN
from outreach.trip.shapes import LineDocument

TO_CHECK = UNKNOWN["zh"]
KIND_TITLE = {"firm": "企业", "institute": "科研院所", "expert": "专家", "association": "行业协会"}
POWER = {"low": "较少", "medium": "中等", "high": "较大"}
ENVIRONMENT = {
    "none": "一般",
    "ordinary": "常规环评",
    "sensitive": "较高，须核环境容量",
    "chemical_park": "须进入认定的化工园区",
}
BARRIER_QUESTION = "业内认为门槛在于{barrier}，贵方在这方面的条件和对落地的要求是什么？"
_STATE = {"unknown": TO_CHECK, "ordinary": "一般", "ok": "可承载", "tight": "偏紧", "no": "不可承载"}
_CHEMICAL = {"yes": "已认定化工园区", "no": "非化工园区", "unknown": f"是否化工园区{TO_CHECK}"}
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
    if not park.land_mu and not park.plants_m2 and {park.energy, park.environment, park.chemical_park} == {"unknown"}:
        return f"{parts[0]}，可用地、标准厂房、能耗空间、环境容量、是否化工园区均{TO_CHECK}"
    parts.append(f"可用地约{park.land_mu:g}亩" if park.land_mu else f"可用地{TO_CHECK}")
    parts.append(f"标准厂房约{park.plants_m2:g}平方米" if park.plants_m2 else f"标准厂房{TO_CHECK}")
    parts.append(f"能耗空间{_STATE.get(park.energy, park.energy)}")
    parts.append(f"环境容量{_STATE.get(park.environment, park.environment)}")
    parts.append(_CHEMICAL.get(park.chemical_park, park.chemical_park))
    return "，".join(parts)
