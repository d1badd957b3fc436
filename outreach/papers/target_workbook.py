"""The target list as an Excel workbook that can go into a file, a meeting or a mail as it is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.files.sheets_out import workbook
from graph.gaps.documents.naming import named
from graph.model.records.sources import basis
from graph.model.text import three_digits
from graph.model.words import (
    ACTION,
    COMPONENT,
    KIND,
    ROLE,
    UNKNOWN,
    VERDICT,
    VERDICT_REASON,
    Lang,
    tag_words,
    tenths,
    verified_words,
)
from outreach.papers.parts.sources import source_words as source_words
from recommend.explain.apart import own_counter, own_reasons
from recommend.rank.features import FEATURES

_EVIDENCE = {
    "presence": ("已有布局", "presence here"),
    "expansion": ("外地生产基地", "plants elsewhere"),
    "nearness": ("所在地", "seat"),
    "scale": ("企业规模", "size"),
}
# sheet → column: (Chinese, English, width in characters)
TARGET_COLUMNS: dict[str, tuple[str, str, int]] = {
    "rank": ("序号", "No.", 6),
    "grade": ("等级", "Grade", 6),
    "name": ("企业名称", "Firm", 34),
    "uscc": ("统一社会信用代码", "Credit code", 21),
    "stock_code": ("股票代码", "Stock code", 12),
    "place": ("所在地", "Seat", 18),
    "products": ("主要产品", "Products", 32),
    "role": ("企业角色", "Role", 12),
    "revenue": ("年营业收入", "Revenue", 18),
    "tags": ("标签", "Tags", 18),
    "reasons": ("主要理由", "Main reasons", 60),
    "counter": ("不利因素", "What speaks against", 36),
    "red_lines": ("红线提示", "Red lines", 40),
    "check": ("待核事项", "To be checked", 34),
    "match": ("匹配情况", "Match", 14),
    "source": ("信息来源", "Source", 28),
    "as_of": ("数据日期", "As of", 10),
    "state": ("核实情况", "Checked", 22),
}
EVIDENCE_COLUMNS: dict[str, tuple[str, str, int]] = {
    "rank": ("序号", "No.", 6),
    "name": ("企业名称", "Firm", 34),
    "side": ("类别", "Side", 10),
    "text": ("内容", "Statement", 60),
    "what": ("依据", "Evidence", 40),
    "source": ("信息来源", "Source", 28),
    "as_of": ("数据日期", "As of", 10),
    "check": ("核实情况", "Checked", 10),
}
TOP_REASONS = 3
NO_RED_LINE: dict[Lang, str] = {"zh": "红线清单未列", "en": "none on the list"}
_NOT_LISTED: dict[Lang, str] = {"zh": "未查到", "en": "none known"}


def revenue_words(firm: Mapping[str, Any], lang: Lang) -> str:
    """Revenue with its unit and year, or 待核."""
    revenue = firm.get("revenue_yi")
    if not revenue or revenue != revenue:
        return UNKNOWN[lang]
    year = firm.get("revenue_year")
    if lang == "zh":
        return f"约 {three_digits(revenue)} 亿元（{year or '年份待核'}）"
    return f"about {three_digits(revenue / 10)} bn yuan ({year or 'year to be checked'})"


def evidence_words(evidence: Mapping[str, Any], lang: Lang) -> str:
    """What an evidence row stands on; `firm_name`, where given, is another firm than the target."""
    what = str(evidence.get("what") or "")
    words = {**{name: f.labels for name, f in FEATURES.items()}, **_EVIDENCE}
    shown = words[what][lang == "en"] if what in words else what or UNKNOWN[lang]
    name = str(evidence.get("firm_name") or "")
    return f"{name}{'：' if lang == 'zh' else ': '}{shown}" if name else shown


def said(statement: Mapping[str, Any], lang: Lang) -> str:
    """A reason or counter-argument in the reader's language."""
    return str(statement["text"] if lang == "zh" else statement["text_en"])


def target_rows(targets: Sequence[Mapping[str, Any]], lang: Lang = "zh") -> list[dict[str, Any]]:
    """One row a target, as the first sheet and the table view show them; nothing is empty."""
    return [{k: _filled(v, lang) for k, v in _target_row(i, t, lang).items()} for i, t in enumerate(targets, 1)]


