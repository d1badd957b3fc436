"""组合引进: under what the office can afford, which landings together do most, and how good any plan could be."""

from __future__ import annotations

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import firm_links, frame, state
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.pages.gap_list import charts, scope
from app_pages.read import base, chains, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.gaps.documents.labels import RESOURCE, RESOURCE_UNIT, shown_state
from graph.gaps.documents.plan_shapes import BarredSegment, LandingDocument, PortfolioDocument, RecruitAnswer
from graph.gaps.portfolio import RESOURCES, Budget
from graph.model.words import KIND, UNKNOWN


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """Limits on top, landings on the left, the frontier on the right."""
    limits, whole, unsure = _limits(say)
    with st.spinner(say("wait.reading")):
        document = gaps.portfolio(chosen.region, chosen.chain if whole == "this" else "", limits, unsure)
    if not document["landings"]:
        nothing = not document["considered"] and not document["unsure"]
        st.header(say("portfolio.nothing" if nothing else "portfolio.none"), anchor=False)
        todo = say("portfolio.nothing_todo") if nothing else say("portfolio.none_todo", n=document["unsure"])
        st.html(snippets.text(todo, "lt-muted"))
        _left_out(document, chosen, say)
        return
    st.header(
        plain(
            say(
                "portfolio.title",
                n=len(document["landings"]),
                value=f"{document['value']:.0%}",
                bound=f"{document['bound']:.0%}",
            )
        ),
        anchor=False,
    )
    left, right = st.columns([6, 5])
    with left.container(height=510, border=False):
        for i, landing in enumerate(document["landings"], 1):
            _landing(i, landing, chosen, say)
    with right:
        st.subheader(say("portfolio.frontier"), anchor=False)
        st.html(snippets.text(say("portfolio.frontier_sub"), "lt-muted"))
        option = charts.frontier_option(document["frontier"], len(document["landings"]), chosen.lang)
        st_echarts(named(option, say("portfolio.frontier_sub")), height="250px", key="portfolio_frontier", theme={})
        st.html(snippets.text(_used(document, chosen, say)))
        _left_out(document, chosen, say)
        with st.expander(say("portfolio.how")):
            st.html(snippets.text(say("portfolio.how_text")))
        st.html(snippets.text(say("portfolio.foot", date=base.as_of()), "lt-muted"))


def _limits(say: language.Speaker) -> tuple[Budget, str, bool]:
    number, money, land, power, which, more = st.columns([2, 2, 2, 2, 3, 3], vertical_alignment="bottom")
    k = number.number_input(say("portfolio.k"), 1, 12, 5, key="portfolio_k", persist_state="session")
    anything = say("portfolio.any")
    yi = money.number_input(
        say("portfolio.money"),
        0.0,
        None,
        None,
        1.0,
        format="%g",
        key="portfolio_money",
        placeholder=anything,
        persist_state="session",
    )
    mu = land.number_input(
        say("portfolio.land"),
        0.0,
        None,
        None,
        50.0,
        format="%g",
        key="portfolio_land",
        placeholder=anything,
        persist_state="session",
    )
    hungry = power.number_input(
        say("portfolio.power"),
        0,
        None,
        None,
        1,
        key="portfolio_power",
        placeholder=anything,
        persist_state="session",
    )
    whole = scope.ask(which, "portfolio_scope", say)
    unsure = more.checkbox(say("portfolio.unsure"), key="portfolio_unsure", persist_state="session")
    return Budget(int(k), yi, mu, None if hungry is None else int(hungry)), whole, unsure


def _landing(i: int, landing: LandingDocument, chosen: state.Selection, say: language.Speaker) -> None:
    with st.container(border=True, gap="xsmall"):
        if st.button(
            f"**{plain(i)}. {plain(frame.segment_name(landing, chosen.lang))}**", key=f"portfolio_{i}", type="tertiary"
        ):
            state.change(segment=landing["segment"])
            st.session_state["gaps_open"] = "diagnosis"
            st.rerun()
        gain = say(
            "portfolio.gain",
            gain=f"{landing['gain']:.1%}",
            need=f"{landing['need']:.0%}",
            full=f"{landing['completeness']:.0%}",
        )
        gained = f'<span class="lt-muted">{gain}</span>'
        st.html(snippets.row(snippets.chip(shown_state(landing), chosen.lang), gained))
        st.html(snippets.text(_cost(landing, chosen, say), "lt-muted"))
        st.html(snippets.text(_sentence(landing["recruit"], chosen), "lt-muted"))
        n = landing["candidates"]["count"]
        st.html(snippets.text(say("portfolio.candidates", n=n, kind=KIND[landing["kind"]][chosen.lang])))
        firm_links.show(
            landing["candidates"]["firms"],
            f"portfolio_firm_{i}",
            more=n if n > len(landing["candidates"]["firms"]) else 0,
            everybody=lambda: chains.segment(landing["segment"], chosen.region)["national"],
        )


def _sentence(row: RecruitAnswer | BarredSegment, chosen: state.Selection) -> str:
    return row["sentence"] if chosen.lang == "zh" else row["sentence_en"]


def _cost(landing: LandingDocument, chosen: state.Selection, say: language.Speaker) -> str:
    siting, unknown = landing["siting"], UNKNOWN[chosen.lang]
    power = say(f"portfolio.power_{siting['power']}") if siting["power"] else unknown
    return say(
        "portfolio.cost",
        money=_range(siting["investment_yi"], unknown),
        land=_range(siting["land_mu"], unknown),
        power=power,
    )


def _range(ends: list[float] | None, unknown: str) -> str:
    return f"{ends[0]:g}–{ends[1]:g}" if ends else unknown


def _used(document: PortfolioDocument, chosen: state.Selection, say: language.Speaker) -> str:
    parts = []
    for r in RESOURCES:
        limit = document["limits"][r]
        shown = f"{RESOURCE[r][chosen.lang]} {document['used'][r]:.0f} {RESOURCE_UNIT[r][chosen.lang]}"
        if limit is not None:
            shown = say("portfolio.of", used=shown, limit=f"{limit:g}")
        if document["unknown"][r]:
            names = [frame.segment_name(s, chosen.lang) for s in document["unknown"][r]]
            shown = say("portfolio.not_known", used=shown, names="、".join(names))
        parts.append(shown)
    return say("portfolio.used", text=language.clauses(parts, chosen.lang))


def _left_out(document: PortfolioDocument, chosen: state.Selection, say: language.Speaker) -> None:
    for resource, rows in document["left_out"].items():
        if rows:
            names = language.listed((frame.segment_name(s, chosen.lang) for s in rows[:8]), chosen.lang)
            st.html(
                snippets.text(
                    say("portfolio.left_out", what=RESOURCE[resource][chosen.lang], n=len(rows), names=names),
                    "lt-muted",
                )
            )
    if document["barred"]:
        with st.expander(plain(say("portfolio.barred", n=len(document["barred"])))):
            barred = [(frame.segment_name(s, chosen.lang), _sentence(s, chosen)) for s in document["barred"]]
            st.html(snippets.table(("", ""), barred))
