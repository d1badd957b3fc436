"""数据质量: by county, segment and source how much is known of the region, how old it is, and where it contradicts."""

from __future__ import annotations

import streamlit as st

from app_pages import frame
from app_pages.draw import snippets
from app_pages.read import loads
from app_pages.read.base import space
from app_pages.texts import language
from graph.model.place_names import place
from graph.model.words import STATUS, Lang
from ingest.quality import Conflict, QualityDocument

SHOWN = 20


def show(region: str, lang: Lang) -> None:
    """Inside the expander of the page; worked out when it is opened."""
    say = language.speaker(lang)
    with st.spinner(say("wait.reading")):
        found = loads.quality(region)
    st.html(snippets.text(say("data.q_head", region=space().regions.name(region), n=f"{found['firms']:,}")))
    left, right = st.columns(2)
    left.html(_counties(found, lang))
    left.html(_sources(found, lang))
    right.html(_segments(found, lang))
    st.html(snippets.text(say("data.q_doubles", n=found["double_count"], m=found["waiting"])))
    if not found["conflicts"]:
        st.html(snippets.text(say("data.q_no_conflicts"), "lt-muted"))
        return
    fields = say("data.set_comma").join(
        f"{say(f'data.q_field_{f}')} {n:,}" for f, n in found["conflict_counts"].items()
    )
    st.html(snippets.text(say("data.q_conflicts", fields=fields)))
    st.html(
        snippets.table(
            (say("data.name"), say("data.q_field"), say("data.q_said")),
            [_conflict(c, lang) for c in found["conflicts"]],
        )
    )


def _share(part: int, whole: int) -> str:
    return f"{part:,}（{part / whole:.0%}）" if whole else "0"


def _counties(found: QualityDocument, lang: Lang) -> str:
    say = language.speaker(lang)
    heads = ("data.q_county", "data.firms", "data.q_coded", "data.assigned", "data.q_confirmed", "data.q_ended")
    rows = [
        (
            c["name"] or say("data.q_no_county"),
            f"{c['firms']:,}",
            _share(c["coded"], c["firms"]),
            _share(c["placed"], c["firms"]),
            _share(c["confirmed"], c["firms"]),
            f"{c['ended']:,}",
        )
        for c in found["counties"]
    ]
    return snippets.table([say(h) for h in heads], rows)


def _sources(found: QualityDocument, lang: Lang) -> str:
    say = language.speaker(lang)
    heads = ("data.source", "data.firms", "data.q_alone", "data.q_as_of", "data.q_age")
    rows = [
        (
            frame.source_title(s["source"], lang),
            f"{s['firms']:,}",
            f"{s['alone']:,}",
            s["as_of"] or say("unknown"),
            (say("data.q_days", n=s["days"]) + (say("data.q_old") if s["old"] else ""))
            if s["days"] is not None
            else say("unknown"),
        )
        for s in found["sources"]
    ]
    return snippets.table([say(h) for h in heads], rows)


def _segments(found: QualityDocument, lang: Lang) -> str:
    """The segments with most firms, and by how many sources they are known."""
    say = language.speaker(lang)
    names = space().catalogue.segments
    heads = ("data.q_segment", "data.firms", "data.q_confirmed", "data.q_sources")
    rows = [
        (
            names[s["segment"]].name if s["segment"] in names else s["segment"],
            f"{s['firms']:,}",
            _share(s["confirmed"], s["firms"]),
            str(len(s["sources"])),
        )
        for s in found["segments"][:SHOWN]
    ]
    return snippets.table([say(h) for h in heads], rows)


def _value(field: str, value: str, lang: Lang) -> str:
    if field == "region":
        return place(space().regions.full_name(value), lang) or value
    return STATUS[value][lang] if field == "status" and value in STATUS else value


def _conflict(c: Conflict, lang: Lang) -> tuple[str, str, str]:
    say = language.speaker(lang)
    said = "；".join(f"{frame.source_title(source, lang)}：{_value(c['field'], v, lang)}" for source, v in c["said"])
    return c["name"], say(f"data.q_field_{c['field']}"), said
