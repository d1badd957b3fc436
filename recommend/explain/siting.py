"""Where a project of a segment could stand: a park that leads with this very segment and may take it, else the kind of
park that it needs.

A park that only leads with the chain is not named: a kitchen park is no place for a carton maker. Nor is a park that
bears the name of a firm of this trade, into which no competitor moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.model.records import Firm, Park, Segment
from graph.model.regions import Regions
from graph.model.vocabulary import ChemicalPark, EnvironmentNeed, Permit, read
from recommend.rank.exclusions import parks_for

NAMED = 3  # chemical parks named
CHEMISTRY = ("25", "26", "2710")  # codes of GB/T 4754 of petrochemistry, chemistry and raw drugs
BRAND = 2  # characters of a firm's own word in its name
PERMITS = {
    Permit.ELECTROPLATING: (
        "项目含电镀类工序，须进允许电镀、有集中废水处理的园区",
        "The project plates metal and needs a park that admits it and treats the waste water",
    ),
    Permit.HEAVY_METAL: (
        "项目涉铅、镍等重金属，须进获准的涉重金属园区",
        "The project handles heavy metals and needs a park admitted for them",
    ),
    Permit.DYEING: (
        "项目含印染工序，须进有印染废水集中处理的园区",
        "The project dyes and needs a park that treats its waste water",
    ),
    Permit.TANNING: (
        "项目含制革工序，须进有制革废水集中处理的园区",
        "The project tans and needs a park that treats its waste water",
    ),
}


@dataclass(frozen=True)
class SitingWords:
    """The sentence about where a project could stand, in Chinese and English, and the parks that it names."""

    segment: Segment
    zh: str
    en: str
    parks: tuple[Park, ...] = ()


def siting_words(segment: Segment, parks: Sequence[Park], rivals: Collection[str] = ()) -> SitingWords | None:
    """The sentence for a segment in a region with these parks; None where nothing is known that is worth saying.

    rivals: words that firms of this trade go by, see `brands`.
    """
    permit = next((p for p in Permit if p == segment.siting.get("permit")), None)
    if permit is not None:
        zh, en = PERMITS[permit]
        return SitingWords(segment, f"{zh}，本地园区是否具备待核。", f"{en}; whether one here does is unverified.")
    if segment.siting.get("environment") != EnvironmentNeed.CHEMICAL_PARK:
        return _led(segment, parks, rivals)
    codes = segment.gbt4754
    if codes and codes[0].startswith(CHEMISTRY):
        return _chemical(segment, parks)
    return _led(segment, parks, rivals) or SitingWords(
        segment,
        "部分工序按化工管理，是否须进化工园区由环评、安评确定。",
        "Part of the process counts as chemical; the assessments decide whether it needs a chemical park.",
    )


def _led(segment: Segment, parks: Sequence[Park], rivals: Collection[str]) -> SitingWords | None:
    """The park that leads with the segment itself and clashes with nothing."""
    for fit in parks_for(segment, parks):
        if fit.lead and not fit.clashes and not any(fit.park.name.startswith(word) for word in rivals):
            name = fit.park.name
            return SitingWords(
                segment,
                f"可落位{name}（主导产业一致，承载条件待核）。",
                f"{name} leads with this segment (conditions unverified).",
                (fit.park,),
            )
    return None


def _chemical(segment: Segment, parks: Sequence[Park]) -> SitingWords:
    """A chemical plant stands in a recognised chemical park only; of these, the one that leads with the segment, else
    all by name."""
    known = [p for p in parks if read(ChemicalPark, p.chemical_park) == ChemicalPark.YES]
    lead = [p for p in known if segment.id in p.lead_segments]
    chosen = (lead or sorted(known, key=lambda p: (segment.chain not in p.chains, p.id)))[:NAMED]
    if not chosen:
        return SitingWords(
            segment,
            "属化工项目，须进化工园区，本地园区是否认定待核。",
            "A chemical project: it needs a recognised chemical park; whether one here is, is unverified.",
        )
    more = "等" if len(lead or known) > len(chosen) else ""
    names = "、".join(p.name for p in chosen)
    return SitingWords(
        segment,
        f"属化工项目，须进化工园区：{names}{more}含化工园区，能否承接待核。",
        f"A chemical project: it needs a chemical park, which {', '.join(p.name for p in chosen)} "
        f"{'has' if len(chosen) == 1 else 'have'}; whether it can take it is unverified.",
        tuple(chosen),
    )


def brands(firms: Iterable[Firm], regions: Regions, region: str) -> frozenset[str]:
    """The word that each firm from outside the region goes by: what follows the place in its registered name (新松 of
    沈阳新松机器人自动化股份有限公司)."""
    out = set()
    for firm in firms:
        if Regions.within(firm.region, region):
            continue
        name, place = firm.name, regions.full_name(firm.region) if firm.region else ""
        for end in range(len(place), 1, -1):
            at = next((k for k in range(len(place) - end + 1) if name.startswith(place[k : k + end])), None)
            if at is not None:
                name = name[end:].lstrip("省市县区")
                break
        if len(name) > BRAND:
            out.add(name[:BRAND])
    return frozenset(out)
