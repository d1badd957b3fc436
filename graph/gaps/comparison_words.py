"""The sentences of a comparison with other cities, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.model.cities import City
from graph.model.records import Scope as Kind
from graph.model.words import counted
from graph.region.alike import LikeCity

if TYPE_CHECKING:
    from graph.gaps.documents.shapes import CityFigures

Both = tuple[str, str]
SCOPE: dict[Kind, Both] = {
    "register": ("登记名录口径", "by registers"),
    "above_scale": ("规上企业口径", "by firms above scale"),
    "listed": ("上市和重点企业口径", "by listed and well-known firms"),
    "": ("同一来源口径", "by the same sources"),
}


def peer(city: Both, home: Both, counts: tuple[float, float] | None, kinds: Sequence[Kind], base: Both | None) -> Both:
    """What one city has. counts: firms of the segment there and here over the same sources, None where no source covers
    both; base: the supplier on which an extension rests and which the city has."""
    if counts is None:
        return (
            f"{city[0]}：没有同时覆盖两市的数据来源，企业数不可比。",
            f"{city[1]}: no source covers both cities, so the numbers of firms cannot be compared.",
        )
    there, here = counts
    scope = SCOPE.get(kinds[0], SCOPE[""])
    zh = f"{city[0]}：{scope[0]}{_zh(there)}，{home[0]}同口径{_zh(here)}"
    en = f"{city[1]}: {scope[1]}, {_en(there)}; {home[1]}: {_en(here)}"
    if base is not None:
        if there > 0:
            zh += f"。该市有{base[0]}，也有本环节"
            en += f". It has {base[1].lower()} and this segment too"
        else:
            zh += f"。该市有{base[0]}，本环节在库未见"
            en += f". It has {base[1].lower()}, and none of this segment is on record"
    return zh + "。", en + "."


def _zh(firms: float) -> str:
    return "在库未见" if firms <= 0 else f"在库 {max(1, round(firms))} 家"


def _en(firms: float) -> str:
    return "none on record" if firms <= 0 else f"{counted(max(1, round(firms)), 'firm')} on record"


def figures(city: City | None) -> CityFigures:
    """The figures that two cities are compared by; None where they are not known."""
    return {
        "population_wan": city.population.value if city else None,
        "gdp_per_head_wan": city.gdp_per_head_wan if city else None,
        "secondary_share": city.shares.secondary if city and city.shares else None,
    }


def _size(city: City) -> Both:
    zh, en = [f"常住人口 {city.population.value:.0f} 万"], [f"{city.population.value / 100:.1f} million people"]
    if city.gdp_per_head_wan:
        zh.append(f"人均生产总值 {city.gdp_per_head_wan:.1f} 万元")
        en.append(f"{city.gdp_per_head_wan * 10:.0f} thousand yuan a head")
    if city.shares:
        zh.append(f"二产占 {city.shares.secondary:.0%}")
        en.append(f"secondary sector {city.shares.secondary:.0%}")
    return "、".join(zh), ", ".join(en)


def why(like: LikeCity, city: City | None) -> Both:
    """Why a city stands beside the region, as a phrase."""
    zh, en = [], []
    if like.chosen:
        zh.append(f"领导选定的对标城市{f'（{like.reason}）' if like.reason else ''}")
        en.append("chosen by the leaders" + (f" ({like.reason})" if like.reason else ""))
    if like.same_province:
        zh.append("同省")
        en.append("same province")
    if city:
        size = _size(city)
        zh.append(size[0])
        en.append(size[1])
    elif not like.chosen:
        zh.append("规模待核")
        en.append("size unverified")
    if like.profile is not None:
        zh.append("产业构成相近" if like.profile >= 0.3 else "产业构成有别")
        en.append("similar industries" if like.profile >= 0.3 else "other industries")
    return "，".join(zh), ", ".join(en)


def grounds(home: Both, city: City | None, found: bool) -> Both:
    """How the like cities were found; the sentence that stands above them."""
    if city is None:
        return (
            f"{home[0]}的人口、产值未收录（data/cities.csv），无法按规模找同类城市，待补。",
            f"The size of {home[1]} is not in data/cities.csv, so that no like cities can be found; to be added.",
        )
    if not found:
        return f"在库城市中没有与{home[0]}规模相近者。", f"No city on record is of a size like {home[1]}."
    zh, en = _size(city)
    return (
        f"同类城市按人口、人均生产总值、三次产业和产业构成相近选取，相近者省内优先。{home[0]}：{zh}。",
        f"Like cities are those alike in people, output a head, sectors and industries; among equals those of the "
        f"same province come first. {home[1]}: {en}.",
    )
