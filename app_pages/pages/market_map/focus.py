"""What of the map is looked at: all of it, a place, a buying segment, or what lies within so many hours."""

from __future__ import annotations

from app_pages import frame, state
from app_pages.draw import china
from app_pages.texts import language
from graph.model.words import Lang
from outreach.maps.market.market_words import TOP
from outreach.maps.market.shapes import Buyer, MarketDocument


def look(focus: str, view: str = "") -> None:
    """Look at something else, on the map or as a table; the page follows."""
    state.change(focus=focus, view=view)


def known(d: MarketDocument, focus: str) -> bool:
    """Is there such a thing on the map? Nothing in particular is."""
    return not focus or focus in (
        *(p["code"] for p in d["provinces"]),
        *(c["code"] for c in d["cities"]),
        *(f"h{r['hours']}" for r in d["rings"]),
        *(s["segment"] for s in d["segments"]),
    )


def buyers(d: MarketDocument, focus: str) -> list[Buyer]:
    """The buyers looked at, the largest first."""
    if not focus:
        return d["buyers"]
    if focus.startswith("h") and focus[1:].isdigit():
        limit = 60 * int(focus[1:])
        return [b for b in d["buyers"] if b["minutes"] is not None and b["minutes"] <= limit]
    if "." in focus:
        return [b for b in d["buyers"] if any(p["segment"] == focus for p in b["parts"])]
    return [b for b in d["buyers"] if focus in (b["city"], b["province"])]


def heading(d: MarketDocument, focus: str, n: int, say: language.Speaker, lang: Lang) -> str:
    """What the list of buyers shows. n: how many there are."""
    if not focus:
        return say("market.top", n=min(n, TOP))
    more = say("market.first", n=TOP) if n > TOP else ""
    if focus.startswith("h") and focus[1:].isdigit():
        return say("market.top_within", hours=focus[1:], n=n) + more
    if "." in focus:
        name = next(frame.segment_name(s, lang) for s in d["segments"] if s["segment"] == focus)
        return say("market.top_segment", name=name, n=n) + more
    return say("market.top_place", place=place_name(d, focus, lang), n=n) + more


def place_name(d: MarketDocument, code: str, lang: Lang) -> str:
    """A province or a city of the map by its code."""
    rows = [*d["provinces"], *d["cities"]]
    return next((r["name"] if lang == "zh" else r["name_en"] for r in rows if r["code"] == code), "")


def view(d: MarketDocument, focus: str) -> list[list[float]]:
    """The corners of the map: a province, what lies within some hours, else the whole country."""
    if focus.isdigit():
        return china.of_province(f"{focus[:2]}0000")
    lng, lat = d["region_lng"], d["region_lat"]
    ring = next((r for r in d["rings"] if f"h{r['hours']}" == focus), None)
    if ring is not None and lng is not None and lat is not None:
        reach = ring["km"] / 111.2
        return china.around([(lng - reach * 1.2, lat - reach), (lng + reach * 1.2, lat + reach)])
    return china.country()
