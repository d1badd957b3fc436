"""The rows behind 技术路线图: what the table on the screen and the workbook hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.model.place_names import place
from graph.model.words import INSTITUTION, MATURITY, TREND, TREND_ARROW, UNKNOWN, Lang
from graph.routes import route_sentences
from graph.routes.shapes import InstituteDocument, RouteDocument, RouteSegment, Standing, TechMap
from graph.routes.tech_document import tests
from outreach.maps.map_book import Cell, Table
from outreach.papers.parts.sources import source_words

NEAR = 180  # minutes: there and back with a talk in one day
LEADERS = 5
_REPORT = re.compile(r"annual reports? (\d{4})")
MODES: dict[str, tuple[str, str]] = {"rail": ("高铁", "rail"), "road": ("公路", "road"), "local": ("市内", "in town")}
SAID: dict[str, tuple[str, str]] = {
    "product": ("产品", "product"),
    "technology": ("技术", "technology"),
    "capacity": ("产能", "capacity"),
    "scope": ("经营范围", "scope"),
}
_HEADS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "routes": (
        ("子链", "Sub-chain", 18),
        ("环节", "Segment", 20),
        ("技术路线", "Technology route", 26),
        ("成熟度", "Maturity", 10),
        ("走势", "Trend", 10),
        ("本地企业（家）", "Local firms", 12),
        ("本地企业", "Which", 44),
        ("在库企业（家）", "Firms on record", 12),
        ("规模居前", "Largest on it", 50),
        ("取代它的路线", "Gives way to", 34),
        ("附近院所", "Institutes near", 44),
        ("依据", "Grounds", 30),
    ),
    "firms": (
        ("企业", "Firm", 34),
        ("所在地", "Seat", 16),
        ("环节", "Segment", 20),
        ("技术路线", "Technology route", 26),
        ("成熟度和走势", "Maturity, trend", 16),
        ("凭什么", "By which text", 40),
        ("出处", "Source", 36),
        ("年份", "Year", 8),
    ),
    "risks": (
        ("技术路线", "Technology route", 26),
        ("环节", "Segment", 20),
        ("本地企业（家）", "Local firms", 12),
        ("本地企业", "Which", 50),
        ("说明", "In words", 70),
    ),
    "institutes": (
        ("院所", "Institute", 40),
        ("类别", "Kind", 16),
        ("城市", "City", 12),
        ("路程（估算）", "Ride (estimate)", 18),
        ("研究的环节", "Segments it researches", 50),
        ("出处", "Source", 30),
    ),
    "segments": (
        ("子链", "Sub-chain", 18),
        ("环节", "Segment", 24),
        ("技术路线（条）", "Routes", 12),
        ("本地企业（家）", "Local firms", 12),
        ("路线待核（家）", "Route unverified", 14),
    ),
}
SHEETS: dict[str, tuple[str, str]] = {
    "routes": ("技术路线", "Routes"),
    "firms": ("本地企业站在哪", "Local firms"),
    "risks": ("风险", "Risks"),
    "institutes": ("附近院所", "Institutes near"),
    "segments": ("环节", "Segments"),
}


def tables(found: TechMap, lang: Lang = "zh") -> dict[str, Table]:
    """The sheets by name: headings with their widths, and rows."""
    i = 0 if lang == "zh" else 1
    made: dict[str, list[list[Cell]]] = {
        "routes": [_route(r, found, i) for r in found["routes"]],
        "firms": [_firm(f, r, i) for r in found["routes"] for f in r["standing"] if f["local"]],
        "risks": _risks(found, i),
        "institutes": [_institute(row, names, i) for row, names in near(found, i)],
        "segments": [
            [_lane(found, s["lane"], i), _named(s, i), len(s["routes"]), s["local"], len(s["unplaced"])]
            for s in found["segments"]
        ],
    }
    return {
        SHEETS[k][i]: ([(zh if i == 0 else en, wide) for zh, en, wide in _HEADS[k]], rows) for k, rows in made.items()
    }


def lang_of(i: int) -> Lang:
    """The language of a place in a pair."""
    return "zh" if i == 0 else "en"


def _joined(names: Sequence[str], i: int) -> str:
    return ("、" if i == 0 else ", ").join(names)


def _named(row: RouteSegment, i: int) -> str:
    return row["name"] if i == 0 else row["name_en"]


def _lane(found: TechMap, lane: str, i: int) -> str:
    row = next((x for x in found["lanes"] if x["id"] == lane), None)
    return UNKNOWN[lang_of(i)] if row is None else row["name"] if i == 0 else row["name_en"]


def _route(r: RouteDocument, found: TechMap, i: int) -> list[Cell]:
    lang = lang_of(i)
    here = [f for f in r["standing"] if f["local"]]
    segment = next(s for s in found["segments"] if s["id"] == r["segment"])
    close = [f"{_institute_name(x, i)}（{way(x)[i]}）" for x in segment["institutes"] if is_near(x)]
    return [
        _lane(found, r["lane"], i),
        r["segment_name"] if i == 0 else r["segment_name_en"],
        r["name"],
        MATURITY[r["maturity"]][lang],
        f"{TREND_ARROW[r['trend']]} {TREND[r['trend']][lang]}",
        len(here),
        _joined([f["name"] for f in here], i) or UNSEEN[i],
        len(r["standing"]),
        _joined([with_seat(f, i) for f in r["standing"][:LEADERS]], i) or UNSEEN[i],
        _heirs(r, i),
        _joined(close, i) or UNSEEN[i],
        GROUNDS[i],
    ]


def _heirs(r: RouteDocument, i: int) -> str:
    """What takes the place of a falling route; a dash for one that does not fall."""
    if not r["falls"]:
        return "—"
    names = _joined(r["gives_way_to"], i)
    return UNKNOWN[lang_of(i)] if not names else names if r["told"] else f"{names}{OPEN[i]}"


UNSEEN = ("在库未见", "none on record")
OPEN = ("（同环节上升的路线，能否取代待核）", " (rising in the segment, unverified)")


def with_seat(firm: Standing, i: int) -> str:
    """A firm with its seat."""
    return f"{firm['name']}（{place(firm['region'], lang_of(i))}）"


# On what a route, its maturity and its trend rest. A segment's source is of its figures, not of its routes: which there
# are and where they go is the editors' own judgement, whatever that source is.
GROUNDS = ("编者行业知识，待核", "the editors' own knowledge, unverified")


def origin(source: str, i: int) -> str:
    """A firm's source as people call it, own knowledge marked as such."""
    report = _REPORT.match(source)
    if report:
        return (f"上市公司 {report[1]} 年年报", f"annual report {report[1]}")[i]
    return source_words(source, lang_of(i))


