"""Features of the firm and the place together: how far, who is here to work with, is it here already."""

from __future__ import annotations

import math

import numpy as np

from graph.model.records import Site
from graph.model.regions import Regions
from recommend.rank.features.base import Behind, Case, Value

CLOSE_KM, FAR_KM = 30.0, 3000.0  # nearness is full at the first and gone at the second
UNKNOWN_KM = 900.0  # where a seat is not known: about the usual distance of two firms of one trade
MANY_TIES = 4.0
SELLS = ("销售", "贸易", "商贸", "进出口")
BRANCHES = ("分公司", "营业部", "店", "加油站", "办事处")  # what a group sells through: no base for a second project


def nearness(case: Case) -> Value:
    """1 − ln(km/30) / ln(3000/30), held in 0–1: each halving of the distance counts the same, as in gravity models of
    plant location."""
    known = case.distance_km is not None
    km = case.distance_km if case.distance_km is not None else UNKNOWN_KM
    value = 1 - math.log(max(km, CLOSE_KM) / CLOSE_KM) / math.log(FAR_KM / CLOSE_KM)
    if not known:
        return Value(value, "距离待核", "distance unverified", False)
    return Value(max(0.0, value), f"相距约 {km:.0f} 公里", f"about {km:.0f} km away")


def same_province(case: Case) -> Value:
    """Seat in the same province: one tax office, one provincial policy, people who go home at the weekend."""
    if case.firm.region and case.firm.region[:2] == case.place.region[:2]:
        if case.firm.parent and case.firm.parent != case.firm.name:
            return Value(1.0, "企业在同省", "in the same province")  # where its group decides is another matter
        return Value(1.0, "总部在同省", "headquarters in the same province")
    return Value(
        0.0,
        "总部在外省" if case.firm.region else "总部所在地待核",
        "headquarters in another province" if case.firm.region else "headquarters unverified",
    )


def supply_tie(case: Case) -> Value:
    """以商招商: segments with firms here that buy from the firm's segments or supply them, saturating at about
    eight."""
    rows = [case.place.network.row[s] for s in {case.segment, *case.segments}]
    n = int(np.count_nonzero(case.place.tied[rows].any(axis=0)))
    return Value(
        1 - math.exp(-n / MANY_TIES),
        f"本地有 {n} 个上下游环节可配套",
        f"{n} linked segment{'' if n == 1 else 's'} here",
    )


def relatedness(case: Case) -> Value:
    """How close the firm's segments are to what the region does already: their mean relatedness density (Hidalgo et al.
    2007)."""
    rows = [case.place.network.row[s] for s in {case.segment, *case.segments}]
    value = float(np.clip(np.mean(case.place.density[rows]), 0.0, 1.0))
    return Value(value, f"与本地产业的关联密度 {value:.2f}", f"relatedness to local industry {value:.2f}")


def presence(case: Case) -> Value:
    """The firm or its group is here already: the shortest way to a second project. A subsidiary named after the place
    counts as a plant does, and is called what it is."""
    sites = sites_here(case)
    if any(not isinstance(s, Site) or s.kind == "plant" for s in sites):
        if case.makes:
            return Value(1.0, "已在本地设厂", "already has a plant here")
        return Value(1.0, "已在本地布点", "is here already")
    if sites:
        names = "、".join(s.name for s in sites[:2] if isinstance(s, Site))
        return Value(1.0, f"在本地已有子公司或项目：{names}", f"has a subsidiary or project here: {names}")
    makers = [f for f in case.here if not f.name.endswith(BRANCHES) and not any(w in f.name for w in SELLS)]
    if makers:
        names = "、".join(f.name for f in makers[:2])
        return Value(0.8, f"同集团企业 {names} 已在本地", f"group sibling {names} is here")
    return Value(0.0, "本地尚无其分支", "no presence here")


def sites_here(case: Case) -> list[Behind]:
    """The firm's plants (as region codes) and sites in the region, the plants first."""
    inside = [s for s in case.facts.sites if Regions.within(s.region, case.place.region)]
    plants = [*case.sites, *(s.region for s in inside if not s.name)]
    named = sorted((s for s in inside if s.name), key=lambda s: s.kind)
    return [*dict.fromkeys(p for p in plants if Regions.within(p, case.place.region)), *named]


def policy_fit(case: Case) -> Value:
    """Is there a park for it (一园一业): one that leads with the segment 1, one that leads with the chain 0.6."""
    chain = case.segment.split(".")[0]
    lead = next((p for p in case.place.parks if case.segment in p.lead_segments), None)
    if lead is not None:
        return Value(1.0, f"{lead.name}以此为主导产业", f"{lead.name} leads with this")
    fit = next((p for p in case.place.parks if chain in p.chains), None)
    if fit is not None:
        return Value(0.6, f"{fit.name}主导产业相近", f"{fit.name} leads with the chain")
    return Value(0.0, "未见对口园区", "no park that leads with it", bool(case.place.parks))
