"""A target as a card, and what the page around it asks: segment, filter, export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import filters, frame, loaders, snippets, state, texts
from app_pages.charts import STATES
from graph.regions import Regions
from graph.words import Lang
from outreach.workbook import TOP_REASONS, evidence_words, revenue_words, said, source_words, target_workbook


def segment_choices(now: state.Selection) -> dict[str, str]:
    """Segments of the chain with their marks, its gaps first in their order."""
    chain = loaders.chain(now.chain, now.region)
    by_id = {s["id"]: s for s in chain["segments"]}
    gaps = [g["segment"] for g in loaders.gaps(now.region) if g["chain"] == now.chain]
    order = [*gaps, *(s for s in by_id if s not in set(gaps))]
    return {s: f"{STATES[by_id[s]['state']][1]} {frame.segment_name(by_id[s], now.lang)}" for s in order}


def segment_title(segment: str, lang: Lang) -> str:
    """A segment's name."""
    row = loaders.space().network.segments[segment]
    return row.name if lang == "zh" else row.name_en


def ask_filter(place: DeltaGenerator, targets: Sequence[Mapping[str, Any]], outsiders: bool, say: texts.Speaker) -> filters.TargetFilter:
    """The folded filter; its button says how many cuts are set."""
    names = filters.provinces(targets, loaders.space().regions)
    set_now = int(st.session_state.get("targets_cuts", 0))
    with place.popover(say("targets.filter_n", n=set_now) if set_now else say("targets.filter"), key="targets_filter"):
        grades = st.pills(say("targets.grade"), ["A", "B", "C"], selection_mode="multi", key="t_grades", persist_state="session")
        sizes = st.pills(say("targets.size"), list(filters.SIZES), selection_mode="multi", key="t_sizes", persist_state="session")
        provinces = st.multiselect(
            say("targets.province"), list(names), format_func=lambda p: names[p], key="t_provinces",
            placeholder=say("targets.any"),
        )  # fmt: skip
        listed = st.checkbox(say("targets.listed"), key="t_listed", persist_state="session")
        verified = st.checkbox(say("targets.verified"), key="t_verified", persist_state="session")
        least = st.slider(say("targets.capability"), 0, 100, 0, 5, format="%d%%", key="t_capability", persist_state="session")
    wanted = filters.TargetFilter(
        outsiders, tuple(grades), tuple(provinces), tuple(sizes), listed, verified, least / 100
    )
    if wanted.active() != set_now:
        st.session_state["targets_cuts"] = wanted.active()
        st.rerun()
    return wanted


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, tuple[str, str, int]], lang: Lang) -> pd.DataFrame:
    """The rows of the export's first sheet under their headings."""
    headings = {k: words[lang == "en"] for k, words in columns.items()}
    return pd.DataFrame(rows, columns=list(columns)).rename(columns=headings)


def file_name(segment: str, now: state.Selection, say: texts.Speaker) -> str:
    """What the workbook is called when it is saved."""
    region = loaders.space().regions.name(now.region)
    return say("targets.file", region=region, segment=segment_title(segment, now.lang).replace("/", "-"), date=date.today().isoformat())


def workbook(targets: Sequence[Mapping[str, Any]], segment: str, now: state.Selection) -> bytes:
    """The list as it is shown, as a workbook."""
    gap = next((g for g in loaders.gaps(now.region) if g["segment"] == segment), None)
    say = texts.speaker(now.lang)
    sources = [
        f"{source_title(s['source'], now.lang)}：{say('unit.firms', n=s['firms'])}（{s['loaded'][:10]}）" for s in loaders.loaded()["sources"]
    ]
    meta = {"date": date.today().isoformat(), "sources": sources}
    region = loaders.space().regions.name(now.region)
    return target_workbook(region, loaders.segment(segment, now.region), gap, targets, meta, now.lang)


def source_title(origin: str, lang: Lang) -> str:
    """A source as people call it: the shipped table of a chain, or the name of the file."""
    kind, _, stem = origin.partition(":")
    if kind != "shipped" or not stem:
        return origin
    chains = {c.id: c.name if lang == "zh" else c.name_en for c in loaders.space().network.chains}
    return texts.speaker(lang)("data.shipped", name=chains.get(stem, stem))


def card(rank: int, target: Mapping[str, Any], now: state.Selection) -> None:
    """One target: who, what it makes, three reasons, one counter-argument, the evidence folded."""
    say = texts.speaker(now.lang)
    firm = target["firm"]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(snippets.grade(target["grade"]), width="content")
            if st.button(f"**{rank}. {firm['name']}**", key=f"card_{rank}_{firm['id']}", type="tertiary"):
                state.open_page("firm", firm=firm["id"])
            tags = [*firm["tags"][:4], *([] if firm["verified"] else [say("unknown")])]
            if Regions.within(firm["region"], now.region):
                tags.insert(0, say("targets.local_tag"))
            st.html(
                snippets.row(f'<span class="lt-muted" style="margin-right:8px">{firm["place"]} · {revenue_words(firm, now.lang)}</span>',
                             *(snippets.plain_chip(t) for t in tags)),
                width="content",
            )  # fmt: skip
        comma = "、" if now.lang == "zh" else ", "
        left, right = st.columns([5, 3])
        left.html(
            snippets.text(say("targets.products", products=comma.join(firm["products"][:6]) or say("unknown")), "lt-muted")
            + snippets.reasons([said(r, now.lang) for r in target["reasons"][:TOP_REASONS]])
        )
        if target["counter"]:
            right.html(snippets.against(said(target["counter"][0], now.lang), say("targets.against")))
        with st.expander(say("targets.evidence")):
            _evidence(target, now, say)


def _evidence(target: Mapping[str, Any], now: state.Selection, say: texts.Speaker) -> None:
    zh = now.lang == "zh"
    roles = {"buyer": say("targets.buyer"), "supplier": say("targets.supplier")}
    names = {s.id: s.name if zh else s.name_en for s in loaders.space().network.segments.values()}
    st.html(snippets.text(say("targets.path"), "lt-muted") + snippets.breadcrumb(target["path"], roles, names))
    rows = [
        (snippets.FOOTNOTES[i % 10], evidence_words(e, now.lang), source_words(str(e.get("source") or ""), now.lang),
         str(e.get("as_of") or say("unknown")), say("targets.checked") if e.get("verified") else say("unknown"))
        for i, r in enumerate(target["reasons"])
        for e in r["evidence"]
    ]  # fmt: skip
    header = [say(f"targets.{k}") for k in ("statement", "what", "source", "as_of", "state")]
    st.html(snippets.table(header, rows))
    features = [
        (f["label"] if zh else f["label_en"], f"{f['value']:.2f}", f"{f['weight']:.0%}", f["detail"] if zh else f["detail_en"])
        for f in target["features"].values()
    ]
    st.html(snippets.table([say(f"targets.{k}") for k in ("feature", "value", "weight", "detail")], features))
    extra = [said(r, now.lang) for r in (*target["reasons"][TOP_REASONS:], *target["counter"][1:], *target["unknown"])]
    st.html(snippets.text(say("targets.unknown"), "lt-muted") + "".join(snippets.text(e) for e in extra))
