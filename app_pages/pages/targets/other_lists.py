"""The lists beside the targets: 增资扩股, 资本招商, 外流预警."""

from __future__ import annotations

import streamlit as st

from app_pages import firm_links, frame, state
from app_pages.draw import snippets
from app_pages.read import base, target_lists
from app_pages.read.shapes import FirmLink
from app_pages.read.target_lists import OtherList
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.words import tag_words, verified_words
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import said
from recommend.lists.shapes import ListRow

SHOWN = 50
KINDS: tuple[OtherList, ...] = ("expanding", "capital", "outflow")


def show(kind: OtherList, now: state.Selection) -> None:
    """One of the lists beside the targets, for the whole chain."""
    say = language.speaker(now.lang)
    with st.spinner(say("wait.reading")):
        rows = target_lists.other_list(kind, now.chain, now.region)
    st.header(
        plain(
            say(
                "targets.other_title",
                region=base.space().regions.name(now.region),
                chain=frame.chain_titles(now.lang)[now.chain],
                name=say(f"targets.list_{kind}"),
                n=len(rows),
            )
        ),
        anchor=False,
    )
    st.html(snippets.text(say(f"targets.other_{kind}"), "lt-muted"))
    if not rows:
        st.html(snippets.text(say("targets.other_none")) + snippets.text(say("targets.other_todo"), "lt-muted"))
        if elsewhere := target_lists.other_list(kind, "", now.region):
            st.html(snippets.text(say("targets.other_chains", n=len(elsewhere)), "lt-line"))
            firms: list[FirmLink] = [
                {"id": f["id"], "name": f["name"], "short": f["short"]} for f in (r["firm"] for r in elsewhere[:10])
            ]
            firm_links.show(firms, f"other_{kind}_all")
        return
    for i, row in enumerate(rows[:SHOWN], 1):
        _row(i, row, f"other_{kind}_{i}", now, say)


def _row(i: int, row: ListRow, key: str, now: state.Selection, say: language.Speaker) -> None:
    """A firm with what speaks for it and the evidence."""
    firm = row["firm"]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(f"**{plain(i)}. {plain(row['title'] or firm['name'])}**", key=key, type="tertiary"):
                state.open_page("firm", firm=firm["id"])
            checked = verified_words(firm["verified_identity"], firm["verified_products"], now.lang)
            tags = [*tag_words(firm["tags"][:4], now.lang), *checked]
            seat = f'<span class="lt-muted" style="margin-right:8px">{frame.place(firm["place"])}</span>'
            st.html(snippets.row(seat, *(snippets.plain_chip(t) for t in tags)), width="content")
        st.html(snippets.text(said(row, now.lang)))
        with st.expander(say("targets.evidence")):
            heads = [say(k) for k in ("targets.what", "targets.source", "targets.as_of", "targets.state")]
            evidence = [
                (
                    e["what"],
                    source_words(e["source"], now.lang),
                    e["as_of"],
                    say("targets.checked") if e["verified"] else say("unknown"),
                )
                for e in row["evidence"]
            ]
            st.html(snippets.table(heads, evidence))
