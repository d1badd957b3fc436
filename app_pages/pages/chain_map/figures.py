"""The figures of a segment and the shares of its links, each with what it rests on: 估算, or its source one click
away."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.read.shapes import LinkEnd, SegmentView
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.wording.amounts import yuan
from graph.model.records.sources import basis, cited, estimated, year_of
from graph.model.words import LINK, UNKNOWN, Lang, resources

NOT_KNOWN = "—"


def show(view: SegmentView, now: state.Selection, say: language.Speaker) -> None:
    """The figures of the segment, folded, and its links."""
    with st.expander(say("map.figures")):
        st.html(snippets.table((), figures(view, say, now.lang)))
    links(view, now, say)


def links(view: SegmentView, now: state.Selection, say: language.Speaker) -> None:
    """What it buys and sells, folded."""
    for key, ends in (("map.buys", view["suppliers"]), ("map.sells", view["buyers"])):
        if ends:
            with st.expander(plain(say(key, n=len(ends)))):
                st.html(shares(view["chain"], ends, say, now.lang))


def figures(view: SegmentView, say: language.Speaker, lang: Lang) -> list[tuple[str, str]]:
    """What is known of the segment in the country, name and value; unknown is said."""
    grounds = say("map.estimate") if estimated(view["source"]) else say("map.sourced")
    foreign = view["foreign_share"]
    siting = view["siting"]
    needed = siting.get("resource", [])
    return [
        (say("map.import"), say("map.value", value=f"{view['import_dependence']:.0%}", grounds=grounds)),
        (
            say("map.foreign"),
            NOT_KNOWN if foreign is None else say("map.value", value=f"{foreign:.0%}", grounds=grounds),
        ),
        (say("map.weight"), say("map.value", value=f"{view['value_weight']:.1%}", grounds=grounds)),
        (say("map.investment"), _investment(siting.get("investment_yi"), lang)),
        (say("map.land"), _range(siting.get("land_mu"), say("map.mu"), lang)),
        (say("map.resource"), resources(needed, lang) if needed else say("map.no_resource")),
        (say("map.source"), basis(view["source"], lang)),
    ]


def _investment(ends: Sequence[float] | None, lang: Lang) -> str:
    """What a project usually costs, 亿元: 2–10 亿元, CNY 200 million–CNY 1 billion."""
    if ends and lang == "en":
        return f"{yuan(ends[0])}–{yuan(ends[1])}"
    return _range(ends, "亿元", lang)


def _range(ends: Sequence[float] | None, unit: str, lang: Lang) -> str:
    return f"{ends[0]:g}–{ends[1]:g} {unit}" if ends else UNKNOWN[lang]


def shares(chain: str, ends: Sequence[LinkEnd], say: language.Speaker, lang: Lang) -> str:
    """The links, largest share first: an estimate says so, what has a source opens to it."""
    return "".join(_share(chain, e, say, lang) for e in ends)


def _share(chain: str, end: LinkEnd, say: language.Speaker, lang: Lang) -> str:
    name = frame.segment_name(end, lang)
    if end["chain"] != chain:
        name = f"{frame.chain_name(end, lang)} · {name}"
    known = cited(end["source"])
    key = "map.estimate" if not known else "map.from_estimate" if end["estimate"] else "map.from"
    grounds = say(key, year=year_of(end["source"])) if known else say(key)
    line = say("map.share", name=name, kind=LINK[end["kind"]][lang], share=f"{end['share']:.0%}", grounds=grounds)
    return snippets.noted(line, end["source"]) if known else snippets.text(line)
