"""Parts of the page 回测: the figures as words, the cases one can open, the office's own record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app_pages import state
from app_pages.draw import snippets
from app_pages.read import loaders
from app_pages.texts import language
from graph.model.words import Lang
from recommend.evaluate.backtest_report import NAMES

SHOWN = ("auc", "top_tenth", "recall@10", "recall@50", "mrr")


def head(say: language.Speaker) -> list[str]:
    """Titles of the table of measures."""
    keys = (
        "backtest.measure",
        "backtest.auc",
        "backtest.top_tenth",
        "backtest.recall10",
        "backtest.recall50",
        "backtest.mrr",
    )
    return [say(k) for k in keys]


def figure(value: Sequence[float]) -> str:
    """A measure with its interval: 0.72（0.69–0.74）."""
    return f"{value[0]:.2f}（{value[1]:.2f}–{value[2]:.2f}）"


def models(held: Mapping[str, Any], lang: Lang) -> list[list[str]]:
    """Our list and the simple ones, measure by measure."""
    side = 0 if lang == "zh" else 1
    return [[NAMES[m][side], *(figure(v[k]) for k in SHOWN)] for m, v in held.items()]


CONTENDERS = ("size_nearness", "size", "nearness", "capability")
SIMPLE = "size_nearness"


def against(report: Mapping[str, Any], now: state.Selection) -> list[str]:
    """What is proven against the simple lists and what is not, in sentences; [] for a report of an older version."""
    say, side = language.speaker(now.lang), 0 if now.lang == "zh" else 1
    if "ahead" not in report:
        return []
    out = []
    even = [NAMES[m][side] for m in CONTENDERS if report["ahead"][m][1] <= 0]
    if even:
        out.append(say("backtest.even", names=("、" if side == 0 else ", ").join(even)))
    sterner = report["main_only"]
    if sterner:
        ours, pair = (f"{sterner['models'][m]['auc'][0]:.0%}" for m in ("liantu", SIMPLE))
        proven = sterner["ahead"][SIMPLE][1] > 0
        out.append(say("backtest.main_ahead" if proven else "backtest.main_even", ours=ours, pair=pair))
    return out


def better(report: Mapping[str, Any]) -> bool:
    """Is our list better than size, nearness and both, beyond the error? By the means alone in an older report."""
    simple = ("size_nearness", "size", "nearness")
    if "ahead" in report:
        return all(report["ahead"][m][1] > 0 for m in simple)
    models = report["models"]
    return all(models["liantu"]["auc"][0] > models[m]["auc"][0] for m in simple)


def calibration(held: Mapping[str, Any], say: language.Speaker) -> str:
    """How far the chances are off, and what chance alone would show; a report kept by an older version has no such figure."""
    words = say("backtest.calibration_sub", error=f"{held['error']:.1%}", first=f"{held['error_of_first']:.1%}")
    if "luck_of_first" not in held:
        return words
    return words + say("backtest.luck", n=held["first"]["n"], luck=f"{held['luck_of_first'][0]:.1%}")


def chances(held: Mapping[str, Any], say: language.Speaker) -> str:
    """What a chance means, '' for a report of an older version."""
    if "first" not in held:
        return ""
    return say("backtest.chance_means", said=f"{held['first']['said']:.0%}", came=f"{held['first']['came']:.0%}")


def chains(report: Mapping[str, Any], lang: Lang) -> list[list[str]]:
    """The same by chain."""
    names = {c.id: c.name if lang == "zh" else c.name_en for c in loaders.space().network.chains}
    return [
        [names.get(c["chain"], c["chain"]), str(c["landings"]), *(figure(c[k]) for k in SHOWN)]
        for c in report["chains"]
    ]


def place(case: Mapping[str, Any]) -> str:
    """A rank in words: whole numbers without a point."""
    return f"{case['rank']:g}"


def cases(report: Mapping[str, Any], now: state.Selection) -> None:
    """Every project by name; a chosen one is opened: what spoke for the firm that came, who stood before it."""
    say = language.speaker(now.lang)
    known = report["cases"]
    st.subheader(say("backtest.cases"), anchor=False)

    def name(i: int) -> str:
        c = known[i]
        rank = (
            say("backtest.rank", rank=place(c), n=c["candidates"])
            if c["rank"] is not None
            else say("backtest.unranked")
        )
        return say("backtest.case_name", firm=c["firm"], place=c["destination"], rank=rank)

    order = sorted(range(len(known)), key=lambda i: (known[i]["rank"] is None, i))
    chosen = st.selectbox(
        say("backtest.case"), order, format_func=name, key="backtest_case", label_visibility="collapsed"
    )
    if chosen is None:
        return
    c = known[chosen]
    if c["rank"] is None:
        why = say("backtest.no_segment" if "segment" in c["reason"] else "backtest.no_firm")
        st.html(snippets.text(say("backtest.not_ranked", n=1, why=why)))
        return
    zh = now.lang == "zh"
    text = say(
        "backtest.case_text",
        seat=c["seat"],
        firm=c["firm"],
        place=c["destination"],
        n=c["candidates"],
        rank=place(c),
        segment=c["segment_name"] if zh else c["segment_name_en"],
    )
    comma = "、" if zh else ", "
    first = comma.join(say("backtest.this_came", name=f["name"]) if f["came"] else f["name"] for f in c["first"])
    st.html(
        snippets.text(text)
        + (snippets.text(say("backtest.project", name=c["project"]), "lt-muted") if c["project"] else "")
        + snippets.text(say("backtest.first", names=first))
        + snippets.table(
            [say("targets.feature"), say("targets.value"), say("backtest.usual")],
            [(f["label"] if zh else f["label_en"], f"{f['value']:.2f}", f"{f['usual']:.2f}") for f in c["features"]],
        )
    )