def _firm(f: Standing, r: RouteDocument, i: int) -> list[Cell]:
    return [
        f["name"],
        place(f["region"], lang_of(i)),
        r["segment_name"] if i == 0 else r["segment_name_en"],
        r["name"],
        route_sentences.going(r)[i],
        f"{SAID[f['kind']][i]}：{f['text']}",
        origin(f["source"], i) if f["source"] else ("见企业档案", "see the firm")[i],
        f["as_of"] or UNKNOWN[lang_of(i)],
    ]


def _risks(found: TechMap, i: int) -> list[list[Cell]]:
    routes = {r["id"]: r for r in found["routes"]}
    return [
        [
            routes[k["route"]]["name"],
            routes[k["route"]]["segment_name"] if i == 0 else routes[k["route"]]["segment_name_en"],
            len(k["firms"]),
            _joined([f["name"] for f in k["firms"]], i),
            route_sentences.risk(k, routes[k["route"]])[i],
        ]
        for k in found["risks"]
    ]


# -- institutes --------------------------------------------------------------------------------------


def is_near(row: InstituteDocument) -> bool:
    """Can one go there and be back on the same day?"""
    return row["minutes"] is not None and row["minutes"] <= NEAR


def near(found: TechMap, i: int) -> list[tuple[InstituteDocument, list[str]]]:
    """The institutes near the region with the segments they research, the nearest first."""
    rows: dict[str, tuple[InstituteDocument, list[str]]] = {}
    for s in found["segments"]:
        for x in s["institutes"]:
            if is_near(x):
                rows.setdefault(x["id"], (x, []))[1].append(_named(s, i))
    return sorted(rows.values(), key=lambda r: (r[0]["minutes"] or 0, tests(r[0]), -len(r[1]), r[0]["name"]))


def way(row: InstituteDocument) -> tuple[str, str]:
    """Where it is and how long the ride takes: 郑州市，公路约 1.5 小时."""
    city, en = row["city"], place(row["city"], "en")
    if row["minutes"] is None:
        return f"{city}，路程待核", f"{en}, ride unverified"
    if row["mode"] == "local":
        return f"{city}，市内", f"{en}, in town"
    zh, mode = MODES[row["mode"]]
    hours = f"{row['minutes'] / 60:.1f}".removesuffix(".0")
    return f"{city}，{zh}约 {hours} 小时", f"{en}, about {hours} h by {mode}"


def _institute_name(row: InstituteDocument, i: int) -> str:
    return row["name"] if i == 0 else row["name_en"] or row["name"]


def _institute(row: InstituteDocument, names: list[str], i: int) -> list[Cell]:
    return [
        _institute_name(row, i),
        INSTITUTION[row["kind"]][lang_of(i)],
        place(row["city"], lang_of(i)),
        way(row)[i],
        _joined(names, i),
        origin(row["source"], i),
    ]
