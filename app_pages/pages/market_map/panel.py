"""Beside the map: what lies how far, and the largest buyers of what is looked at, each a click away."""

from __future__ import annotations

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.pages.market_map import focus as looked
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.wording.amounts import about, amounts
from graph.model.words import Lang
from outreach.maps.market import market_words as words
from outreach.maps.market.shapes import Buyer, MarketDocument

ROW = 320  # width of what is said of a buyer beside its name, in pixels


def show(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    """Rings and buyers."""
    _rings(d, now, say)
    found = looked.buyers(d, now.focus)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(looked.heading(d, now.focus, len(found), say, now.lang)), anchor=False)
        if now.focus:
            st.button(say("market.all"), key="market_all", type="tertiary", on_click=looked.look, args=("",))
    if found:
        cap = language.pick(amounts(words.LARGEST_YI), now.lang)
        st.html(snippets.text(say("market.columns", cap=cap), "lt-muted"))
    else:
        key = "market.none_here" if now.focus else "market.small" if d["segments"] else "market.none"
        st.html(snippets.text(say(key), "lt-muted"))
    for b in found[: words.TOP]:
        _buyer(d, b, now, say)


def _rings(d: MarketDocument, now: state.Selection, say: language.Speaker) -> None:
    if not d["rings"]:
        return
    for place, r in zip(st.columns(len(d["rings"]), gap="small"), d["rings"], strict=True):
        key = f"h{r['hours']}"
        amount = language.pick(about(r["yi"]), now.lang)
        with place:
            st.button(
                plain(say("market.within", n=r["hours"])),
                key=f"market_{key}",
                type="tertiary",
                on_click=looked.look,
                args=("" if now.focus == key else key,),
            )
            part = say("market.part", amount=amount, share=words.percent(r["share"]))
            st.html(snippets.text(part if r["yi"] >= words.LEAST_YI else say("market.none_here"), "lt-muted"))
            st.html(snippets.bar(r["share"]))


def _buyer(d: MarketDocument, b: Buyer, now: state.Selection, say: language.Speaker) -> None:
    lang: Lang = now.lang
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        if st.button(
            plain(f"{b['rank']}. {b['short']}"), key=f"market_buyer_{b['rank']}", type="tertiary", help=plain(b["name"])
        ):
            state.open_page("firm", firm=b["id"])
        line = say(
            "market.row",
            place=b["city_name"] if lang == "zh" else b["city_name_en"],
            product=words.products(b),
            amount=words.bought(b, lang),
            near=words.near(d, b["city"], b["minutes"], lang),
        )
        st.html(snippets.noted(line, words.how(b, lang)), width=ROW)