def _target_row(rank: int, target: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    firm = target["firm"]
    comma, stop = ("、", "") if lang == "zh" else (", ", " ")
    below = ("低于匹配线", "below the line") if target["below_floor"] else ("达到匹配线", "above the line")
    open_points = [said(u, lang) for u in target["unknown"]]
    barred = [said(target["unsuitable"], lang)] if "unsuitable" in target else []
    red_lines = barred + [r["sentence" if lang == "zh" else "sentence_en"] for r in target.get("red_lines", ())]
    if not firm["verified_products"]:
        open_points.insert(0, "产品待核。" if lang == "zh" else "Its products are to be checked.")
    if not firm["verified_identity"]:
        open_points.insert(0, "名称地址待核。" if lang == "zh" else "Its name and seat are to be checked.")
    return {
        "rank": rank,
        "grade": target["grade"],
        "name": firm["name"],
        "uscc": firm["uscc"],
        "stock_code": firm["stock_code"] or _NOT_LISTED[lang],
        "place": firm["place"],
        "products": comma.join(firm["products"]),
        "role": ROLE[role][lang] if (role := target.get("role")) else "",  # a target saved before has none
        "revenue": revenue_words(firm, lang),
        "tags": comma.join(tag_words(firm["tags"], lang)),
        "reasons": stop.join(f"{i}. {said(r, lang)}" for i, r in enumerate(own_reasons(target)[:TOP_REASONS], 1)),
        "counter": stop.join(said(c, lang) for c in own_counter(target)[:1]),
        "red_lines": stop.join(red_lines) or NO_RED_LINE[lang],
        "check": stop.join(open_points),
        "match": below[lang == "en"],
        "source": source_words(firm["source"], lang),
        "as_of": firm["as_of"],
        "state": comma.join(verified_words(firm["verified_identity"], firm["verified_products"], lang)),
    }


def evidence_rows(targets: Sequence[Mapping[str, Any]], lang: Lang = "zh") -> list[dict[str, Any]]:
    """One row for each reason, counter-argument and open point with each evidence it stands on."""
    sides = {"reasons": ("理由", "for"), "counter": ("不利因素", "against"), "unknown": ("待核事项", "open")}
    checked = {True: ("已核", "checked"), False: (UNKNOWN["zh"], UNKNOWN["en"])}
    rows = []
    for rank, target in enumerate(targets, 1):
        for field, side in sides.items():
            for statement in target[field]:
                for e in statement["evidence"] or [{}]:
                    row = {
                        "rank": rank,
                        "name": target["firm"]["name"],
                        "side": side[lang == "en"],
                        "text": said(statement, lang),
                        "what": evidence_words(e, lang),
                        "source": source_words(str(e.get("source") or ""), lang),
                        "as_of": e.get("as_of"),
                        "check": checked[bool(e.get("verified"))][lang == "en"],
                    }
                    rows.append({k: _filled(v, lang) for k, v in row.items()})
    return rows


def target_workbook(
    region_name: str,
    segment: Mapping[str, Any],
    gap: Mapping[str, Any] | None,
    targets: Sequence[Mapping[str, Any]],
    meta: Mapping[str, Any],
    lang: Lang = "zh",
) -> bytes:
    """The workbook: targets, reasons with evidence, the gap they answer, and how to read it.

    segment: {name, name_en, chain_name, chain_name_en}; gap: a document of `graph.gaps.documents.gap.gap_documents` or
    None; targets: documents of `Recommender.recommend`; meta: {date, sources: [words]}, `date` in ISO.
    """
    buffer = io.BytesIO()
    book = workbook(buffer)
    pen = Pen(book, lang)
    names = ("目标企业", "理由与证据", "缺口依据", "说明") if lang == "zh" else ("Targets", "Reasons", "Gap", "Notes")
    title = _title(region_name, segment, lang)
    pen.table(names[0], title, TARGET_COLUMNS, target_rows(targets, lang))
    pen.table(names[1], title, EVIDENCE_COLUMNS, evidence_rows(targets, lang))
    pen.pairs(names[2], title, _gap_pairs(gap, lang))
    pen.pairs(names[3], title, _notes(region_name, segment, gap, targets, meta, lang))
    book.close()
    return buffer.getvalue()


def _title(region: str, segment: Mapping[str, Any], lang: Lang) -> str:
    if lang == "zh":
        return f"{region} · {segment['chain_name']} · {segment['name']}：目标企业清单"
    return f"{region} · {segment['chain_name_en']} · {segment['name_en']}: target firms"


def _gap_pairs(gap: Mapping[str, Any] | None, lang: Lang) -> list[tuple[str, str, str]]:
    zh = lang == "zh"
    if gap is None:
        return [
            (
                "结论" if zh else "Verdict",
                "该环节在本地未列为缺口。" if zh else "The segment is not listed as a gap here.",
                "",
            )
        ]
    evidence, cover = gap["evidence"], gap["evidence"]["coverage"]
    low, high = gap["interval"]
    rows = [
        ("结论" if zh else "Verdict", gap["sentence"] if zh else gap["sentence_en"], ""),
        ("缺口类型" if zh else "Kind", KIND[gap["kind"]][lang], ""),
        ("做法" if zh else "Action", ACTION[gap["action"]][lang], ""),
        (
            "可信程度" if zh else "How sure",
            VERDICT[gap["verdict"]][lang],
            VERDICT_REASON.get(evidence["verdict_reason"], UNKNOWN)[lang],
        ),
        (
            "得分（0–1）" if zh else "Score (0–1)",
            f"{gap['score']:.2f}",
            f"区间 {low:.2f}–{high:.2f}（对本地企业重复抽样）"
            if zh
            else f"interval {low:.2f}–{high:.2f} (bootstrap over local firms)",
        ),
        (
            "数据覆盖" if zh else "Coverage",
            tenths(cover["estimate"], lang) if cover["estimate"] is not None else UNKNOWN[lang],
            f"本地已入库企业 {cover['firms']} 家" if zh else f"{cover['firms']} local firms are known",
        ),
    ]
    rows += [
        (("得分构成：" if zh else "Component: ") + COMPONENT[name][lang], f"{value:.2f}", COMPONENT_NOTE[name][not zh])
        for name, value in gap["components"].items()
    ]
    for field, words in (
        ("buyers", ("本地买方：", "Buyers here: ")),
        ("suppliers", ("本地供方：", "Suppliers here: ")),
    ):
        for n in evidence[field]:
            firms = ("、" if zh else ", ").join(named(f) for f in n["firms"])
            more = f"（共 {n['count']} 家）" if zh else f" ({n['count']} in all)"
            rows.append(
                (
                    words[not zh] + (n["name"] if zh else n["name_en"]),
                    firms + more,
                    f"占买方成本约 {n['share']:.0%}（{basis(n.get('source', ''), lang)}）"
                    if zh
                    else f"about {n['share']:.0%} of the buyer's cost ({basis(n.get('source', ''), lang)})",
                )
            )
    local = ("、" if zh else ", ").join(f["name"] for f in evidence["local"]["firms"])
    rows.append(("本地企业" if zh else "Local firms", local or ("未查到" if zh else "none found"), ""))
    return rows


# What each component of the score says; `graph.gaps.kinds_and_scores` computes them.
COMPONENT_NOTE: dict[str, tuple[str, str]] = {
    "peers": (
        "按其他城市推算，本地有该环节的可能性：胜算 ÷（胜算 ＋ 3）",
        "how likely the other cities make it here: odds / (odds + 3)",
    ),
    "need": ("本地下游企业要买多少：拉动量 ÷（拉动量 ＋ 1）", "what local buyers ask for: pull / (pull + 1)"),
    "consequence": (
        "该环节缺位会波及的本地下游实力（两步以内）：÷（自身 ＋ 6）",
        "local strength within two links downstream: over itself plus 6",
    ),
    "base": ("本地上游能供多少：推动量÷（推动量＋1）", "what local suppliers offer: push / (push + 1)"),
    "weakness": (
        "本地实力离需求差多少，1 为完全没有",
        "how far local strength falls short of need; 1 where there is none",
    ),
    "value": (
        "该环节价值占比，除以全链最高者（估计）",
        "share of the chain's value over the largest in the chain (estimate)",
    ),
    "feasibility": (
        "与本地现有产业的关联程度，在全链中的位次",
        "rank of relatedness to what is here, within the chain",
    ),
    "candidates": ("全国有多少企业可招，30 家及以上记 1", "firms elsewhere that could come; 30 or more count 1"),
    "certainty": ("数据不足的缺口得分打七五折", "a gap that the data does not carry keeps three quarters of its score"),
}


def _notes(
    region: str,
    segment: Mapping[str, Any],
    gap: Mapping[str, Any] | None,
    targets: Sequence[Mapping[str, Any]],
    meta: Mapping[str, Any],
    lang: Lang,
) -> list[tuple[str, str, str]]:
    zh = lang == "zh"
    above = sum(not t["below_floor"] for t in targets)
    cover = gap["evidence"]["coverage"] if gap else {}
    estimate = tenths(cover["estimate"], lang) if cover.get("estimate") is not None else UNKNOWN[lang]
    sources = list(meta.get("sources") or []) or [UNKNOWN[lang]]
    if zh:
        return [
            ("生成日期", str(meta.get("date") or UNKNOWN[lang]), ""),
            ("地区", region, ""),
            ("产业链与环节", f"{segment['chain_name']} · {segment['name']}", ""),
            ("企业数", f"{len(targets)} 家，其中达到匹配线 {above} 家", "低于匹配线的列在最后，供扩大视野"),
            ("数据覆盖", estimate, "由两个来源的重合估计；只有一个来源时为待核"),
            *(("数据来源", s, "") for s in sources),
            ("“待核”的含义", "该事实尚无第二来源证实，或尚无数据。拜访、上报前须核实。", ""),
            ("等级", "A：优先拜访；B：值得联系；C：备选。", "由各项特征加权得分划定"),
            ("得分用途", "得分用于排序，不代表成功概率。", ""),
        ]
    return [
        ("Date", str(meta.get("date") or UNKNOWN[lang]), ""),
        ("Region", region, ""),
        ("Chain and segment", f"{segment['chain_name_en']} · {segment['name_en']}", ""),
        ("Firms", f"{len(targets)}, of which {above} reach the line", "Those below it stand last"),
        ("Coverage", estimate, "Estimated from the overlap of two sources"),
        *(("Source", s, "") for s in sources),
        (
            "'To be checked'",
            "No second source confirms the fact yet, or there are no data. Check before a visit or a report.",
            "",
        ),
        ("Grades", "A: visit first; B: worth a call; C: reserve.", ""),
        ("Score", "Orders the list; it is not a chance of success.", ""),
    ]


def _filled(value: Any, lang: Lang) -> Any:
    """A cell's value; what is not known says so. NaN is not equal to itself."""
    if value is None or value == "" or value != value or str(value) in ("None", "nan"):
        return UNKNOWN[lang]
    return value


class Pen:
    """Draws sheets alike: a title, a frozen header, text that wraps, A4 landscape on one page's width."""

    def __init__(self, book: Any, lang: Lang) -> None:
        self._book, self._lang = book, lang
        base = {"font_name": "宋体" if lang == "zh" else "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
        edge = {"border": 1, "border_color": "#C5CDD8"}
        self._title = book.add_format(base | {"bold": True, "font_size": 14, "text_wrap": False})
        self._head = book.add_format(
            base | edge | {"bold": True, "bg_color": "#1E4E8C", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self._cell = book.add_format(base | edge)
        self._text = book.add_format(base | edge | {"num_format": "@"})
        self._strong = book.add_format(base | edge | {"bold": True, "bg_color": "#F3F6FA"})

    def _sheet(self, name: str, title: str, widths: Iterable[int]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, title, self._title)
        sheet.set_row(0, 24)
        for c, w in enumerate(widths):
            sheet.set_column(c, c, w)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.repeat_rows(1)
        sheet.hide_gridlines(2)
        return sheet

    def table(
        self, name: str, title: str, columns: Mapping[str, tuple[str, str, int]], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """A sheet with a header row, a filter and one row each."""
        sheet = self._sheet(name, title, (w for _, _, w in columns.values()))
        for c, words in enumerate(columns.values()):
            sheet.write_string(1, c, words[self._lang == "en"], self._head)
        for r, row in enumerate(rows, 2):
            for c, field in enumerate(columns):
                value = row[field]
                if isinstance(value, int | float):
                    sheet.write_number(r, c, value, self._cell)
                else:
                    sheet.write_string(r, c, str(value), self._text)
        sheet.autofilter(1, 0, max(1, len(rows) + 1), len(columns) - 1)
        sheet.freeze_panes(2, list(columns).index("name") + 1)

    def pairs(self, name: str, title: str, rows: Sequence[tuple[str, str, str]]) -> None:
        """A sheet of named facts with a remark."""
        zh = self._lang == "zh"
        sheet = self._sheet(name, title, (26, 80, 50))
        for c, word in enumerate(("项目", "内容", "备注") if zh else ("Item", "Content", "Remark")):
            sheet.write_string(1, c, word, self._head)
        for r, (item, content, remark) in enumerate(rows, 2):
            sheet.write_string(r, 0, item, self._strong)
            sheet.write_string(r, 1, str(_filled(content, self._lang)), self._text)
            sheet.write_string(r, 2, remark or "—", self._text)
        sheet.freeze_panes(2, 0)
