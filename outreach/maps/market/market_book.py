"""市场分布图 as a workbook: the rows behind the map, and what they rest on."""

from __future__ import annotations

import io

from graph.files.sheets_out import workbook
from graph.model.text import file_stem
from graph.model.words import UNKNOWN
from outreach.maps.market import market_words as words
from outreach.maps.market.market_tables import SHARES, tables
from outreach.maps.market.shapes import MarketDocument


def heading(d: MarketDocument) -> str:
    """Place, segment and what it is: 河南省新乡市 · 隔膜市场分布图."""
    return f"{d['region_name']} · {d['name']}市场分布图"


def file_name(d: MarketDocument, ending: str) -> str:
    """What a file of it is called: 河南省新乡市-隔膜-市场分布图-2026-11-30.xlsx."""
    day = d["day"] or UNKNOWN["zh"]
    return f"{file_stem('-'.join((d['region_name'], d['name'], '市场分布图', day)))}.{ending}"


def book(d: MarketDocument) -> bytes:
    """The workbook behind the map as the bytes of an .xlsx."""
    out = io.BytesIO()
    made = workbook(out)
    bold = made.add_format({"bold": True, "bg_color": "#E6EBF1", "border": 1, "text_wrap": True, "valign": "top"})
    plain = made.add_format({"text_wrap": True, "valign": "top", "border": 1})
    percent = made.add_format({"num_format": "0.0%", "valign": "top", "border": 1})
    amount = made.add_format({"num_format": "#,##0.00", "valign": "top", "border": 1})
    for name, (heads, rows) in tables(d).items():
        page = made.add_worksheet(name)
        page.write(0, 0, f"{heading(d)}（数据截至 {d['day'] or UNKNOWN['zh']}）")
        for j, (head, wide) in enumerate(heads):
            page.set_column(j, j, wide)
            page.write(1, j, head, bold)
        for i, row in enumerate(rows, 2):
            for j, value in enumerate(row):
                form = percent if heads[j][0] in SHARES else amount if isinstance(value, float) else plain
                page.write(i, j, value, form)
        page.freeze_panes(2, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    notes = made.add_worksheet("说明")
    notes.set_column(0, 0, 120)
    told = [words.title(d), *filter(None, [words.plant(d)]), *words.beyond(d), *words.coverage(d)]
    for i, (zh, _) in enumerate(told):
        notes.write(i, 0, zh, plain)
    made.close()
    return out.getvalue()
