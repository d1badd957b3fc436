"""The tables of the data page: sources, loads, counts, and the report of an upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import frame
from app_pages.downloads import XLSX
from app_pages.draw import snippets
from app_pages.read import base
from app_pages.read.loads import Loading
from app_pages.read.shapes import LoadRow, MappingRow, SetRow, SourceRow
from app_pages.texts import language
from app_pages.texts.plain import plain
from graph.model.place_names import place
from graph.model.row_problems import RowProblem
from graph.model.text import file_stem
from graph.model.words import SCOPE, Lang

SHOWN = 200
PROBLEM_HEADS = ("data.row", "data.result", "data.column", "data.value", "data.name", "data.reason")
SET_HEADS = ("data.set_name", "data.set_since", "data.set_region", "data.set_chains", "data.set_source")
# What the store calls a load → the text that says so.
LOAD_KINDS = {
    "build": "data.build",
    "ingest": "data.ingest",
    "decision": "data.decision",
    "correct": "data.correct",
    "review": "data.reviewed",
    "rollback": "data.rollback",
}
# What `ingest` calls its steps → the text that says so.
STEPS = {
    "读取文件": "step.reading",
    "核对行": "step.rows",
    "比对语义": "step.meaning",
    "归入环节": "step.segments",
    "写入": "step.writing",
    "还原图谱": "step.back",
}
RECORDS = ("chain", "segment", "link", "firm", "membership", "site", "institution", "park", "unit", "zone", "event")


def progress(bar: DeltaGenerator, say: language.Speaker) -> Callable[[str, int, int], None]:
    """A progress callback that says on the bar what is being done."""

    def step(what: str, done: int, total: int) -> None:
        known = STEPS.get(what)
        words = say("data.progress", what=say(known) if known else what, done=f"{done:,}", total=f"{total:,}")
        bar.progress(min(1.0, done / total) if total else 0.0, text=plain(words))

    return step


def show_report(done: Loading, lang: Lang) -> None:
    """What the load did, in numbers, and every row that was not taken, with its reason."""
    say, report = language.speaker(lang), done.report
    st.success(plain(say("data.report", file=report.file)))
    figures = {
        "data.rows": report.rows,
        "data.firms": report.firms,
        "data.new": report.new_firms,
        "data.matched": report.matched_firms,
        "data.linked": report.linked,
        "data.to_review": report.to_review,
        "data.assigned": report.assigned,
        "data.rejected": report.rejected,
        "data.notes": report.notes,
    }
    st.html("".join(snippets.number(say(k), f"{n:,}") for k, n in figures.items()))
    for label, columns in report.unused.items():
        st.html(snippets.text(say("data.unused", table=label, columns=say("data.set_comma").join(columns)), "lt-muted"))
    if assumed := report.reasons.get("assumed_region", 0):
        st.html(snippets.text(say("data.assumed", n=assumed)))
    if not report.problems:
        st.html(snippets.text(say("data.no_problems"), "lt-muted"))
        return
    st.html(snippets.text(say("data.problems", n=report.rejected, m=report.notes)))
    header = [say(k) for k in PROBLEM_HEADS]
    st.html(snippets.table(header, problem_rows(report.problems, lang)))
    if len(report.problems) > SHOWN:
        st.html(snippets.text(say("data.more", n=SHOWN), "lt-muted"))
    st.download_button(
        say("data.download"),
        done.problems,
        file_name=f"{file_stem(report.source)}-problems.csv",
        mime="text/csv",
        key="data_problems",
        on_click="ignore",
    )
    if done.rejected:
        st.download_button(
            say("data.download_rejected"),
            done.rejected,
            file_name=f"{file_stem(report.source)}-rejected.xlsx",
            mime=XLSX,
            key="data_rejected",
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


def source_table(rows: Sequence[SourceRow], lang: Lang) -> str:
    """Sources with their firms and the day they were loaded."""
    say = language.speaker(lang)
    header = [say(k) for k in ("data.source", "data.scope", "data.firms", "data.date", "data.batch")]
    return snippets.table(
        header,
        [
            (
                frame.source_title(r["source"], lang),
                scope_words(r, lang),
                say("unit.firms", n=f"{r['firms']:,}"),
                r["loaded"][:10] or say("unknown"),
                str(r["batch"]),
            )
            for r in rows
        ],
    )


def scope_words(row: SourceRow, lang: Lang) -> str:
    """Which firms a source could have listed, where and when: 规上企业，新乡市，2025."""
    where = place(base.space().regions.full_name(row["region"]), lang) if row["region"] else ""
    return language.clauses([w for w in (SCOPE[row["scope"]][lang], where, row["as_of"]) if w], lang)


def record_name(record: str, say: language.Speaker) -> str:
    """A type of records as the page calls it; its own name where it has no other."""
    return say(f"record.{record}") if record in RECORDS else record


def count_table(counts: Mapping[str, int], lang: Lang) -> str:
    """Records by type."""
    say = language.speaker(lang)
    return snippets.table(("", ""), [(say(f"record.{k}"), f"{counts.get(k, 0):,}") for k in RECORDS])


def batch_table(batches: Sequence[LoadRow], lang: Lang) -> str:
    """Loads, newest first, each with what it changed."""
    say = language.speaker(lang)
    header = [say(k) for k in ("data.batch", "data.kind", "data.file", "data.date", "data.changes")]
    return snippets.table(
        header,
        [
            (
                str(b["id"]),
                say(LOAD_KINDS[b["kind"]]) if b["kind"] in LOAD_KINDS else b["kind"],
                b["file"] or say("none"),
                b["finished"][:10] or say("unknown"),
                changes(b["counts"], say)
                + (f"；{say('data.went_back', n=b['rolled_back_by'])}" if b["rolled_back_by"] else ""),
            )
            for b in batches
        ],
    )


def set_table(sets: Sequence[SetRow], lang: Lang) -> str:
    """Sets of chains, newest first: since when, by which document, and which chains."""
    say = language.speaker(lang)
    header = [say(k) for k in SET_HEADS]
    return snippets.table(
        header,
        [
            (
                (say("data.set_current", name=s["name"][lang]) if s["current"] else s["name"][lang]),
                s["valid_from"],
                place(s["region"], lang),
                (say("data.set_comma")).join(n[lang] for n in s["chains"])
                + (say("data.set_to_check", what=s["to_check"][lang]) if s["to_check"][lang] else ""),
                s["source"],
            )
            for s in sets
        ],
    )


def mapping_table(rows: Sequence[MappingRow], lang: Lang) -> str:
    """What became of each segment from one set to the next."""
    say = language.speaker(lang)
    header = [say(k) for k in ("data.set_from", "data.set_to", "data.set_old", "data.set_new")]
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
