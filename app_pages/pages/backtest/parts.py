"""Parts of the page 回测: the figures as words, the cases one can open, the office's own record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages import frame, state
from app_pages.draw import snippets
from app_pages.pages.backtest.charts import model_name
from app_pages.texts import language
from graph.model.words import Lang
from recommend.evaluate.shapes import BacktestReport, Calibration, CaseDocument, Figures

HEADS = (
    "backtest.measure",
    "backtest.auc",
    "backtest.top_tenth",
    "backtest.recall10",
    "backtest.recall50",
    "backtest.mrr",
)
CONTENDERS = ("size_nearness", "size", "nearness", "capability")
SIMPLE = "size_nearness"


def head(say: language.Speaker) -> list[str]:
    """Titles of the table of measures."""
    return [say(k) for k in HEADS]


def figure(value: Sequence[float]) -> str:
    """A measure with its interval: 0.72（0.69–0.74）."""
    return f"{value[0]:.2f}（{value[1]:.2f}–{value[2]:.2f}）"


def figures(of: Figures) -> list[str]:
    """All measures of a list with their intervals, in the order of `head`."""
    return [figure(v) for v in (of["auc"], of["top_tenth"], of["recall@10"], of["recall@50"], of["mrr"])]


def models(measured: Mapping[str, Figures], lang: Lang) -> list[list[str]]:
    """Our list and the simple ones, measure by measure."""
    return [[model_name(m, lang), *figures(v)] for m, v in measured.items()]


def against(report: BacktestReport, now: state.Selection) -> list[str]:
    """What is proven against the simple lists and what is not, in sentences; [] for a report of an older version."""
    say = language.speaker(now.lang)
    if "ahead" not in report:
        return []
    out = []
    even = [model_name(m, now.lang) for m in CONTENDERS if report["ahead"][m][1] <= 0]
    if even:
        out.append(say("backtest.even", names=language.listed(even, now.lang)))
    sterner = report["main_only"]
    if sterner:
        ours, pair = (f"{sterner['models'][m]['auc'][0]:.0%}" for m in ("liantu", SIMPLE))
        proven = sterner["ahead"][SIMPLE][1] > 0
        out.append(say("backtest.main_ahead" if proven else "backtest.main_even", ours=ours, pair=pair))
    return out


def better(report: BacktestReport) -> bool:
    """Is our list better than size, nearness and both, beyond the error? By the means alone in an older report."""
    simple = ("size_nearness", "size", "nearness")
    if "ahead" in report:
        return all(report["ahead"][m][1] > 0 for m in simple)
    models = report["models"]
    return all(models["liantu"]["auc"][0] > models[m]["auc"][0] for m in simple)


def calibration(found: Calibration, say: language.Speaker) -> str:
    """How far the chances are off, and what chance alone would show, which a report of an older version does not have."""
    words = say("backtest.calibration_sub", error=f"{found['error']:.1%}", first=f"{found['error_of_first']:.1%}")
    if "luck_of_first" not in found:
        return words
    return words + say("backtest.luck", n=found["first"]["n"], luck=f"{found['luck_of_first'][0]:.1%}")


def chances(found: Calibration, say: language.Speaker) -> str:
    """What a chance means, '' for a report of an older version."""
    if "first" not in found:
        return ""
    return say("backtest.chance_means", said=f"{found['first']['said']:.0%}", came=f"{found['first']['came']:.0%}")


def chains(report: BacktestReport, lang: Lang) -> list[list[str]]:
    """The same by chain."""
    names = frame.chain_titles(lang)
    return [[names.get(c["chain"], c["chain"]), str(c["landings"]), *figures(c)] for c in report["chains"]]


def place(rank: float) -> str:
    """A rank in words: whole numbers without a point."""
    return f"{rank:g}"


def cases(report: BacktestReport, now: state.Selection) -> None:
    """Every project by name; a chosen one is opened: what spoke for the firm that came, who stood before it."""
    say = language.speaker(now.lang)
    known = report["cases"]
    st.subheader(say("backtest.cases"), anchor=False)
    names = [_case_name(c, say) for c in known]
    order = sorted(range(len(known)), key=lambda i: (known[i]["rank"] is None, i))
    chosen = st.selectbox(
        say("backtest.case"), order, format_func=names.__getitem__, key="backtest_case", label_visibility="collapsed"
    )
    if chosen is not None:
        _case(known[chosen], now, say)


def _case_name(case: CaseDocument, say: language.Speaker) -> str:
    rank = case["rank"]
    words = say("backtest.unranked")
    if rank is not None:
        words = say("backtest.rank", rank=place(rank), n=case["candidates"])
    return say("backtest.case_name", firm=case["firm"], place=case["destination"], rank=words)


def why_not(reason: str, say: language.Speaker) -> str:
    """Why a project could not be ranked."""
    return say("backtest.no_segment" if "segment" in reason else "backtest.no_firm")


def _case(case: CaseDocument, now: state.Selection, say: language.Speaker) -> None:
    """One project: who came, who stood first, what spoke for the firm."""
    rank, zh = case["rank"], now.lang == "zh"
    if rank is None:
        st.html(snippets.text(say("backtest.not_ranked", n=1, why=why_not(case["reason"], say))))
        return
    text = say(
        "backtest.case_text",
        seat=case["seat"],
        firm=case["firm"],
        place=case["destination"],
        n=case["candidates"],
        rank=place(rank),
        segment=case["segment_name"] if zh else case["segment_name_en"],
    )
    first = [say("backtest.this_came", name=f["name"]) if f["came"] else f["name"] for f in case["first"]]
    st.html(
        snippets.text(text)
        + (snippets.text(say("backtest.project", name=case["project"]), "lt-muted") if case["project"] else "")
        + snippets.text(say("backtest.first", names=language.listed(first, now.lang)))
        + snippets.table(
            [say("targets.feature"), say("targets.value"), say("backtest.usual")],
            [(f["label"] if zh else f["label_en"], f"{f['value']:.2f}", f"{f['usual']:.2f}") for f in case["features"]],
        )
    )
