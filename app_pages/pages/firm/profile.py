"""A firm's facts as rows of words; what is not known says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app_pages.texts import language
from graph.model.place_names import place
from graph.model.words import Lang
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import revenue_words

Rows = list[tuple[str, str]]


def facts(firm: Mapping[str, Any], lang: Lang) -> Rows:
    """What the firm is."""
    say = language.speaker(lang)
    comma = "、" if lang == "zh" else ", "
    capital = say("firm.capital_value", n=f"{firm['capital_wan']:,.0f}") if firm["capital_wan"] else ""
    employees = say("firm.employees_value", n=f"{firm['employees']:,}") if firm["employees"] else ""
    rows = [
        ("place", place(firm["place"], lang)),
        ("products", comma.join(firm["products"])),
        ("revenue", revenue_words(firm, lang)),
        ("aliases", comma.join(firm["aliases"])),
        ("uscc", firm["uscc"]),
        ("stock", firm["stock_code"]),
        ("parent", firm["parent"]),
        ("sites", comma.join(place(s, lang) for s in firm["sites"])),
        ("founded", firm["founded"]),
        ("capital", capital),
        ("employees", employees),
        ("address", firm["address"]),
        ("unit", firm["unit"]),
    ]
    # A firm that is not listed has no stock code; that is not something to be checked.
    return [(say(f"firm.{k}"), v or say("unknown")) for k, v in rows if v or k != "stock"]


def provenance(firm: Mapping[str, Any], lang: Lang) -> Rows:
    """Where that comes from."""
    say = language.speaker(lang)
    return [
        (say("data.source"), source_words(firm["source"], lang)),
        (say("firm.as_of"), firm["as_of"] or say("unknown")),
        (say("firm.verified"), say("firm.yes") if firm["verified"] else say("unknown")),
        (say("firm.origins"), ("；" if lang == "zh" else "; ").join(firm["origins"]) or say("unknown")),
    ]


def evidence(held: Mapping[str, Any], lang: Lang) -> str:
    """What a membership stands on, in words."""
    say = language.speaker(lang)
    parts = []
    for e in held["evidence"][:5]:
        kind = say(f"match.{e['kind']}") if f"match.{e['kind']}" in language.TEXTS else str(e["kind"])
        shown = str(e.get("text") or e.get("term") or "")
        parts.append(f"{kind} {shown[:40]}".strip())
    return say("firm.evidence", text=("；" if lang == "zh" else "; ").join(dict.fromkeys(parts)) or say("unknown"))
