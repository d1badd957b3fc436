"""A firm's facts as rows of words; what is not known says so."""

from __future__ import annotations

from app_pages.frame import source_title, status_word
from app_pages.read.shapes import FirmSegment, FirmView
from app_pages.texts import language
from graph.model.place_names import place
from graph.model.words import Lang
from outreach.papers.parts.sources import source_words
from outreach.papers.target_workbook import revenue_words

Rows = list[tuple[str, str]]
SHOWN = 5  # rows of evidence
# What of a firm named the segment → the text that says so.
MATCHES = {
    "product": "match.product",
    "name": "match.name",
    "scope": "match.scope",
    "code": "match.code",
    "dense": "match.dense",
    "learned": "match.learned",
    "correction": "match.correction",
}


def facts(firm: FirmView, lang: Lang) -> Rows:
    """What the firm is."""
    say = language.speaker(lang)
    capital = say("firm.capital_value", n=f"{firm['capital_wan']:,.0f}") if firm["capital_wan"] else ""
    employees = say("firm.employees_value", n=f"{firm['employees']:,}") if firm["employees"] else ""
    rows = [
        ("firm.place", place(firm["place"], lang)),
        ("firm.products", language.listed(firm["products"], lang)),
        ("firm.revenue", revenue_words(firm, lang)),
        ("firm.status", status_word(firm["status"], firm["status_date"], lang)),
        ("firm.branch_of", firm["branch_of"]),
        ("firm.aliases", language.listed(firm["aliases"], lang)),
        ("firm.uscc", firm["uscc"]),
        ("firm.stock", firm["stock_code"]),
        ("firm.parent", firm["parent"]),
        ("firm.sites", language.listed((place(s, lang) for s in firm["sites"]), lang)),
        ("firm.founded", firm["founded"]),
        ("firm.capital", capital),
        ("firm.employees", employees),
        ("firm.address", firm["address"]),
        ("firm.unit", firm["unit"]),
    ]
    # Most firms are not listed and no branch of another; that is not something to be checked.
    return [(say(k), v or say("unknown")) for k, v in rows if v or k not in ("firm.stock", "firm.branch_of")]


def provenance(firm: FirmView, lang: Lang) -> Rows:
    """Where that comes from."""
    say = language.speaker(lang)
    return [
        (say("data.source"), source_words(firm["source"], lang)),
        (say("firm.as_of"), firm["as_of"] or say("unknown")),
        (say("firm.identity"), say("firm.yes") if firm["verified_identity"] else say("unknown")),
        (say("firm.made"), say("firm.yes") if firm["verified_products"] else say("unknown")),
        (
            say("firm.origins"),
            language.clauses((source_title(o, lang) for o in firm["origins"]), lang) or say("unknown"),
        ),
    ]


def evidence(segment: FirmSegment, lang: Lang) -> str:
    """What a membership stands on, in words."""
    say = language.speaker(lang)
    parts = []
    for e in segment["evidence"][:SHOWN]:
        kind = say(MATCHES[e["kind"]]) if e["kind"] in MATCHES else e["kind"]
        what = f"{e['source'].partition('：')[2]}：{e['term']}，{e['text']}" if e["kind"] == "correction" else e["text"]
        parts.append(f"{kind} {(what or e['term'])[: 60 if e['kind'] == 'correction' else 40]}".strip())
    return say("firm.evidence", text=language.clauses(dict.fromkeys(parts), lang) or say("unknown"))
