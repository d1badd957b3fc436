"""Who says what of a firm: every field with each source that tells it, those first in which sources differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app_pages import frame
from app_pages.draw import snippets
from app_pages.read import firms
from app_pages.read.shapes import FieldSaid
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.records import STATUSES
from graph.model.words import Lang
from outreach.papers.parts.sources import source_words

# Field of a record → the text that names it.
LABELS = {
    "name": "said.name",
    "uscc": "firm.uscc",
    "stock_code": "firm.stock",
    "aliases": "firm.aliases",
    "former_names": "said.former",
    "status": "firm.status",
    "status_date": "said.status_date",
    "region": "firm.place",
    "county": "said.county",
    "unit": "firm.unit",
    "address": "firm.address",
    "products": "firm.products",
    "scope": "firm.scope",
    "founded": "firm.founded",
    "capital_wan": "said.capital",
    "employees": "firm.employees",
    "revenue_yi": "said.revenue",
    "revenue_year": "said.revenue_year",
    "parent": "firm.parent",
    "ent_type": "said.type",
    "tags": "said.tags",
}
# What each source may tell in part: that two lists differ is no contradiction.
ADDED_UP = ("aliases", "former_names", "products", "scope", "tags")
LONGEST = 80  # characters of a value


def show(firm_id: str, lang: Lang) -> None:
    """The fields of a firm as a table, folded; the heading says in how many the sources differ."""
    say, told = language.speaker(lang), firms.said(firm_id)
    if not told:
        return
    differing = differ(told)
    title = say("said.differ", n=len(differing)) if differing else say("said.title")
    with st.expander(plain(title)):
        order = sorted(told, key=lambda t: t["field"] not in differing)
        rows = [
            (
                _label(t, t["field"] in differing, say),
                _value(t, lang),
                source_words(t["source"], lang),
                t["as_of"] or say("unknown"),
            )
            for t in order
        ]
        heads = (say("said.field"), say("said.value"), say("data.source"), say("firm.as_of"))
        st.html(snippets.table(heads, rows))


def differ(told: Sequence[FieldSaid]) -> set[str]:
    """The fields of which two sources say different things."""
    values: dict[str, set[str]] = {}
    for t in told:
        if t["field"] not in ADDED_UP:
            values.setdefault(t["field"], set()).add(str(t["value"]))
    return {field for field, of in values.items() if len(of) > 1}


def _label(told: FieldSaid, differing: bool, say: language.Speaker) -> str:
    name = say(LABELS.get(told["field"], "said.other"))
    return say("said.name_unlike", name=name) if differing else name


def _value(told: FieldSaid, lang: Lang) -> str:
    value: Any = told["value"]
    if told["field"] == "status" and value in STATUSES:
        return frame.status_word(value, "", lang)
    if told["field"] == "region":
        return firms.place(str(value))
    text = language.listed(map(str, value), lang) if isinstance(value, list | tuple) else f"{value}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
