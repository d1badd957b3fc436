"""The papers of a trip, written on the store of all that ships and read back as a reader would."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

import outreach.papers as papers
from graph.chance.red_lines import RedLine, RedLines
from graph.errors import TemplateField, UnreadableFile
from graph.model.records import Institution, Park
from outreach.after.shapes import MinutesDocument, SlipDocument
from outreach.fairness.rules import load_rules
from outreach.papers.brief import brief, red_line_words
from outreach.papers.diligence import NO_DATA, OUTSIDE
from outreach.papers.leader import LINES, height
from outreach.papers.parts.context import PaperContext
from outreach.papers.parts.layout import SHIPPED, write_templates
from outreach.papers.parts.paper import chinese_number
from outreach.papers.parts.policies import load_policies
from outreach.papers.parts.render import broken
from outreach.papers.parts.sources import source_words
from outreach.papers.road_book import left_out
from outreach.targets import find
from outreach.targets.shapes import VisitTarget
from outreach.trip.shapes import LineDocument, TripDocument
from tests.support.case_small import document
from workspace import Workspace

DAY = date(2026, 11, 24)
HOME, SEGMENT = "410700", "battery_ev.separator"
MARKS = re.compile(r"\[(\d+)\]")
# Sections whose lines state facts; the others are times, questions and what is not known.
FACTS = ("基本情况", "在产业链中的位置", "为什么是它", "为什么是我们", "可以依法提供的支持", "可落位的园区")


@pytest.fixture(scope="module")
def context(shipped_space: Workspace, data: Path) -> PaperContext:
    space = shipped_space
    rules = load_rules(data / "rules" / "fair_competition.yaml")
    return PaperContext(
        space.store,
        space.regions,
        space.network,
        HOME,
        DAY,
        None,
        load_policies(data / "policies.csv", shipped_space.table_spec("policies")),
        rules,
    )


def test_the_brief_of_a_warned_route_says_so(context: PaperContext, targets: dict[str, VisitTarget]) -> None:
    """Only of the firm whose products name the route; an institution builds no plant."""
    firms = [t for t in targets.values() if t["kind"] == "firm"]
    product = firms[0]["facts"]["products"][0]
    line = RedLine(SEGMENT, (product,), "warned", "产能过剩", "too much", "《某规范》", "2025", "", "text", "page")
    warned = replace(context, red_lines=RedLines((line,)))
    for target in targets.values():
        told = red_line_words(target, warned)
        named = target["kind"] == "firm" and any(product in p for p in target["facts"]["products"])
        assert told == ([f"慎招：涉及{product}：产能过剩。依据：《某规范》，2025。"] if named else [])
    text = "".join(p.text for p in docx.Document(io.BytesIO(brief(firms[0], None, warned))).paragraphs)
    assert "红线提示" in text
    assert "《某规范》" in text


def test_the_brief_of_a_segment_that_the_place_cannot_have_says_so_once(
    context: PaperContext, shipped_space: Workspace
) -> None:
    """No tea grows in Xinxiang: that stands under the red lines, and the paper names no local partner."""
    tea = "agriculture.tea"
    recommended = shipped_space.recommender.recommend(HOME, tea, 1)[0]
    gap = next((g for g in shipped_space.gaps(HOME, "agriculture") if g["segment"] == tea), None)
    target = find.from_recommendation(recommended, shipped_space.network.segments[tea], gap)
    assert red_line_words(target, context)[0].startswith("不宜招：这一环节依托主产区的气候")
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(brief(target, None, context))).paragraphs)
    assert text.count("不宜招：这一环节依托主产区的气候") == 1
    assert "就近为其" not in text


@pytest.fixture(scope="module")
def targets(shipped_space: Workspace) -> dict[str, VisitTarget]:
    """Three firms as the recommender gives them, and one institution."""
    gap = next(g for g in shipped_space.gaps(HOME, "battery_ev") if g["segment"] == SEGMENT)
    segment = shipped_space.network.segments[SEGMENT]
    out: dict[str, VisitTarget] = {}
    for recommended in shipped_space.recommender.recommend(HOME, SEGMENT, 3, True):
        target = find.from_recommendation(recommended, segment, gap)
        target["office"] = "投资部"
        out[target["key"]] = target
    institution = next(i for i in shipped_space.store.rows(Institution) if SEGMENT in i.segments)
    out[institution.id] = document(
        institution.name,
        "institute",
        institution.region,
        key=institution.id,
        office=institution.contact_office,
        ref=institution.id,
        segment=SEGMENT,
        segment_name="隔膜",
        facts={"website": institution.website},
        source=institution.source,
        as_of=institution.as_of,
        verified_identity=institution.verified,
    )
    return out


@pytest.fixture(scope="module")
def trip(targets: dict[str, VisitTarget], shipped_space: Workspace) -> TripDocument:
    lines: list[LineDocument] = []
    last = HOME
    for day, (key, target) in enumerate(targets.items(), 1):
        name = shipped_space.regions.full_name
        ride: LineDocument = {
            "day": day,
            "start": f"2026-12-0{day}T07:00",
            "end": f"2026-12-0{day}T09:05",
            "minutes": 125,
            "from_name": name(last),
            "from": last,
            "mode": "rail",
            "mode_name": "高铁",
            "name": "",
            "target": "",
            "kind": "travel",
            "place": target["region"],
            "place_name": name(target["region"]),
        }
        visit: LineDocument = {
            "day": day,
            "start": f"2026-12-0{day}T09:30",
            "end": f"2026-12-0{day}T11:00",
            "minutes": 90,
            "from_name": "",
            "from": "",
            "mode": "",
            "mode_name": "",
            "name": target["name"],
            "target": key,
            "kind": "visit",
            "place": target["region"],
            "place_name": name(target["region"]),
        }
        lines += [ride, visit]
        last = target["region"]
    return {
        "name": "隔膜招商拜访",
        "kind": "outward",
        "home": HOME,
        "home_name": "新乡市",
        "start": "2026-12-01",
        "days": 4,
        "guest": "某电池集团",
        "parties": [{"number": 1, "name": "第一组", "leader": "分管副市长", "lines": lines}],
        "targets": targets,
        "dropped": [{"key": "x", "name": "远方隔膜公司", "reason": "当日往返来不及，请增加一天"}],
        "request": {},
        "value": 0,
        "notes": [],
    }


def read(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def text(content: bytes) -> str:
    document = read(content)
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def by_section(content: bytes) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    heading = ""
    for p in read(content).paragraphs:
        if p.text.startswith(("来源与说明", "本件由链图")):
            break
        if p.style.name == "Heading 1":
            heading = p.text.split("、", 1)[1]
            out[heading] = []
        elif heading and p.text:
            out[heading].append(p.text)
    return out


def notes_of(content: bytes) -> dict[int, str]:
    found = (re.match(r"\[(\d+)\] (.+)", p.text) for p in read(content).paragraphs)
    return {int(m[1]): m[2] for m in found if m}


def first_firm(targets: Mapping[str, VisitTarget]) -> VisitTarget:
    return next(t for t in targets.values() if t["kind"] == "firm")


def test_every_fact_of_every_brief_has_a_note_that_resolves(
    targets: dict[str, VisitTarget], trip: TripDocument, context: PaperContext
) -> None:
    known = {f.name for f in context.store.firms()} | {i.name for i in context.store.rows(Institution)}
    known |= {p.name for p in context.store.rows(Park)} | {p.issuer for p in context.policies}
    of_ours = {
        "缺口诊断",
        "产业链图谱",
        "落地条件",
        "技术路线",
        *(f"{c.name}产业链图谱" for c in context.network.chains),
    }
    for target in targets.values():
        paper = papers.brief(target, trip["parties"][0]["lines"][1], context)
        notes, sections = notes_of(paper), by_section(paper)
        stated = [line for heading in FACTS for line in sections.get(heading, ())]
        assert len(stated) >= 4
        for line in stated:
            marks = [int(m) for m in MARKS.findall(line)]
            assert marks, f"no note: {line}"
            for mark in marks:
                # The row named is one that is in the store, the policies or our own computation.
                assert any(notes[mark].startswith(f"{name}：") for name in known | of_ours), notes[mark]
        used = {int(m) for lines in sections.values() for line in lines for m in MARKS.findall(line)}
        assert set(notes) <= used, "a note that nothing points to"


def test_notes_say_source_date_and_whether_checked(
    targets: dict[str, VisitTarget], trip: TripDocument, context: PaperContext
) -> None:
    for line in notes_of(papers.brief(first_firm(targets), None, context)).values():
        assert re.search(r"。来源：.+；(截至.+|数据日期待核)；(已核对|待核)。$", line), line


def test_what_is_not_checked_is_marked_in_the_sentence(
    targets: dict[str, VisitTarget], trip: TripDocument, context: PaperContext
) -> None:
    doubtful = first_firm(targets) | {
        "reasons": [
            {
                "kind": "scale",
                "text": "年产十亿平方米。",
                "text_en": "",
                "evidence": [{"what": "x", "name": "甲", "source": "s", "as_of": "", "verified": False}],
            }
        ]
    }
    assert any(
        line.startswith("年产十亿平方米（待核）")
        for line in by_section(papers.brief(doubtful, None, context))["为什么是它"]
    )


def test_the_marks_are_raised_and_the_text_is_whole(
    targets: dict[str, VisitTarget], trip: TripDocument, context: PaperContext
) -> None:
    document = read(papers.brief(first_firm(targets), None, context))
    raised = [r.text for p in document.paragraphs for r in p.runs if r.font.superscript]
    assert raised
    assert all(MARKS.fullmatch(r) for r in raised)
    assert not any(
        r.font.superscript
        for p in document.paragraphs
        if "新政办〔2020〕" in p.text
        for r in p.runs
        if "〔2020〕" in r.text
    )


def test_the_brief_offers_published_clauses_in_force_and_nothing_that_may_not_be_promised(
    targets: dict[str, VisitTarget], trip: TripDocument, context: PaperContext
) -> None:
    sections = by_section(papers.brief(first_firm(targets), None, context))
    offered = sections["可以依法提供的支持"]
    assert offered
    assert all("依据：《" in line and re.search(r"有效期至|现行有效|有效期待核", line) for line in offered)
    assert "公平竞争审查提示" not in sections


def test_a_promise_that_may_not_be_made_is_flagged_in_the_paper(trip: TripDocument, context: PaperContext) -> None:
    minutes: MinutesDocument = {
        "id": 7,
        "title": "会谈纪要",
        "day": DAY,
        "ours": "",
        "theirs": "",
        "text": "我方表示税收先征后返。",
        "commitments": [],
        "facts": [],
    }
    (line,) = by_section(papers.minutes_paper(minutes, context))["公平竞争审查提示"]
    assert line.startswith("“先征后返”")
    assert "第十条" in line
    assert "建议：" in line


def test_the_leaders_page_names_every_visit_and_asks_for_care(trip: TripDocument, context: PaperContext) -> None:
    page = text(papers.leader_page(trip, trip["parties"][0], context))
    for target in trip["targets"].values():
        assert target["name"] in page
    assert "企业3家、科研院所1家" in page
    assert "不承诺" in page


def test_talking_points_have_for_each_visit_what_to_say_and_to_ask(trip: TripDocument, context: PaperContext) -> None:
    sections = by_section(papers.talking_points(trip, trip["parties"][0], context))
    names = [t["name"] for t in trip["targets"].values()]
    common, *rest = list(sections)
    assert (common, rest[: len(names)]) == ("各家通用", names)
    asked = [line for line in sections[common] if line.startswith("可问：")]
    for target in trip["targets"].values():
        assert asked or any(line.startswith("可问：") for line in sections[target["name"]])
    # What holds for several visits is said once.
    said = [line for lines in sections.values() for line in lines if line.startswith(("可问：", "可提供："))]
    assert len(said) == len(set(said))


def test_a_long_title_breaks_before_the_name_or_the_kind_of_paper() -> None:
    assert broken("企业拜访简报：河北金力新能源科技股份有限公司") == "企业拜访简报：\n河北金力新能源科技股份有限公司"
    assert broken("与河北金力新能源科技股份有限公司会谈纪要") == "与河北金力新能源科技股份有限公司\n会谈纪要"
    assert broken("督办单") == "督办单"


def test_who_was_left_out_for_the_same_reason_stands_together() -> None:
    dropped = [
        {"name": "甲", "reason": "绕行要多走 1.5 小时，赶不上返程。"},
        {"name": "乙", "reason": "行业协会已排满上限 1 家。"},
        {"name": "丙", "reason": "绕行要多走 12.0 小时，赶不上返程。"},
    ]
    assert left_out(dropped) == [
        "绕行要多走 1.5—12.0 小时，赶不上返程（2家）：甲、丙。",
        "乙：行业协会已排满上限 1 家。",
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("新政办〔2020〕42号 item 七 (name)", "新政办〔2020〕42号第七条"),
        (
            "own knowledge; name looked up in solarbe.com news 2023-08",
            "编者行业知识；名称查自网页solarbe.com（2023-08）",
        ),
        ("own knowledge; national_zones; national_zones", "编者行业知识；国家级开发区名录"),
        ("own knowledge; named in a report of 2023-01", "编者行业知识；公开报道（2023-01），原文见数据表"),
        ("https://example.org/a/b.html?x=1", "example.org"),
    ],
)
def test_a_source_is_said_in_the_words_of_a_chinese_paper(source: str, words: str) -> None:
    assert source_words(source, "zh") == words
    assert source_words(source, "en") == source


def test_no_source_that_ships_puts_english_into_a_paper(data: Path) -> None:
    files = [*data.glob("*.csv"), *data.glob("firms/*.csv"), *data.glob("institutions/*.csv")]
    sources = {r.get("source") or "" for f in files for r in csv.DictReader(f.open(encoding="utf-8-sig"))}
    assert len(sources) > 50
    sites = re.compile(r"[\w.-]+\.(?:com|cn|org|net|gov|edu)(?:\.cn)?")
    assert [s for s in sources if re.search("[A-Za-z]{2,}", sites.sub("", source_words(s, "zh")))] == []


def test_the_road_book_has_each_day_the_map_and_who_was_left_out(trip: TripDocument, context: PaperContext) -> None:
    paper = papers.road_book(trip, trip["parties"][0], context)
    whole = text(paper)
    for day in range(1, 5):
        assert f"第{day}天　12月{day}日" in whole
    assert "高铁，约2小时5分钟" in whole
    assert "远方隔膜公司：当日往返来不及，请增加一天。" in whole
    assert len(read(paper).inline_shapes) == 1


def test_due_diligence_says_what_no_source_holds(targets: dict[str, VisitTarget], context: PaperContext) -> None:
    rows = {
        r.cells[0].text: [c.text for c in r.cells]
        for r in read(papers.due_diligence(first_firm(targets), context)).tables[0].rows
    }
    assert rows["企业名称"][1] == first_firm(targets)["name"]
    for field, _ in OUTSIDE:
        assert rows[field][1] == NO_DATA
        assert rows[field][3] == "待核"
    assert all(all(cells) for cells in rows.values())


def test_a_reception_plan_names_guest_and_stops(trip: TripDocument, context: PaperContext) -> None:
    sections = by_section(papers.reception_plan(trip | {"kind": "reception"}, trip["parties"][0], context))
    assert sections["来访"][0].startswith("某电池集团来访，12月1日（周二）起，共4天")
    assert len(sections["行程"]) == len(trip["targets"])


def test_minutes_list_commitments_with_owner_and_date(context: PaperContext) -> None:
    minutes: MinutesDocument = {
        "id": 1,
        "title": "与甲公司会谈纪要",
        "day": DAY,
        "ours": "市商务局",
        "theirs": "投资部",
        "text": "交换意见。",
        "facts": ["对方明年拟增一条产线。"],
        "commitments": [
            {
                "text": "提供供电方案",
                "side": "ours",
                "owner": "高新区管委会",
                "due": date(2026, 12, 10),
                "status": "open",
            }
        ],
    }
    sections = by_section(papers.minutes_paper(minutes, context))
    assert sections["议定事项"] == ["我方：提供供电方案。责任单位：高新区管委会；时限：2026年12月10日；办理中。"]
    assert MARKS.search(sections["对方介绍的情况"][0])


def test_a_supervision_slip_asks_the_unit_by_a_date(context: PaperContext) -> None:
    slip: SlipDocument = {
        "number": "督〔2026〕1号",
        "unit": "高新区管委会",
        "issued": DAY,
        "due": date(2026, 12, 15),
        "commitment": "提供供电方案",
        "target": "甲公司",
        "status": "issued",
        "reply": "",
    }
    rows = {r.cells[0].text: r.cells[1].text for r in read(papers.supervision_slip(slip, context)).tables[0].rows}
    assert rows["编号"] == "督〔2026〕1号"
    assert rows["办结时限"] == "2026年12月15日"
    assert rows["办理情况"] == "（由责任单位填写）"


def test_papers_follow_the_page_of_official_documents(trip: TripDocument, context: PaperContext) -> None:
    section = read(papers.talking_points(trip, trip["parties"][0], context)).sections[0]
    assert [round(v.mm) for v in (section.page_width, section.page_height)] == [210, 297]
    assert [
        round(v.mm) for v in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ] == [37, 35, 28, 26]


def test_the_shipped_templates_are_those_that_the_layout_draws(tmp_path: Path) -> None:
    shipped = Path(papers.__file__).parent / "templates"
    for file in write_templates(tmp_path):
        assert text((shipped / file.name).read_bytes()) == text(file.read_bytes()), file.name
    assert {f.stem for f in shipped.glob("*.docx")} == set(SHIPPED)


def test_an_offices_own_template_goes_first(
    tmp_path: Path, targets: dict[str, VisitTarget], trip: TripDocument, context: PaperContext
) -> None:
    own = docx.Document()
    own.add_paragraph("本市样式：{{ title }}")
    own.save(str(tmp_path / "brief.docx"))
    ours = PaperContext(context.store, context.regions, context.network, HOME, DAY, tmp_path)
    firm = first_firm(targets)
    title = text(papers.brief(firm, None, ours)).replace("\n", "")  # a long name stands on a line of its own
    assert title == f"本市样式：企业拜访简报：{firm['name']}"


def test_a_template_with_an_unknown_field_is_said_with_what_to_change(
    tmp_path: Path, targets: dict[str, VisitTarget], trip: TripDocument, context: PaperContext
) -> None:
    own = docx.Document()
    own.add_paragraph("{{ title }} {{ 联系电话 }}")
    own.save(str(tmp_path / "brief.docx"))
    ours = PaperContext(context.store, context.regions, context.network, HOME, DAY, tmp_path)
    with pytest.raises(TemplateField, match=r"brief\.docx: the template names 联系电话.*use one of .*sections"):
        papers.brief(first_firm(targets), None, ours)


def test_a_template_that_is_no_word_file_is_said(tmp_path: Path, trip: TripDocument, context: PaperContext) -> None:
    (tmp_path / "leader_page.docx").write_bytes(b"hello")
    ours = PaperContext(context.store, context.regions, context.network, HOME, DAY, tmp_path)
    with pytest.raises(UnreadableFile, match=r"leader_page\.docx"):
        papers.leader_page(trip, trip["parties"][0], ours)


@pytest.mark.parametrize(("n", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一")])
def test_section_numbers(n: int, words: str) -> None:
    assert chinese_number(n) == words


def crowded(trip: TripDocument, visits: int) -> dict[str, Any]:
    """The trip with so many visits, three a day."""
    calls = [line for line in trip["parties"][0]["lines"] if line["kind"] == "visit"]
    lines = [
        calls[i % len(calls)]
        | {
            "start": f"2026-12-{1 + i // 3:02}T{9 + i % 3 * 3:02}:30",
            "end": f"2026-12-{1 + i // 3:02}T{10 + i % 3 * 3:02}:30",
        }
        for i in range(visits)
    ]
    return trip | {"days": 1 + visits // 3, "parties": [trip["parties"][0] | {"lines": lines}]}


@pytest.mark.parametrize("visits", [0, 1, 4, 9, 18, 60])
def test_the_leaders_page_stays_one_page(visits: int, trip: TripDocument, context: PaperContext) -> None:
    many = crowded(trip, visits)
    body = [p.text for p in read(papers.leader_page(many, many["parties"][0], context)).paragraphs[2:-1]]
    assert 3 + sum(map(height, body)) <= LINES + 1
    if 0 < visits <= 9:
        assert sum(t["name"] in "".join(body) for t in trip["targets"].values()) == min(visits, len(trip["targets"]))


@pytest.mark.slow
@pytest.mark.parametrize("visits", [1, 4, 9, 18])
def test_rendered_the_leaders_page_is_one_page(
    visits: int, trip: TripDocument, context: PaperContext, tmp_path: Path
) -> None:
    many = crowded(trip, visits)
    (tmp_path / "leader.docx").write_bytes(papers.leader_page(many, many["parties"][0], context))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "leader.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=180,
    )
    told = subprocess.run(["pdfinfo", "leader.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert re.search(r"Pages:\s+1\n", told)
