"""What the user has chosen: one dataclass, kept in the session and in the address, so that it survives a change of
page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import NoReturn, TypedDict, Unpack

import streamlit as st

from graph import office, settings
from graph.errors import UnreadableFile
from graph.model.words import Lang

DEFAULT_REGION = "410700"
FIELDS = (
    "chain",
    "region",
    "segment",
    "firm",
    "q",
    "scenario",
    "beside",
    "links",
    "place",
    "area",
    "layers",
    "focus",
    "lane",
    "route",
    "view",
    "lang",
)
_STEP = ";"  # between changes in the address; names and lists of ours hold none
_KEY, _WRITTEN = "selection", "address"


class Changes(TypedDict, total=False):
    """What of a selection is to change."""

    chain: str
    region: str
    segment: str
    firm: str
    q: str
    scenario: str
    beside: str
    links: str
    place: str
    area: str
    layers: str
    focus: str
    lane: str
    route: str
    view: str
    lang: Lang


@dataclass(frozen=True)
class Selection:
    """Ids, codes and the searched text as given; `app_pages.frame` checks them against the store."""

    chain: str = ""
    region: str = DEFAULT_REGION
    segment: str = ""
    firm: str = ""
    q: str = ""
    scenario: str = ""
    beside: str = ""  # a city to hold the chain beside
    links: str = ""  # which links the map draws: main, all or none
    place: str = ""  # the province or city that a map of the country shows
    area: str = ""  # what was drawn around on a map of the country
    layers: str = ""  # what a map of the country draws besides, by commas
    focus: str = ""  # what of a market is looked at: a place, a buying segment, or h5 for within five hours
    lane: str = ""  # the sub-chain whose technology routes are all drawn
    route: str = ""  # a technology route of the segment, by its name
    view: str = ""  # table: the rows in place of the map
    lang: Lang = "zh"

    @property
    def steps(self) -> tuple[str, ...]:
        """What is supposed to land or to fall out, change by change."""
        return tuple(filter(None, self.scenario.split(_STEP)))

    def changed(self, **changes: Unpack[Changes]) -> Selection:
        """A copy with changes; a segment brings its chain along, another chain drops the segment."""
        if changes.get("segment"):
            changes["chain"] = changes["segment"].split(".")[0]
        elif "chain" in changes and changes["chain"] != self.chain:
            changes.setdefault("segment", "")
        if changes.get("region", self.region) != self.region:
            changes.setdefault("scenario", "")  # what lands here says nothing about elsewhere
            changes.setdefault("beside", "")
        if changes.keys() & {"chain", "region", "segment", "place"}:
            changes.setdefault("area", "")  # what was drawn around other targets
        if changes.keys() & {"chain", "region", "segment"}:
            changes.setdefault("focus", "")
        if any(changes.get(k, v) != v for k, v in (("chain", self.chain), ("segment", self.segment))):
            changes.setdefault("route", "")
        if changes.get("chain", self.chain) != self.chain:
            changes.setdefault("lane", "")
        return replace(self, **changes)


def current() -> Selection:
    """The selection of this session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _first()
    selection: Selection = st.session_state[_KEY]
    return selection


def _first() -> Selection:
    """Where a session begins: where the office has set, if it has."""
    try:
        kept = office.load(settings.load().office_file)
    except UnreadableFile:
        return Selection()  # the page 设置 tells
    chain = kept.chains[0] if kept.chains else ""
    return Selection(chain=chain, region=kept.region or DEFAULT_REGION, lang=_lang(kept.lang, "zh"))


def change(**changes: Unpack[Changes]) -> None:
    """Change the selection; the address follows at the end of the run."""
    st.session_state[_KEY] = current().changed(**changes)


def read_address() -> None:
    """Take over what the address says, where it is not what we wrote there ourselves (a link, the back button)."""
    address = {k: v for k, v in st.query_params.items() if k in FIELDS}
    if not address or address == st.session_state.get(_WRITTEN):
        return
    if address.get("scenario"):
        st.session_state["gaps_open"] = "sandbox"  # where 缺口诊断 opens
    before = current()
    region = address.get("region", before.region)
    whole = {"chain", "region", "lang"} <= address.keys()  # one that we wrote: what it leaves out was not chosen
    kept = before if region == before.region and not whole else Selection()
    chosen = before.changed(
        chain=address.get("chain", before.chain),
        region=region,
        firm=address.get("firm", before.firm),
        q=address.get("q", before.q),
        scenario=address.get("scenario", kept.scenario),
        beside=address.get("beside", kept.beside),
        links=address.get("links", "" if whole else before.links),
        lang=_lang(address.get("lang", ""), before.lang),
    )
    segment = address.get("segment", "" if whole else chosen.segment)
    st.session_state[_KEY] = replace(
        chosen,
        segment=segment,
        # An address without these is one of a map at rest.
        place=address.get("place", ""),
        area=address.get("area", ""),
        layers=address.get("layers", ""),
        focus=address.get("focus", ""),
        lane=address.get("lane", ""),
        view=address.get("view", ""),
        route=address.get("route", "") if segment else "",
    )


def _lang(text: str, default: Lang) -> Lang:
    """The language that an address names, or the default."""
    return "zh" if text == "zh" else "en" if text == "en" else default


def write_address() -> None:
    """Put the selection into the address, so that it can be sent to a colleague."""
    wanted = {k: str(v) for k, v in asdict(current()).items() if v}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted


def suppose(steps: Sequence[str]) -> None:
    """Another scenario."""
    change(scenario=_STEP.join(steps))


def open_page(page: str, **changes: Unpack[Changes]) -> NoReturn:
    """Go to another page with a changed selection."""
    change(**changes)
    st.switch_page(f"app_pages/pages/{page}/page.py")
