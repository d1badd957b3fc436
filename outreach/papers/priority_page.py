"""The one page for the vice mayor as a .docx: at most eight segments to go for, what stands beside them, and why."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image, ImageDraw, ImageFont

from graph.chance.shapes import Group
from graph.files.papers_out import content_of
from graph.gaps.priorities.group_words import GROUP
from graph.gaps.priorities.groups import CHANCE_HIGH, GROUPS, NEED_HIGH
from graph.gaps.priorities.shapes import PriorityRow
from graph.model.regions import Regions
from graph.model.words import UNKNOWN
from graph.region.footprint import Footprint
from graph.store.base.protocol import GraphStore
from outreach.papers.parts.layout import BODY, TITLE
from outreach.papers.parts.one_page import line, table
from outreach.papers.priority_lines import line_of

MOST = 8  # rows of the table
BESIDE = 4  # rows of what stands beside
COLUMNS = (("环节", 27), ("本地谁要", 30), ("谁有动向", 43), ("卡点", 33), ("责任单位", 20), ("本周一步", 31))
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')
COLOURS: dict[Group, str] = {
    "attack": "#D55E00",
    "task_force": "#CC79A7",
    "advantage": "#009E73",
    "reserve": "#56B4E9",
    "check": "#C8C8C8",
    "nearby": "#E69F00",
    "careful": "#F0E442",
    "barred": "#8A8A8A",
}


def document(
    store: GraphStore,
    regions: Regions,
    foot: Footprint,
    groups: Mapping[Group, Sequence[PriorityRow]],
    chain: str = "",
    day: str = "",
) -> bytes:
    """The page as the bytes of a .docx. groups: of `graph.gaps.priorities.prioritiser.grouped`; chain: its name, empty
    for all chains; day: the day of the data (ISO), 待核 where empty."""
    paper = Document()
    _page(paper)
    region = regions.full_name(foot.region)
    line(paper, f"{region}{f'（{chain}）' if chain else ''}招商主攻一页纸", TITLE, 18, WD_ALIGN_PARAGRAPH.CENTER)
    attack = groups["attack"]
    line(paper, _summary(groups), BODY, 10.5)
    lines = [line_of(row, store, foot) for row in attack[:MOST]]
    if lines:
        rows = enumerate(lines, 1)
        cells = [(f"{i}. {x.segment}", x.buyers, x.moving, x.stuck, x.unit, x.step) for i, x in rows]
        table(paper, COLUMNS, cells)
    else:
        line(paper, "暂无可定为主攻的环节；先补齐下列待核事项。", BODY, 10.5)
    _beside(paper, "待核", "要先弄清什么", groups["check"])
    _beside(paper, "慎招", "理由", groups["careful"])
    _beside(paper, "不招", "理由", groups["barred"])
    paper.add_picture(io.BytesIO(picture(groups)), width=Mm(78))
    paper.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot_text = (
        "图：横向为本地需要，纵向为落地先例与条件，数字为上表序号；虚线为分组界线。"
        "口径：先例为读到的上市公司年报中外省的项目和异地子公司数，本省不计；次序不是成功概率。"
        f"来源：链图在库企业、产业链目录、红线清单。数据截至 {day or UNKNOWN['zh']}。标“待核”者尚未核实。"
    )
    line(paper, foot_text, BODY, 8)
    return content_of(paper)


def file_name(region: str, day: str) -> str:
    """What the file is called: 新乡市-招商主攻一页纸-2026-11-24.docx."""
    return _UNSAFE.sub("_", f"{region}-招商主攻一页纸-{day or UNKNOWN['zh']}") + ".docx"


def _summary(groups: Mapping[Group, Sequence[PriorityRow]]) -> str:
    attack = len(groups["attack"])
    shown = f"，列前 {MOST} 个" if attack > MOST else ""
    others = "，".join(f"{GROUP[g]['zh']} {len(groups[g])} 个" for g in GROUPS if g != "attack")
    return f"主攻 {attack} 个环节{shown}；{others}。"


def _beside(paper: Paper, name: str, why: str, rows: Sequence[PriorityRow]) -> None:
    """The first rows of what stands beside the table, with their reasons."""
    if not rows:
        return
    said = "；".join(f"{r['name']}（{r['priority']['reasons'][0]['zh'].rstrip('。')}）" for r in rows[:BESIDE])
    more = f"等 {len(rows)} 个" if len(rows) > BESIDE else ""
    line(paper, f"{name}（{why}）：{said}{more}。", BODY, 9)


def _page(paper: Paper) -> None:
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(13)
    page.left_margin = page.right_margin = Mm(13)
    style = paper.styles["Normal"]
    style.font.size = Pt(9)
    style.paragraph_format.space_after = Pt(2)


def picture(groups: Mapping[Group, Sequence[PriorityRow]], width: int = 1100, height: int = 620) -> bytes:
    """PNG of need (across) against precedent and ground (up). Labels are figures only, since a machine may have no
    Chinese font; they are the rows of the table."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    left, low, right, top = 30, height - 30, width - 30, 20

    def at(need: float, chance: float) -> tuple[float, float]:
        return left + need * (right - left), low - chance * (low - top)

    draw.line([(left, low), (right, low)], fill="#9AA5B1", width=3)
    draw.line([(left, low), (left, top)], fill="#9AA5B1", width=3)
    for a, b in ((at(NEED_HIGH, 0), at(NEED_HIGH, 1)), (at(0, CHANCE_HIGH), at(1, CHANCE_HIGH))):
        _dashed(draw, a, b)
    for group in reversed([*groups]):
        for row in groups[group]:
            x, y = at(min(row["need"]["value"], 1.0), row["chance"]["value"])
            r = 7 if group != "attack" else 15
            draw.ellipse([x - r, y - r, x + r, y + r], fill=COLOURS[group])
    font = ImageFont.load_default(size=22)
    for i, row in enumerate(groups["attack"][:MOST], 1):
        draw.text(at(row["need"]["value"], row["chance"]["value"]), str(i), fill="white", font=font, anchor="mm")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _dashed(draw: ImageDraw.ImageDraw, a: tuple[float, float], b: tuple[float, float], step: int = 14) -> None:
    n = int(max(abs(b[0] - a[0]), abs(b[1] - a[1])) / step)
    for k in range(0, n, 2):
        one, two = ((a[0] + (b[0] - a[0]) * t / n, a[1] + (b[1] - a[1]) * t / n) for t in (k, k + 1))
        draw.line([one, two], fill="#C2CAD4", width=2)
