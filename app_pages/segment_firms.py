"""The local firms of a segment: what each is, those of one role, those that do not count, and 更正 beside each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from app_pages import correcting, frame, state
from app_pages.draw import snippets
from app_pages.read import gaps
from app_pages.read.shapes import SegmentFirm, SegmentView
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.records import Role
from graph.model.words import Lang

TOP = 8  # firms shown before the others are asked for
MOST = 60  # rows with buttons; beyond that the list of firms on the data page serves better


def show(view: SegmentView, key: str) -> None:
    """Those that count, cut by role where there are several, and below them those that do not."""
    now = state.current()
    say = language.speaker(now.lang)
    chosen = _roles(view["local"], key, say, now.lang)
    firms = [f for f in view["local"] if not chosen or f["role"] in chosen]
    _rows(firms[:TOP], view["id"], key)
    if len(firms) > TOP:
        with st.expander(plain(say("segment_firms.all", n=len(firms))), key=f"{key}_rest", on_change="rerun") as rest:
            if rest.open:
                _rows(firms[TOP:MOST], view["id"], f"{key}_more")
                if len(firms) > MOST:
                    st.html(snippets.text(say("segment_firms.most", n=MOST), "lt-muted"))
    others = [*view["aside"], *view["closed"]]
    if others:
        words = language.listed(_counts(view, now.lang), now.lang)
        label = say("segment_firms.aside", n=len(others), what=words)
        with st.expander(plain(label), key=f"{key}_aside", on_change="rerun") as aside:
            if aside.open:
                st.html(snippets.text(say("segment_firms.why"), "lt-muted"))
                _rows(others[:MOST], view["id"], f"{key}_out")


def _roles(firms: Sequence[SegmentFirm], key: str, say: language.Speaker, lang: Lang) -> list[Role]:
    """The roles that the reader wants to see; none is all."""
    count = Counter(f["role"] for f in firms)
    if len(count) < 2:
        return []
    return st.pills(
        say("segment_firms.role"),
        sorted(count, key=lambda r: (-count[r], r)),
        selection_mode="multi",
        format_func=lambda r: plain(f"{frame.role_word(r, lang)} {count[r]}"),
        key=f"{key}_roles",
        label_visibility="collapsed",
    )


def _rows(firms: Sequence[SegmentFirm], segment: str, key: str) -> None:
    lang = state.current().lang
    marks = gaps.marks(state.current().region)
    for i, firm in enumerate(firms):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(plain(firm["short"]), key=f"{key}_{i}", type="tertiary", help=plain(firm["name"])):
                state.open_page("firm", firm=firm["id"])
            st.html(frame.standing(firm["role"], firm["status"], firm["status_date"], lang), width="content")
            correcting.button(firm["id"], firm["name"], key, segment)
            if firm["id"] in marks:
                st.html(frame.role_marks(marks[firm["id"]], lang), width="content")


def _counts(view: SegmentView, lang: Lang) -> list[str]:
    """How many of each there are: 经销商 3 家, 注销 1 家."""
    say = language.speaker(lang)
    roles = Counter(f["role"] for f in view["aside"])
    closed = Counter(f["status"] for f in view["closed"])
    words = [(frame.role_word(r, lang), n) for r, n in roles.most_common()]
    words += [(frame.status_word(s, "", lang), n) for s, n in closed.most_common()]
    return [say("segment_firms.of", what=what, n=n) for what, n in words]
