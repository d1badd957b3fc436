"""What the routes of a chain come to, in sentences: Chinese and English."""

from __future__ import annotations

from graph.model.place_names import english
from graph.model.words import MATURITY, TREND, counted
from graph.routes.shapes import RiskDocument, RouteDocument, TechMap

Pair = tuple[str, str]


def finding(found: TechMap) -> Pair:
    """What the picture shows, as the title of it."""
    place, chain = found["place"], found["chain_name"]
    here, said = english(place), found["chain_name_en"]
    n = len(found["routes"])
    if not n:
        return (
            f"{chain}：目录里还没有技术路线，只列环节",
            f"{said}: no technology routes in the catalogue yet, segments only",
        )
    held = sum(any(f["local"] for f in r["standing"]) for r in found["routes"])
    if not held:
        return (
            f"{chain}：{n} 条技术路线中，在库未见{place}企业点明走哪一条",
            f"{said}: of {n} technology routes none is named by a firm on record in {here}",
        )
    risks = found["risks"]
    zh = f"{chain}：{n} 条技术路线，{place}企业点明走其中 {held} 条"
    en = f"{said}: firms in {here} are on {held} of {counted(n, 'technology route')}"
    if not risks:
        return f"{zh}，在库未见企业站在走下坡的路线上", f"{en}; none on record is on a falling one"
    firms = len({f["id"] for k in risks for f in k["firms"]})
    return (
        f"{zh}；{len(risks)} 条走下坡的路线上有本地企业 {firms} 家",
        f"{en}; {counted(firms, 'local firm')} on {len(risks)} falling",
    )


def coverage(found: TechMap) -> Pair:
    """How many of the local firms could be placed."""
    n, placed = found["local_firms"], found["placed_firms"]
    return (
        f"本链本地在库企业 {n} 家，其中 {placed} 家的产品、技术或经营范围点明了路线，"
        f"其余 {n - placed} 家走哪条路线待核",
        f"{counted(n, 'local firm')} on record in the chain; the own texts of {placed} name a route, "
        f"the route of the other {n - placed} is unverified",
    )


def risk(row: RiskDocument, route: RouteDocument) -> Pair:
    """One falling route with local firms on it: how many, what takes its place, who has already moved."""
    n, moving = len(row["firms"]), len(row["moving"])
    where = f"“{route['name']}”（{route['segment_name']}）"
    zh = f"{where}{going(route)[0]}，本地 {n} 家在这条路线上。{ahead(route)[0]}"
    en = (
        f"“{route['name']}” ({route['segment_name_en']}) is {going(route)[1]}, with {counted(n, 'local firm')} on it. "
        f"{ahead(route)[1]}"
    )
    if moving:
        zh += f"其中 {moving} 家同时走上升的路线。"
        en += f" {moving} of them also on a rising one."
    return zh, en


def going(route: RouteDocument) -> Pair:
    """How old a route is and where it goes: 成熟、下降."""
    return (
        f"{MATURITY[route['maturity']]['zh']}、{TREND[route['trend']]['zh']}",
        f"{MATURITY[route['maturity']]['en']}, {TREND[route['trend']]['en']}",
    )


def ahead(route: RouteDocument) -> Pair:
    """What takes the place of a falling route; ('', '') of a route that does not fall."""
    if not route["falls"]:
        return "", ""
    names = route["gives_way_to"]
    if not names:
        return "替代它的路线待核。", "What takes its place is unverified."
    zh, en = "、".join(names), ", ".join(names)
    if route["told"]:
        return f"取代它的是：{zh}。", f"It gives way to: {en}."
    return (
        f"同环节上升的路线有：{zh}（能否取代待核）。",
        f"Rising in the segment: {en} (whether they replace it is unverified).",
    )
