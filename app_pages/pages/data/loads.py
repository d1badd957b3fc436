"""The tables of the data page: sources, loads, counts, and the report of an upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.draw import snippets
from app_pages.pages.targets.export import source_title
from app_pages.texts import language
from graph.model.place_names import place
from graph.model.row_problems import RowProblem
from graph.model.words import Lang
from ingest.load.load_report import LoadReport

SHOWN = 200
RECORDS = ("chain", "segment", "link", "firm", "membership", "site", "institution", "park", "unit", "zone", "event")


def progress(bar: DeltaGenerator, say: language.Speaker) -> Callable[[str, int, int], None]:
    """A progress callback that says on the bar what is being done."""

    def step(what: str, done: int, total: int) -> None:
        known = language.STEPS.get(what)
        words = say("data.progress", what=say(known) if known else what, done=f"{done:,}", total=f"{total:,}")
        bar.progress(min(1.0, done / total) if total else 0.0, text=words)

    return step


def show_report(report: LoadReport, problems: bytes, lang: Lang) -> None:
    """What the load did, in numbers, and every row that was not taken, with its reason."""
    say = language.speaker(lang)
    st.success(say("data.report", file=report.file))
    figures = {
        "rows": report.rows,
        "firms": report.firms,
        "new": report.new_firms,
        "matched": report.matched_firms,
        "assigned": report.assigned,
        "rejected": report.rejected,
        "notes": report.notes,
    }
    st.html("".join(snippets.number(say(f"data.{k}"), f"{n:,}") for k, n in figures.items()))
    if not report.problems:
        st.html(snippets.text(say("data.no_problems"), "lt-muted"))
        return
    st.html(snippets.text(say("data.problems", n=report.rejected, m=report.notes)))
    header = [say(f"data.{k}") for k in ("row", "result", "column", "value", "name", "reason")]
    st.html(snippets.table(header, problem_rows(report.problems, lang)))
    if len(report.problems) > SHOWN:
        st.html(snippets.text(say("data.more", n=SHOWN), "lt-muted"))
    st.download_button(
        say("data.download"),
        problems,
        file_name=f"{report.source}-problems.csv",
        mime="text/csv",
        key="data_problems",
        on_click="ignore",
    )


def problem_rows(problems: Sequence[RowProblem], lang: Lang) -> list[tuple[str, ...]]:
    """The problems as rows of words, rejected rows first."""
    say = language.speaker(lang)
    ordered = sorted(problems, key=lambda p: (not p.rejected, p.row or 0, p.code))[:SHOWN]
    return [
        (
            str(p.row),
            say("data.rejected" if p.rejected else "data.note"),
            p.column or say("none"),
            p.value or say("none"),
            p.name or say("none"),
            p.zh if lang == "zh" else p.en,
        )
        for p in ordered
    ]


def source_table(rows: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """Sources with their firms and the day they were loaded."""
    say = language.speaker(lang)
    header = [say(f"data.{k}") for k in ("source", "firms", "date", "batch")]
    return snippets.table(
        header,
        [
            (
                source_title(r["source"], lang),
                say("unit.firms", n=f"{r['firms']:,}"),
                r["loaded"][:10] or say("unknown"),
                str(r["batch"]),
            )
            for r in rows
        ],
    )


def count_table(counts: Mapping[str, int], lang: Lang) -> str:
    """Records by type."""
    say = language.speaker(lang)
    return snippets.table(("", ""), [(say(f"record.{k}"), f"{counts.get(k, 0):,}") for k in RECORDS])


def batch_table(batches: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """Loads, newest first, each with what it changed."""
    say = language.speaker(lang)
    header = [say(f"data.{k}") for k in ("batch", "kind", "file", "date", "changes")]
    return snippets.table(
        header,
        [
            (
                str(b["id"]),
                say(f"data.{b['kind']}") if f"data.{b['kind']}" in language.TEXTS else b["kind"],
                b["file"] or say("none"),
                b["finished"][:10] or say("unknown"),
                changes(b["counts"], say),
            )
            for b in batches
        ],
    )


def set_table(sets: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """Sets of chains, newest first: since when, by which document, and which chains."""
    say = language.speaker(lang)
    header = [say(f"data.set_{k}") for k in ("name", "since", "region", "chains", "source")]
    return snippets.table(
        header,
        [
            (
                (say("data.set_current", name=s["name"][lang]) if s["current"] else s["name"][lang]),
                s["valid_from"],
                place(s["region"], lang),
                (say("data.set_comma")).join(n[lang] for n in s["chains"]),
                s["source"],
            )
            for s in sets
        ],
    )


def mapping_table(rows: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """What became of each segment from one set to the next."""
    say = language.speaker(lang)
    header = [say(f"data.set_{k}") for k in ("from", "to", "old", "new")]
    return snippets.table(
        header,
        [
            (
                r["from"][lang],
                r["to"][lang],
                r["old"][lang],
                say("data.set_comma").join(n[lang] for n in r["new"]) or say("data.set_dropped"),
            )
            for r in rows
        ],
    )


def changes(counts: Mapping[str, int], say: language.Speaker) -> str:
    """What a load changed, summed over the records."""
    total = {k: sum(n for name, n in counts.items() if name.endswith(f".{k}")) for k in ("added", "changed", "retired")}
    return (
        say("data.change", **{k: f"{n:,}" for k, n in total.items()}) if any(total.values()) else say("data.unchanged")
    )
