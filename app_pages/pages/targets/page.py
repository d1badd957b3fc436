"""目标企业: who could fill the segment, why, and what speaks against."""

from __future__ import annotations

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.targets import cards, claims, export, filters, needs, parts
from app_pages.pages.visits import saved_targets
from app_pages.read import loaders
from app_pages.texts import language
from outreach.papers.target_workbook import TARGET_COLUMNS, target_rows
from recommend.lists.diversity import diversified

chosen = frame.bar()
say = language.speaker(chosen.lang)
space = loaders.space()
LISTS = ("outside", "needs", "owned", "expanding", "capital", "outflow")
OWN = {"needs": needs.show, "owned": claims.show}
lists, beside = st.columns([6, 3])
which = lists.segmented_control(
    say("targets.list"),
    LISTS,
    default="outside",
    format_func=lambda v: say(f"targets.list_{v}"),
    key="targets_list",
    persist_state="session",
    required=True,
    label_visibility="collapsed",
)
if which in OWN:
    OWN[which](chosen)
    st.stop()
if which != "outside":
    parts.other(which, chosen)
    st.stop()
segments = export.segment_choices(chosen)
now = chosen.segment or next(iter(segments))
st.session_state["targets_segment"] = now
pick, outsiders, more, view, save = st.columns([4, 2, 2, 2, 2], vertical_alignment="center")
pick.selectbox(
    say("targets.segment"),
    list(segments),
    format_func=lambda s: segments[s],
    key="targets_segment",
    label_visibility="collapsed",
    on_change=lambda: state.change(segment=st.session_state["targets_segment"]),
)
with st.spinner(say("wait.targets", n=space.store.counts()["firm"])):
    everyone = loaders.targets(now, chosen.region)
if not loaders.reading().finished:
    parts.reading(chosen.lang)
only_outside = outsiders.toggle(say("targets.outsiders"), value=True, key="targets_outsiders", persist_state="session")
wanted = cards.ask_filter(more, everyone, only_outside, say)
shown = filters.cut_targets(everyone, chosen.region, wanted)
held = loaders.holds(chosen.region)
if wanted.free:
    team = saved_targets.team_name(chosen)
    shown = [t for t in shown if not claims.held_by_others(t, held, team)]
if wanted.once:
    shown = filters.once_a_group(shown)
if wanted.spread:
    shown = diversified(shown)
how = view.segmented_control(
    say("targets.view"),
    ["cards", "table"],
    default="cards",
    format_func=lambda v: say(f"targets.{v}"),
    key="targets_view",
    persist_state="session",
    required=True,
    label_visibility="collapsed",
)
save.download_button(
    say("targets.export"),
    data=lambda: export.workbook(shown, now, chosen),
    file_name=export.file_name(now, chosen, say),
    mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    disabled=not shown,
    on_click="ignore",
    key="targets_export",
)

fit = [t for t in shown if not t["below_floor"]]
st.header(
    say(
        "targets.title",
        region=space.regions.name(chosen.region),
        segment=export.segment_title(now, chosen.lang),
        n=len(fit),
        a=sum(t["grade"] == "A" for t in fit),
    ),
    anchor=False,
)
if not shown:
    st.html(snippets.text(say("targets.none")) + snippets.text(say("targets.none_todo"), "lt-muted"))
    st.stop()
if how == "table":
    st.dataframe(
        export.table(target_rows(shown, chosen.lang), TARGET_COLUMNS, chosen.lang),
        hide_index=True,
        height=export.height(len(shown)),
    )
    st.stop()
parts.compared(parts.ask_compared(beside, shown[:100], chosen), chosen)
page = 1
if filters.pages(len(shown)) > 1:
    page = st.pagination(filters.pages(len(shown)), key=f"targets_page_{now}_{len(shown)}")
rows = filters.page_of(shown, page)
first = (page - 1) * filters.PAGE
if not fit and page == 1:
    st.html(snippets.text(say("targets.above_none")))
told = page > 1 and shown[first - 1]["below_floor"]
excluded = page > 1 and shown[first - 1]["excluded"]
for i, target in enumerate(rows, first + 1):
    if target["below_floor"] and not told:
        told = True
        st.subheader(say("targets.below"), anchor=False, divider="gray")
    if target["excluded"] and not excluded:
        excluded = True
        st.subheader(say("targets.excluded"), anchor=False, divider="gray")
    cards.card(i, target, chosen, held)
recommender = loaders.recommender()
weights = recommender.weights
if weights.learned:
    st.caption(say("targets.weights_note", n=weights.trained["landings"]))
if recommender.shares != weights.shares():
    st.caption(say("targets.weights_taught"))
st.caption(say("targets.shown", page=page, pages=filters.pages(len(shown)), n=len(shown)))
