"""One fact learnt in a talk, to be reviewed before the graph takes it: a tie between firms, what a firm does, a
post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from app_pages import state
from app_pages.read import base, firms
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.records import Institution
from graph.model.words import Lang
from outreach.after import facts_learnt
from outreach.targets.associations import POSTS

KINDS = {"relation": "visits.fact_relation", "membership": "visits.fact_membership", "post": "visits.fact_post"}


class Learnt(NamedTuple):
    """A fact: relation, membership or post, with the fields of its form."""

    kind: str
    fields: Mapping[str, str | bool]


def ask(now: state.Selection) -> Learnt | None:
    """The fact that was filled in, None where none was."""
    say = language.speaker(now.lang)
    names = {f["id"]: f["name"] for f in firms.names()}
    kind = st.segmented_control(
        say("visits.fact_what"),
        list(KINDS),
        default="relation",
        format_func=lambda k: say(KINDS[k]),
        key="fact_what",
        required=True,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        firm = _one_of(say("visits.fact_firm"), names, "fact_firm", say)
        if kind == "membership":
            return _membership(firm, now.lang, say)
        if kind == "post":
            return _post(firm, now.lang, say)
        return _relation(firm, names, say)


def _one_of(label: str, names: Mapping[str, str], key: str, say: language.Speaker, width: int = 280) -> str | None:
    """A box of named things by their ids; None where none is chosen."""
    return st.selectbox(
        plain(label),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        placeholder=say("visits.fact_none"),
        width=width,
    )


def _membership(firm: str | None, lang: Lang, say: language.Speaker) -> Learnt | None:
    """A firm works in a segment, or does not."""
    words = {"works": say("visits.fact_works"), "denies": say("visits.fact_denies")}
    does = st.selectbox(say("visits.fact_does"), list(words), format_func=words.__getitem__, key="fact_does", width=120)
    segments = base.space().network.makers.values()
    names = {s.id: s.name if lang == "zh" else s.name_en for s in segments}
    segment = _one_of(say("visits.fact_segment"), names, "fact_segment", say)
    if not firm or not segment:
        return None
    return Learnt("membership", {"firm": firm, "segment": segment, "denies": does == "denies"})


def _post(firm: str | None, lang: Lang, say: language.Speaker) -> Learnt | None:
    """A firm holds a post in an association."""
    names = {i.id: i.name for i in base.space().store.rows(Institution) if i.kind == "association"}
    association = _one_of(say("visits.fact_association"), names, "fact_association", say, width=300)
    posts = {key: language.pick(words, lang) for key, words in POSTS.items()}
    post = st.selectbox(
        say("visits.fact_post_kind"), list(posts), format_func=posts.__getitem__, key="fact_post", width=150
    )
    if not firm or not association:
        return None
    return Learnt("post", {"firm": firm, "association": association, "post": post})


def _relation(firm: str | None, names: Mapping[str, str], say: language.Speaker) -> Learnt | None:
    """A firm is a supplier, customer and so on of another."""
    kind = st.selectbox(
        say("visits.fact_kind"),
        list(facts_learnt.RELATION_WORDS),
        format_func=lambda k: say(f"visits.rel_{k}"),
        key="fact_kind",
        width=130,
    )
    other = _one_of(say("visits.fact_other"), names, "fact_other", say)
    if not firm or not other:
        return None
    return Learnt("relation", {"firm": firm, "kind": kind, "other": other})
