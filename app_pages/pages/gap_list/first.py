"""先做什么: local need against precedent and ground, the groups folded below, what stands in the way beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit_echarts import st_echarts

from app_pages import frame, paging, state
from app_pages.downloads import DOCX
from app_pages.draw import snippets
from app_pages.draw.options import named
from app_pages.pages.gap_list import scope
from app_pages.pages.gap_list.first_charts import first_option
from app_pages.pages.gap_list.wanted import wanted
from app_pages.read import base, gaps
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.chance.shapes import Group
from graph.gaps.priorities.group_words import GROUP, GROUP_SUB, LEVEL
from graph.gaps.priorities.groups import RANKED
from graph.gaps.priorities.shapes import PriorityRow
from graph.model.words import ACTION, KIND, STATE, Lang
from outreach.papers import priority_page

HEIGHT = 430
WHY: dict[Group, str] = {
    "check": "first.why_check",
    "nearby": "first.why_nearby",
    "careful": "first.why_careful",
    "barred": "first.why_barred",
}
CLICK = "function(p) { return p.componentType === 'series' ? p.data.id : undefined; }"


def show(chosen: state.Selection, say: language.Speaker) -> None:
    """Title, picture with the opened segment beside it, groups."""
    with st.spinner(say("wait.reading")):
        everything = gaps.first(chosen.region)
    place, paper = st.columns([5, 2], vertical_alignment="center")
    whole = scope.ask(place, "first_scope", say)
    chain = chosen.chain if whole == "this" else ""
    groups = gaps.of_chain_only(everything, chain)
    rows = [r for of in groups.values() for r in of]
    names = frame.chain_titles(chosen.lang)
    here = base.space().regions.name(chosen.region)
    if not rows:
        st.header(plain(say("first.nothing", region=here)), anchor=False)
        st.html(snippets.text(say("first.nothing_todo"), "lt-muted"))
        return
    _download(paper, chosen, chain, say)
    st.header(plain(_title(groups, here, names[chain] if chain else "", chosen.lang, say)), anchor=False)
    st.html(snippets.text(say("first.sub"), "lt-muted"))
    opened = next((r for r in rows if r["segment"] == chosen.segment), rows[0])
    left, right = st.columns([6, 4])
    with left:
        st_echarts(
            named(first_option(groups, chosen.lang, opened["segment"]), say("first.sub")),
            events={"click": CLICK},
            theme={},
            height=f"{HEIGHT}px",
            key=f"first_{chain}",
            on_change=lambda: _clicked(f"first_{chain}"),
        )
    with right.container(height=HEIGHT, border=True):
        _opened(opened, chosen, names, say)
    for group, of in groups.items():
        if of:
            _group(group, of, whole, chosen, names, say)
    _foot(say)


def _clicked(key: str) -> None:
    event = st.session_state[key].get("chart_event")
    if event:
        state.change(segment=event)


def _title(
    groups: Mapping[Group, Sequence[PriorityRow]], here: str, chain: str, lang: Lang, say: language.Speaker
) -> str:
    """How many segments to go for, and the first; where there is none, how many wait for an answer."""
    attack = groups["attack"]
    place = f"{here} · {chain}" if chain and lang == "zh" else f"{here}, {chain}" if chain else here
    if not attack:
        return say("first.title_none", place=place, n=len(groups["check"]))
    return say("first.title", place=place, n=len(attack), first=frame.segment_name(attack[0], lang))


def _opened(row: PriorityRow, chosen: state.Selection, names: Mapping[str, str], say: language.Speaker) -> None:
    """The segment that was clicked: why it stands there, and where to go on."""
    zh = chosen.lang == "zh"
    st.subheader(f"{plain(frame.segment_name(row, chosen.lang))} · {plain(names[row['chain']])}", anchor=False)
    st.html(_chips(row, chosen.lang))
    chance, first = row["chance"], row["priority"]
    lines = [first["sentence"] if zh else first["sentence_en"], chance["sentence"] if zh else chance["sentence_en"]]
    lines += [r["zh"] if zh else r["en"] for r in first["reasons"][1:]]
    lines.insert(1, wanted(row, chosen.lang))
    st.html("".join(snippets.text(text) for text in dict.fromkeys(filter(None, lines))))
    for line in chance["red_lines"]:
        if line["route"]:
            st.html(snippets.against(line["sentence"] if zh else line["sentence_en"], say("first.route")))
    _buttons(row, "opened", say)


def _buttons(row: PriorityRow, where: str, say: language.Speaker) -> None:
    with st.container(horizontal=True, gap="small"):
        if row["kind"] is not None and st.button(say("first.why"), key=f"first_{where}_why_{row['segment']}"):
            state.change(segment=row["segment"])
            st.session_state["gaps_open"] = "diagnosis"
            st.rerun()
        if st.button(say("first.targets"), key=f"first_{where}_targets_{row['segment']}"):
            state.open_page("targets", segment=row["segment"])
        if st.button(say("first.map"), key=f"first_{where}_map_{row['segment']}"):
            state.open_page("chain_map", segment=row["segment"])


def _chips(row: PriorityRow, lang: Lang) -> str:
    kind = KIND[row["kind"]][lang] if row["kind"] is not None else STATE["strong"][lang]
    return snippets.row(
        snippets.plain_chip(GROUP[row["priority"]["group"]][lang]),
        snippets.plain_chip(ACTION[row["action"]][lang]),
        snippets.plain_chip(kind),
        snippets.plain_chip(LEVEL[row["chance"]["level"]][lang]),
    )


def _group(
    group: Group,
    rows: Sequence[PriorityRow],
    whole: str,
    chosen: state.Selection,
    names: Mapping[str, str],
    say: language.Speaker,
) -> None:
    """One group, folded: its rows with the reason; only 主攻 is open."""
    lang, zh = chosen.lang, chosen.lang == "zh"
    head = say("first.group", name=GROUP[group][lang], n=len(rows), sub=GROUP_SUB[group][lang])
    with st.expander(plain(head), expanded=group == "attack"):
        page = 1
        if paging.pages(len(rows)) > 1:
            page = st.pagination(paging.pages(len(rows)), key=f"first_page_{whole}_{group}_{len(rows)}")
        shown = paging.page_of(rows, page)
        if group in RANKED:
            for row in shown:
                with st.container(border=True, gap="xsmall"):
                    st.html(
                        snippets.text(f"{frame.segment_name(row, lang)} · {names[row['chain']]}")
                        + _chips(row, lang)
                        + (snippets.text(wanted(row, lang)) if group == "attack" else "")
                        + snippets.text(row["chance"]["sentence"] if zh else row["chance"]["sentence_en"], "lt-muted")
                    )
                    _buttons(row, "row", say)
            return
        table = [
            (
                frame.segment_name(r, lang),
                names[r["chain"]],
                language.clauses((x["zh"] if zh else x["en"] for x in r["priority"]["reasons"]), lang),
            )
            for r in shown
        ]
        st.html(snippets.table((say("first.segment"), say("first.chain"), say(WHY[group])), table))


def _download(
    place: st.delta_generator.DeltaGenerator, chosen: state.Selection, chain: str, say: language.Speaker
) -> None:
    day, region = gaps.newest_day(), base.space().regions.full_name(chosen.region)
    place.download_button(
        say("first.page"),
        lambda: gaps.first_page(chosen.region, chain, day),
        key="first_page_docx",
        mime=DOCX,
        file_name=priority_page.file_name(region, day),
        on_click="ignore",
    )


def _foot(say: language.Speaker) -> None:
    """What the picture rests on, and rows of the tables that could not be used."""
    known = base.space().chance_data
    for problem in known.problems:
        st.html(snippets.text(f"{problem.file} {problem}", "lt-muted"))
    for told in known.unreadable:
        st.html(snippets.text(told, "lt-muted"))
    st.html(snippets.text(say("first.foot", date=base.as_of()), "lt-muted"))
