"""How a page is put on paper: what is read stays, what is clicked goes, nothing is cut at the edge of a box."""

from __future__ import annotations

from graph.model.words import Lang

# A table that scrolls is a picture of what is in sight.
SEEN_ONLY: dict[Lang, str] = {
    "zh": "以上为屏幕上可见的行；全表请用 Excel 导出后打印。",
    "en": "These are the rows in sight; for all of them print the Excel export.",
}
_GONE = (
    '[data-testid="stSidebar"]',
    '[data-testid="stHeader"]',
    '[data-testid="stToolbar"]',
    '[data-testid="stElementToolbar"]',
    '[data-testid="stStatusWidget"]',
    '[data-testid="stToast"]',
    '[data-testid="stDownloadButton"]',
    '[data-testid="stFileUploader"]',
    '[data-testid="stButtonGroup"]',
    '[data-testid="stTextInput"]',
    '[data-testid="stCheckbox"]',
    '[data-testid="stPagination"]',
    'button:is([kind="primary"], [kind="secondary"], [kind="pagination"], [kind="primaryFormSubmit"],'
    ' [kind="secondaryFormSubmit"], [kind="header"])',
    '[data-testid="stSelectbox"] svg',
    '[data-testid="stExpander"] details:not([open])',
)
# Boxes that scroll on screen are as long as what is in them.
_GROWN = ('[data-testid="stLayoutWrapper"]', '[data-testid="stVerticalBlock"]', ".lt-verdict")
# Rows with a chart: the chart takes the whole width, what stands beside it comes below.
_WIDE = '[data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"] .echarts-container)'
_CHART = ".echarts-container"  # a canvas, and an empty one above it for what the pointer lights up
_CARD = '[data-testid="stLayoutWrapper"]:not(:has([data-testid="stLayoutWrapper"] [data-testid="stLayoutWrapper"]))'
_TABLE = '[data-testid="stElementContainer"]:has(> * > [data-testid="stDataFrame"])'


def style(lang: Lang) -> str:
    """The style sheet for paper, as a piece of HTML. On screen it changes nothing."""
    return f"""<style>@page {{margin: 12mm;}}
@media print {{
* {{print-color-adjust: exact; -webkit-print-color-adjust: exact;}}
{", ".join(_GONE)} {{display: none !important;}}
html, body, #root, [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"] {{
  position: static !important; height: auto !important; overflow: visible !important;}}
.stMainBlockContainer {{padding: 0 !important; max-width: none !important;}}
{", ".join(_GROWN)} {{height: auto !important; max-height: none !important; overflow: visible !important;}}
{_WIDE} {{display: block !important;}}
{_WIDE} > [data-testid="stColumn"] {{width: 100% !important; margin-bottom: 8px;}}
{_CHART}, {_CHART} > div {{width: 100% !important; min-width: 0 !important; height: auto !important;}}
{_CHART} canvas {{width: 100% !important; height: auto !important;}}
{_CHART} canvas:first-of-type {{position: static !important;}}
{_CHART}, {_CARD}, table.lt tr, .lt-against, [data-testid="stExpander"] {{break-inside: avoid;}}
h1, h2, h3 {{break-after: avoid;}}
table.lt thead {{display: table-header-group;}}
table.lt {{table-layout: auto; overflow-wrap: anywhere;}}
button[kind="tertiary"] {{color: inherit !important;}}
[data-testid="stSelectbox"] [data-baseweb="select"] > div {{border: 0 !important; background: none !important;
  padding-left: 0 !important;}}
{_TABLE} {{height: auto !important;}}
{_TABLE}::after {{content: "{SEEN_ONLY[lang]}"; font-size: 13px;}}
}}</style>"""
