"""设置: where the app opens, the chains that the office follows, the language, the review number of its maps."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.errors import explain
from app_pages.pages.settings import benchmarks
from app_pages.read import office, regions
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.errors import UnwritableFile
from graph.model.words import Lang
from graph.office import LONGEST_REVIEW

LANGUAGES: dict[str, str] = {"zh": "中文", "en": "English"}

now = state.current()
say = language.speaker(now.lang)
kept = office.office()
st.header(say("settings.title"), anchor=False)
st.html(snippets.text(say("settings.sub"), "lt-muted"))
if office.damaged():
    st.warning(say("settings.damaged"))
names, labels = frame.chain_titles(now.lang), regions.labels(now.lang)
left, right = st.columns([6, 5], gap="large")
with left, st.form("settings", border=True):
    offered = regions.choices(kept.region if kept.region in labels else now.region)
    region = st.selectbox(
        say("settings.region"),
        offered,
        index=offered.index(kept.region if kept.region in offered else now.region),
        format_func=labels.__getitem__,
        key="settings_region",
    )
    chains = st.multiselect(
        say("settings.chains"),
        list(names),
        default=[c for c in kept.chains if c in names],
        format_func=names.__getitem__,
        placeholder=say("frame.chain"),
        key="settings_chains",
    )
    lang = st.segmented_control(
        say("settings.lang"),
        list(LANGUAGES),
        default=kept.lang or now.lang,
        format_func=lambda k: plain(LANGUAGES[k]),
        required=True,
        key="settings_lang",
    )
    review = st.text_input(
        say("settings.review"),
        value=office.map_review(),
        max_chars=LONGEST_REVIEW,
        help=say("settings.review_help"),
        key="settings_review",
    )
    saved = st.form_submit_button(say("settings.save"), type="primary", key="settings_save")
if saved:
    try:
        office.save(replace(kept, region=region, chains=tuple(chains), lang=str(lang), map_review=review.strip()))
    except UnwritableFile as error:
        what, todo = explain(error, now.lang)
        st.error(plain(f"{what} {todo}"))
    else:
        chosen: Lang = next((v for v in get_args(Lang) if v == lang), now.lang)
        state.change(region=region, lang=chosen, **({"chain": chains[0]} if chains else {}))
        st.toast(say("settings.saved"))
        st.rerun()
with right:
    benchmarks.show(now, kept)
