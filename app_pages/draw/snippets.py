"""Small pieces of HTML the pages are made of. Every name is escaped; every colour comes with its mark or word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app_pages.draw.palette import ACCENT, MUTED, RULE, STATES, TEXT
from graph.gaps.documents.certificate import OUTCOME
from graph.model.words import STATE, Lang
from recommend.explain.shapes import PathStep

FOOTNOTES = "①②③④⑤⑥⑦⑧⑨⑩"
GRADES = {"A": ("#1E4E8C", "#FFFFFF"), "B": ("#D6E4F5", "#1E4E8C"), "C": ("#EEF1F5", "#4A5666")}
AGAINST, AGAINST_GROUND = "#8A3C00", "#FDF3EA"

STYLE = f"""<style>
.stMainBlockContainer {{padding: 2.6rem 1.6rem 2rem 1.6rem; max-width: 1600px;}}
[data-testid="stHeader"] {{height: 2.2rem; min-height: 2.2rem; background: transparent;}}
[data-testid="stSidebarHeader"]::before {{content: "链图 liantu"; font-weight: 700; font-size: 17px; color: {ACCENT};
  padding: 0.4rem 0 0 0.4rem;}}
[data-testid="stVerticalBlock"] {{gap: 0.55rem;}}
h2 {{font-size: 1.25rem !important; padding: 0 !important; color: {TEXT};}}
h3 {{font-size: 1.05rem !important; padding: 0.15rem 0 !important;}}
[data-testid="stHeading"] [data-testid="stMarkdownContainer"] {{margin-bottom: 0 !important;}}
button[kind="tertiary"] {{padding: 0 0.1rem !important; min-height: 1.5rem !important; color: {ACCENT} !important;}}
button[kind="tertiary"]:hover {{text-decoration: underline;}}
.lt-chip {{display: inline-block; border: 1px solid {RULE}; border-radius: 4px; padding: 0 7px; margin-right: 6px;
  font-size: 13px; line-height: 22px; white-space: nowrap; background: #fff; color: {TEXT};}}
.echarts-container:empty::before {{content: "正在画图…"; color: {MUTED}; font-size: 14px;}}
html[lang="en"] .echarts-container:empty::before {{content: "Drawing…";}}
.st-key-graph {{overflow-x: auto;}}
.st-key-graph .echarts-container {{min-width: 720px;}}
.st-key-market_heads button strong {{font-size: 18px;}}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{color: {MUTED} !important; opacity: 1;}}
.st-key-routes {{overflow-x: auto;}}
.st-key-routes .echarts-container {{min-width: 812px;}}
.lt-legend .lt-chip {{padding: 0 5px; margin-right: 3px; font-size: 12px; border-color: transparent;}}
.lt-dot {{display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 5px; vertical-align: -1px;
  border: 1px solid #6B7683;}}
.lt-muted {{color: {MUTED}; font-size: 13px;}}
.lt-line {{font-size: 14px; line-height: 1.55; color: {TEXT};}}
.lt-against {{background: {AGAINST_GROUND}; color: {AGAINST}; border-left: 3px solid #D55E00; padding: 5px 10px;
  font-size: 14px; line-height: 1.5; border-radius: 3px;}}
.lt-verdict {{height: 76px; overflow-y: auto; border: 1px solid {RULE}; border-left: 4px solid #009E73;
  border-radius: 4px;
  padding: 4px 10px; font-size: 14px; line-height: 1.5; color: {TEXT};}}
.lt-verdict.bad {{border-left-color: #D55E00; background: {AGAINST_GROUND};}}
.lt-verdict .lt-fault {{color: {AGAINST};}}
.lt-number {{font-size: 20px; font-weight: 600; color: {TEXT};}}
.lt-bar {{position: relative; height: 8px; background: #E6EBF1; border-radius: 4px; margin: 5px 0;}}
.lt-bar > i {{position: absolute; left: 0; top: 0; bottom: 0; background: {ACCENT}; border-radius: 4px;}}
.lt-bar > b {{position: absolute; top: -3px; bottom: -3px; border-left: 2px solid #101828;
  border-right: 2px solid #101828;
  background: rgba(16,24,40,.12);}}
.lt-path {{font-size: 13px; color: {TEXT}; line-height: 1.9;}}
.lt-path span {{border: 1px solid {RULE}; border-radius: 4px; padding: 1px 7px; background: #fff;}}
.lt-note > summary {{cursor: pointer; list-style: none;}}
.lt-note > summary::-webkit-details-marker {{display: none;}}
.lt-note > summary:hover {{color: {ACCENT}; text-decoration: underline;}}
.lt-note > table.lt {{margin: 2px 0 6px 18px; width: calc(100% - 18px); background: #F7F9FC;}}
.lt-note > table.lt td:nth-last-child(-n+2) {{white-space: nowrap;}}
table.lt {{border-collapse: collapse; width: 100%; font-size: 13px;}}
table.lt th {{text-align: left; color: {MUTED}; font-weight: 500; white-space: nowrap;
  border-bottom: 1px solid {RULE}; padding: 3px 8px 3px 0;}}
table.lt td:first-child {{white-space: nowrap;}}
table.lt td {{border-bottom: 1px solid #EDF0F4; padding: 4px 8px 4px 0; vertical-align: top; color: {TEXT};}}
[data-testid="stException"] * {{display: none !important;}}
[data-testid="stException"]::before {{content: "这里出了错。请刷新本页，或从左边换一页；"
  "再出现请告诉管理员，原因在服务器的日志里。";
  display: block; padding: 12px 16px; color: #7D1F1F; background: #FDF0F0; border-radius: 6px;}}
html[lang="en"] [data-testid="stException"]::before {{content: "Something failed here. Reload the "
  "page or choose another one; if it comes again, tell who runs the server: its log says why.";}}
:is(.st-key-graph, .st-key-routes):focus-visible {{outline: 2px solid {ACCENT}; outline-offset: 2px;}}
@media (max-width: 640px) {{
  table.lt th, table.lt td, table.lt td:first-child {{white-space: normal; overflow-wrap: anywhere;}}
}}
</style>"""
# What no style can do: which language the page is in, and that areas which scroll sideways on a phone take the focus
# and have a name.
REACH = """<script>
document.documentElement.lang = "%s";
if (!window.liantuReach) {
  const mark = () => document.querySelectorAll(".st-key-graph, .st-key-routes").forEach((box) => {
    if (box.scrollWidth <= box.clientWidth) { box.removeAttribute("tabindex"); return; }
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", document.documentElement.lang === "en" ? "Map, scrolls sideways" : "图，可左右滑动");
  });
  window.liantuReach = setInterval(mark, 500);
}
</script>"""
LANGUAGE = {"zh": "zh-CN", "en": "en"}
# Streamlit's upload field speaks English only.
UPLOAD_ZH = """<style>
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] * {font-size: 0 !important;}
[data-testid="stFileUploaderDropzone"] button p::after {content: "选择文件"; font-size: 14px;}
[data-testid="stFileUploaderDropzoneInstructions"]::after {content: "也可把文件拖到这里 · CSV、XLSX，单个不超过 150 MB";
  font-size: 13px; color: #5B6776;}
</style>"""


def reach(lang: Lang) -> str:
    """The script of the frame, for a page in this language."""
    return REACH % LANGUAGE[lang]


def text(words: str, kind: str = "lt-line") -> str:
    """A line of plain words."""
    return f'<div class="{kind}">{escape(words)}</div>'


def strong(words: str) -> str:
    """A line that names what the next lines are about."""
    return f'<div class="lt-line"><b>{escape(words)}</b></div>'


def dot(state: str) -> str:
    """A spot in the state's colour."""
    edge = "border-style:dashed;border-color:#8A3C00;" if state == "missing" else ""
    return f'<i class="lt-dot" style="background:{STATES[state][0]};{edge}"></i>'


def chip(state: str, lang: Lang, count: int | None = None) -> str:
    """A state as colour, mark and word, with its number where given."""
    n = "" if count is None else f" <b>{count}</b>"
    return f'<span class="lt-chip">{dot(state)}{STATES[state][1]} {escape(STATE[state][lang])}{n}</span>'


def plain_chip(words: str) -> str:
    """A word in a frame."""
    return f'<span class="lt-chip">{escape(words)}</span>'


OUTCOMES = {"met": "#009E73", "not_met": "#D55E00", "unknown": "#BBBBBB", "unfit": "#BBBBBB"}


def outcome(title: str, answer: str, lang: Lang) -> str:
    """A test with its answer as colour and word."""
    dotted = f'<i class="lt-dot" style="background:{OUTCOMES[answer]}"></i>'
    return f'<span class="lt-chip">{dotted}{escape(title)} <b>{escape(OUTCOME[answer][lang])}</b></span>'


def mark(word: str, why: str) -> str:
    """A firm's kind as a small word; the reason on hover."""
    style = f"border-color:{ACCENT};color:{ACCENT};padding:0 4px"
    return f'<span class="lt-chip" title="{escape(why, quote=True)}" style="{style}">{escape(word)}</span>'


def owner(words: str, ours: bool = False) -> str:
    """Which team courts a target, as a small note: our own in the accent, another team in its own colour with a
    mark."""
    ink, sign = (ACCENT, "✓") if ours else (AGAINST, "◼")
    return f'<span class="lt-chip" style="border-color:{ink};color:{ink}">{sign} {escape(words)}</span>'


def row(*parts: str) -> str:
    """Parts on one line, wrapping where there is no room."""
    return f'<div style="line-height:28px">{"".join(parts)}</div>'


def legend(counts: Mapping[str, int], lang: Lang) -> str:
    """The states that occur, with how many segments are in each."""
    return f'<div class="lt-legend">{row(*(chip(state, lang, n) for state, n in counts.items()))}</div>'


def tally(counts: Mapping[str, int], lang: Lang) -> str:
    """States with their numbers on one line, without frames."""
    parts = (
        f'<span style="white-space:nowrap;margin-right:11px;font-size:13px">{dot(s)}{STATES[s][1]} '
        f"{escape(STATE[s][lang])} <b>{n}</b></span>"
        for s, n in counts.items()
    )
    return f'<div style="line-height:24px">{"".join(parts)}</div>'


def number(label: str, value: str) -> str:
    """A figure with its name beside it."""
    return (
        f'<span style="margin-right:18px;display:inline-block"><span class="lt-muted">{escape(label)}</span> '
        f'<span class="lt-number">{escape(value)}</span></span>'
    )


def score_bar(score: float, interval: Sequence[float], words: str) -> str:
    """A score in 0–1 as a bar, its interval as a bracket over it."""
    low, high = interval
    return (
        f'<div class="lt-muted">{escape(words)}</div><div class="lt-bar"><i style="width:{score:.0%}"></i>'
        f'<b style="left:{low:.1%};width:{max(high - low, 0.004):.1%}"></b></div>'
    )


def bar(share: float) -> str:
    """A share as a bar from zero."""
    return f'<div class="lt-bar"><i style="width:{share:.0%}"></i></div>'


def grade(letter: str) -> str:
    """A target's grade as a badge."""
    ground, ink = GRADES[letter]
    return (
        f'<span style="display:inline-block;width:30px;height:30px;line-height:30px;border-radius:6px;'
        f'text-align:center;font-weight:700;font-size:17px;background:{ground};color:{ink}">{escape(letter)}</span>'
    )


def reasons(statements: Sequence[str], evidence: Sequence[Sequence[Sequence[str]]] = ()) -> str:
    """Reasons with footnote marks. Where the evidence is given (rows of each), a reason opens to the rows it stands
    on."""
    lines = []
    for i, s in enumerate(statements):
        line = f"{FOOTNOTES[i % 10]} {escape(s)}"
        rows = evidence[i] if i < len(evidence) else ()
        lines.append(
            f'<details class="lt-note"><summary>{line}</summary>{table((), rows)}</details>'
            if rows
            else f"<div>{line}</div>"
        )
    return f'<div class="lt-line">{"".join(lines)}</div>'


def noted(words: str, note: str) -> str:
    """A line that opens to what it rests on."""
    body = text(note, "lt-muted")
    return f'<details class="lt-note lt-line"><summary>{escape(words)}</summary>{body}</details>'


def tie(one: str, other: str, role: str) -> str:
    """Two firms and what ties them, as one step of a path."""
    return (
        f'<div class="lt-path"><span>{escape(one)}</span> '
        f'<span style="border:0;padding:0 2px;color:{MUTED}">{escape(role)} →</span> '
        f"<span>{escape(other)}</span></div>"
    )


def against(words: str, label: str) -> str:
    """What speaks against, in a colour of its own and with its word."""
    return f'<div class="lt-against"><b>{escape(label)}</b>　{escape(words)}</div>'


def breadcrumb(path: Sequence[PathStep], roles: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The path in the graph from the target to a local firm, step by step."""
    parts = []
    for i, step in enumerate(path):
        role = roles.get(step.get("role", ""), "")
        arrow = "" if i == 0 else f' <span style="border:0;padding:0 2px;color:{MUTED}">{escape(role)} →</span> '
        shown = names.get(step["id"], step["name"]) if step["type"] == "segment" else step["name"]
        parts.append(f"{arrow}<span>{escape(shown)}</span>")
    return f'<div class="lt-path">{"".join(parts)}</div>'


def verdict(word: str, note: str, bad: bool, faults: Sequence[str], said: Sequence[str]) -> str:
    """Whether a plan holds, what does not, and what the last change did: a box of one height, read out when it
    changes."""
    lines = "".join(f'<div class="lt-fault">{escape(f)}</div>' for f in faults)
    lines += "".join(f'<div class="lt-line">{escape(x)}</div>' for x in said)
    return (
        f'<div class="lt-verdict{" bad" if bad else ""}" role="status"><b>{escape(word)}</b> '
        f'<span class="lt-muted">{escape(note)}</span>{lines}</div>'
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A small table of words; the first column does not wrap."""
    head = "<tr>" + "".join(f"<th>{escape(h)}</th>" for h in header) + "</tr>" if any(header) else ""
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in r) + "</tr>" for r in rows)
    return f'<table class="lt">{head}{body}</table>'
