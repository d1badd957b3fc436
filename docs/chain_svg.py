"""The drawing of a chain as SVG: plain text, no outside font, script or picture; the same bytes for the same
catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docs.chain_layout import BOX_W, GUTTER, PORT, TRACK, Layout, lay_out
from graph.model.chains import Catalogue
from graph.model.records import Chain, Link, Segment
from graph.model.words import LINK, TIER

DRAWN_FROM = 0.05  # links below this share of the buyer's cost stand in the table only
ACCENT, INK, SOFT, RULE, BAND = "#1E4E8C", "#1F2A37", "#5B6776", "#C9D3DF", "#F4F7FB"
COLOUR = {
    "material": ACCENT,
    "component": "#4C9BD6",
    "equipment": "#D98E04",
    "service": "#8A94A3",
    "channel": "#009E73",
}
SHORT = {
    "battery_ev": "电池",
    "equipment": "装备",
    "electronics": "电子",
    "biomedicine": "医药",
    "green_food": "食品",
    "textile": "纺织",
    "logistics": "物流",
    "tourism_health": "文旅",
    "agriculture": "农业",
}
FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
NAME, ENGLISH, OUTER = 13.0, 9.5, 10.0  # sizes of type
PAD, TOP, LEFT, MARGIN, OUTER_H, SUPPORT_GAP = 8.0, 112.0, 34.0, 66.0, 15.0, 30.0

SEGMENT_BOX = f'fill="#FFFFFF" stroke="{ACCENT}"/>'
BUYER_BOX = f'fill="{BAND}" stroke="{SOFT}" stroke-dasharray="4 3"/>'  # who only buys is no segment
INNER = BOX_W - 2 * PAD


@dataclass(frozen=True)
class Box:
    """A segment's box. `main` is the height of the part with its names; suppliers of other chains stand below it."""

    segment: Segment
    x: float
    y: float
    main: float
    height: float
    outer: tuple[Link, ...]


def drawn(chain: Chain, catalogue: Catalogue) -> tuple[list[Link], list[Link]]:
    """The links of the drawing: within the chain, and into it from others; the strongest of parallel ones."""
    own = {s.id for s in chain.segments}
    best: dict[tuple[str, str], Link] = {}
    for link in catalogue.links:
        if link.target_id in own and link.share >= DRAWN_FROM:
            key = (link.source_id, link.target_id)
            best[key] = max(best.get(key, link), link, key=lambda k: k.share)
    inside = [k for k in best.values() if k.source_id in own]
    return inside, [k for k in best.values() if k.source_id not in own]


def text_width(text: str, size: float) -> float:
    """Width of a line of type, on the safe side."""
    units = {True: 1.0, False: 0.56}
    return size * sum(
        0.30 if c == " " else (0.70 if c.isascii() and c.isupper() else units[ord(c) > 0x2E7F or c in "—…·"])
        for c in text
    )


def fit(text: str, size: float, width: float) -> str:
    """The text, cut with … where it is wider than `width`."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def halves(name: str, size: float, width: float) -> list[str]:
    """A Chinese name on one line, or on two where it is too wide: broken before a bracket or after 与, 和, 、."""
    if text_width(name, size) <= width:
        return [name]
    cuts = [i for i, c in enumerate(name) if c in "（("] + [i + 1 for i, c in enumerate(name) if c in "与和、"]
    cut = min(cuts or [len(name) // 2], key=lambda i: abs(2 * i - len(name)))
    return [fit(name[:cut], size, width), fit(name[cut:], size, width)]


def wrap(text: str, size: float, width: float, lines: int = 3) -> list[str]:
    """The text on at most so many lines, broken between words."""
    out = [""]
    for word in text.split():
        longer = f"{out[-1]} {word}".strip()
        if text_width(longer, size) <= width or not out[-1]:
            out[-1] = longer
        elif len(out) < lines:
            out.append(word)
        else:
            out[-1] = longer
    return [fit(line, size, width) for line in out]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _mix(colour: str, share: float) -> str:
    """Weak links paler, so that the strong ones are read first."""
    white = 0.0 if share >= 0.25 else (0.25 if share >= 0.12 else 0.45)
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(p + (255 - p) * white):02X}" for p in parts)


def _width(share: float) -> float:
    return 0.9 + 7.0 * min(share, 0.75)


class Drawing:
    """One chain on paper. `boxes` is what stands where; `svg` the document."""

    def __init__(self, chain: Chain, catalogue: Catalogue) -> None:
        self.chain, self.catalogue = chain, catalogue
        self.names = {s: catalogue.segments[s].name for s in catalogue.segments}
        self.inside, incoming = drawn(chain, catalogue)
        self.outer: dict[str, tuple[Link, ...]] = defaultdict(tuple)
        for link in sorted(incoming, key=lambda k: (-k.share, k.source_id)):
            self.outer[link.target_id] += (link,)
        self.support = {s.id for s in chain.segments if s.tier == "support"}
        self.flow = [k for k in self.inside if k.source_id not in self.support and k.target_id not in self.support]
        self.aside = [k for k in self.inside if k not in self.flow]
        self.heights = {s.id: self._main(s) + self._outer(s) for s in chain.segments}
        self.layout: Layout = lay_out(chain, self.flow, self.heights)
        self._tracks()
        self.boxes = self._boxes()
        self.paths: list[tuple[float, str]] = []  # (share, element): weak links are painted first

    # -- measures ------------------------------------------------------------------------------

    def _main(self, s: Segment) -> float:
        english, chinese = len(wrap(s.name_en, ENGLISH, INNER)), len(halves(s.name, NAME, INNER))
        into = sum(k.target_id == s.id for k in self.inside)
        return max(24.0 + 15 * (chinese - 1) + 11.5 * english, PORT * into + 8)

    def _outer(self, s: Segment) -> float:
        n = len(self.outer.get(s.id, ()))
        return n * OUTER_H + 4 if n else 0.0

    def _tracks(self) -> None:
        """A vertical track in a gutter for each support link's source, and a horizontal one above the support row."""
        col = {n.id: n.col for n in self.layout.nodes.values()}
        self.track: dict[tuple[str, int, str], int] = {}
        used: dict[int, int] = defaultdict(int)
        self.bus: dict[tuple[str, str], int] = {}
        for link in self.aside:
            into = link.source_id in self.support
            bundle = (link.source_id, "up") if into else (link.source_id, "down")
            self.bus.setdefault(bundle, len(self.bus))
            end = link.target_id if into else link.source_id
            if end in col:
                gutter = col[end] if into else col[end] + 1
                if (link.source_id, gutter, bundle[1]) not in self.track:
                    self.track[link.source_id, gutter, bundle[1]] = used[gutter]
                    used[gutter] += 1
        self.x: list[float] = []
        at = LEFT + 8 + used[0] * TRACK
        for c in range(len(self.layout.columns)):
            self.x.append(at)
            at += BOX_W + GUTTER + used[c + 1] * TRACK
        last = len(self.layout.columns)
        right = at - GUTTER + MARGIN  # where the arcs and tracks right of the last column end
        self.width = max(right + LEFT - 14, 1180.0)
        spare = (self.width - LEFT + 14 - right) / max(last - 1, 1)  # a narrow chain is spread over the page
        self.x = [x + spare * c for c, x in enumerate(self.x)]
        self.gutter_right = {c: self.x[c] for c in range(last)} | {last: right + spare * (last - 1)}

    def _boxes(self) -> dict[str, Box]:
        by_id = {s.id: s for s in self.chain.segments}
        boxes = {}
        for n in self.layout.nodes.values():
            if n.box:
                boxes[n.id] = self._box(by_id[n.id], self.x[n.col], TOP + n.y)
        self.bottom = max((b.y + b.height for b in boxes.values()), default=TOP) + 14
        self.bus_top = self.bottom + 8
        row = [s for s in self.chain.segments if s.tier == "support"]
        fits = max(1, int((self.width - 2 * LEFT + SUPPORT_GAP) // (BOX_W + SUPPORT_GAP)))
        rows = -(-len(row) // fits)
        per = -(-len(row) // rows) if rows else 1
        step = (self.width - 2 * LEFT - BOX_W) / max(per - 1, 1)
        step = min(step, BOX_W + 90)
        start = (self.width - (per - 1) * step - BOX_W) / 2
        y = self.bus_top + len(self.bus) * TRACK + 34
        self.support_top = y - 14
        for r in range(rows):
            line = row[r * per : (r + 1) * per]
            for i, s in enumerate(line):
                boxes[s.id] = self._box(s, start + i * step, y)
            y += max(self.heights[s.id] for s in line) + 30
        self.height = (y - 30 + 14 if rows else self.bottom) + 44
        self.rows, self.per = rows, per
        self.order = {s.id: (i // per, i % per) for i, s in enumerate(row)}
        return boxes

    def _box(self, s: Segment, x: float, y: float) -> Box:
        return Box(s, round(x, 1), round(y, 1), self._main(s), self.heights[s.id], self.outer.get(s.id, ()))

    # -- links ---------------------------------------------------------------------------------

    def _ports(self) -> dict[tuple[str, str], float]:
        """Where each link enters its buyer, spread over the box in the order of where it comes from."""
        into: dict[tuple[str, str], list[tuple[float, Link]]] = defaultdict(list)
        for link in self.inside:
            if link.target_id in self.support:
                continue
            if link in self.flow:
                before = self.layout.routes[link.source_id, link.target_id][-2]
                a, b = self.layout.nodes[before], self.layout.nodes[link.target_id]
                into[link.target_id, "left" if a.col < b.col else "right"].append((a.centre, link))
            else:
                into[link.target_id, "left"].append((10_000.0 + self.bus[link.source_id, "up"], link))
        ports: dict[tuple[str, str], float] = {}
        for (target, _), ends in into.items():
            box = self.boxes[target]
            ends.sort(key=lambda e: (e[0], e[1].source_id))
            step = min(7.0, (box.main - 8) / max(len(ends), 1))
            for i, (_, link) in enumerate(ends):
                ports[link.source_id, target] = box.y + box.main / 2 + (i - (len(ends) - 1) / 2) * step
        return ports

    def _paint(self, link: Link, path: str, tip: tuple[float, float], way: str) -> None:
        colour, w = _mix(COLOUR[link.kind], link.share), _width(link.share)
        label = (
            f"{self.names[link.source_id]} → {self.names[link.target_id]}　{LINK[link.kind]['zh']} "
            f"{LINK[link.kind]['en']} "
            f"{link.share:.0%}"
        )
        x, y = tip
        long, half = 5.5 + w * 0.6, 2.6 + w * 0.6
        ends = {
            "right": ((-long, -half), (-long, half)),
            "left": ((long, -half), (long, half)),
            "down": ((-half, -long), (half, -long)),
        }[way]
        head = " ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in ((0.0, 0.0), *ends))
        dash = ' stroke-dasharray="5 3"' if link.kind == "channel" else ""
        self.paths.append(
            (
                link.share,
                f'<g class="k"><title>{escape(label)}</title><path d="{path}" stroke="{colour}" '
                f'stroke-width="{_n(w)}"{dash}/><polygon points="{head}" fill="{colour}"/></g>',
            )
        )

    def _links(self) -> None:
        ports = self._ports()
        for link in self.flow:
            self._flow(link, ports[link.source_id, link.target_id])
        for link in self.aside:
            if link.source_id in self.support:
                self._from_support(link, ports.get((link.source_id, link.target_id), 0.0))
            else:
                self._to_support(link)

    def _flow(self, link: Link, port: float) -> None:
        route = [self.layout.nodes[i] for i in self.layout.routes[link.source_id, link.target_id]]
        source = self.boxes[link.source_id]
        y0 = source.y + source.main / 2
        if route[0].col == route[-1].col:  # in one column: an arc on its right side
            x = source.x + BOX_W
            tip = x + 1
            bend = x + 18 + min(40.0, abs(port - y0) / 8)
            path = f"M{_n(x)},{_n(y0)} C{_n(bend)},{_n(y0)} {_n(bend)},{_n(port)} {_n(tip + 6)},{_n(port)}"
            self._paint(link, path, (tip, port), "left")
            return
        ahead = route[-1].col > route[0].col
        x, y = (source.x + BOX_W if ahead else source.x), y0
        path = f"M{_n(x)},{_n(y)}"
        for n in route[1:]:
            last = n is route[-1]
            left, right = self.x[n.col], self.x[n.col] + BOX_W
            enter, leave = (left, right) if ahead else (right, left)
            to = port if last else TOP + n.centre
            end = enter + (-6 if ahead else 6) * last
            mid = (x + enter) / 2
            path += f" C{_n(mid)},{_n(y)} {_n(mid)},{_n(to)} {_n(end)},{_n(to)}"
            if last:
                self._paint(link, path, (enter, to), "right" if ahead else "left")
            else:
                path += f" H{_n(leave)}"
            x, y = leave, to

    def _riser(self, segment: str, slot: float) -> tuple[str, float]:
        """The way from a support box up to the bus: straight from the first row, through a gap from the others."""
        box, (row, _) = self.boxes[segment], self.order[segment]
        x = box.x + BOX_W / 2 + slot
        if row == 0:
            return f"M{_n(x)},{_n(box.y)}", x
        gap = box.x + BOX_W + SUPPORT_GAP / 2 + slot / 2
        return f"M{_n(x)},{_n(box.y)} V{_n(box.y - 11 + slot / 4)} H{_n(gap)}", gap

    def _from_support(self, link: Link, port: float) -> None:
        path, _ = self._riser(link.source_id, -8)
        bus = self.bus_top + self.bus[link.source_id, "up"] * TRACK
        if link.target_id in self.support:
            self._into_support(link, f"{path} V{_n(bus)}")
            return
        col = self.layout.nodes[link.target_id].col
        x = self.gutter_right[col] - 17 - self.track[link.source_id, col, "up"] * TRACK
        tip = self.boxes[link.target_id].x
        self._paint(link, f"{path} V{_n(bus)} H{_n(x)} V{_n(port)} H{_n(tip - 6)}", (tip, port), "right")

    def _to_support(self, link: Link) -> None:
        source = self.boxes[link.source_id]
        gutter = self.layout.nodes[link.source_id].col + 1
        x = self.gutter_right[gutter] - 17 - self.track[link.source_id, gutter, "down"] * TRACK
        y = source.y + source.main / 2
        bus = self.bus_top + self.bus[link.source_id, "down"] * TRACK
        self._into_support(link, f"M{_n(source.x + BOX_W)},{_n(y)} H{_n(x)} V{_n(bus)}")

    def _into_support(self, link: Link, path: str) -> None:
        box, (row, _) = self.boxes[link.target_id], self.order[link.target_id]
        ends = [k.source_id for k in self.aside if k.target_id == link.target_id]
        slot = 8 + 6.0 * ends.index(link.source_id)
        x = box.x + BOX_W / 2 + min(slot, BOX_W / 2 - 6)
        if row:
            gap = box.x + BOX_W + SUPPORT_GAP / 2 + min(slot / 2, SUPPORT_GAP / 2 - 2)
            path += f" H{_n(gap)} V{_n(box.y - 16)}"
        self._paint(link, f"{path} H{_n(x)} V{_n(box.y - 6)}", (x, box.y), "down")

    # -- paper ---------------------------------------------------------------------------------

    def svg(self) -> str:
        """The whole document."""
        self.paths = []
        self._links()
        w, h = _n(self.width), _n(self.height)
        title = f"{self.chain.name} {self.chain.name_en}"
        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
            f'font-family="{FONT}" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            "<style>.k path{fill:none;stroke-linejoin:round}.k:hover path{stroke:#D55E00}.k:hover "
            "polygon{fill:#D55E00}</style>",
            f'<rect width="{w}" height="{h}" fill="#FFFFFF"/>',
            *self._head(),
            *self._bands(),
            *(element for _, element in sorted(self.paths)),
            *(line for b in self.boxes.values() for line in self._box_lines(b)),
            *self._foot(),
            "</svg>",
        ]
        return "\n".join(out) + "\n"

    def _head(self) -> Sequence[str]:
        width = text_width(self.chain.name, 22)
        out = [
            f'<text x="{_n(LEFT)}" y="42" font-size="22" font-weight="700" '
            f'fill="{ACCENT}">{escape(self.chain.name)}</text>',
            f'<text x="{_n(LEFT + width + 12)}" y="42" font-size="14" '
            f'fill="{SOFT}">{escape(self.chain.name_en)}</text>',
        ]
        x = LEFT
        for kind, colour in COLOUR.items():
            label = f"{LINK[kind]['zh']} {LINK[kind]['en']}"
            dash = ' stroke-dasharray="5 3"' if kind == "channel" else ""
            out.append(f'<path d="M{_n(x)},63 H{_n(x + 26)}" stroke="{colour}" stroke-width="3"{dash}/>')
            out.append(f'<text x="{_n(x + 32)}" y="67" font-size="11">{label}</text>')
            x += 32 + text_width(label, 11) + 20
        for share in (0.05, 0.2, 0.5):
            out.append(f'<path d="M{_n(x)},63 H{_n(x + 26)}" stroke="{INK}" stroke-width="{_n(_width(share))}"/>')
            out.append(f'<text x="{_n(x + 32)}" y="67" font-size="11">{share:.0%}</text>')
            x += 66
        out.append(
            f'<text x="{_n(x)}" y="67" font-size="11" fill="{SOFT}">线宽＝占买方投入成本 width = share of '
            f"input cost of the buyer</text>"
        )
        return out

    def _bands(self) -> Sequence[str]:
        out = []
        for tier, cols in self.layout.tiers.items():
            # The outer bands reach to the edges of the support band; the tracks and arcs there lie on them.
            x0 = self.x[cols[0]] - 18 if cols[0] else LEFT - 14
            x1 = self.x[cols[-1]] + BOX_W + 18 if cols[-1] + 1 < len(self.x) else self.width - LEFT + 14
            out.append(self._band(tier, x0, TOP - 30, x1 - x0, self.bottom - TOP + 30))
        if self.rows:
            out.append(
                self._band(
                    "support",
                    LEFT - 14,
                    self.support_top - 6,
                    self.width - 2 * LEFT + 28,
                    self.height - 44 - self.support_top + 6,
                    below=True,
                )
            )
        return out

    @staticmethod
    def _band(tier: str, x: float, y: float, w: float, h: float, below: bool = False) -> str:
        words = TIER[tier]
        label_y = y + h - 6 if below else y + 18
        return (
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" rx="8" fill="{BAND}"/>'
            f'<text x="{_n(x + 12)}" y="{_n(label_y)}" font-size="13" font-weight="700" fill="{ACCENT}">{words["zh"]}'
            f'<tspan font-weight="400" fill="{SOFT}" dx="6" font-size="11">{words["en"]}</tspan></text>'
        )

    def _box_lines(self, b: Box) -> Sequence[str]:
        s, middle = b.segment, _n(b.x + BOX_W / 2)
        english, chinese = wrap(s.name_en, ENGLISH, INNER), halves(s.name, NAME, INNER)
        out = [
            f'<g id="{escape(s.id)}" class="box"><title>{escape(s.name)} {escape(s.name_en)}：'
            f"{escape('、'.join(s.products))}</title>",
            f'<rect x="{_n(b.x)}" y="{_n(b.y)}" width="{_n(BOX_W)}" height="{_n(b.height)}" rx="5" '
            f"{BUYER_BOX if s.demand else SEGMENT_BOX}",
        ]
        y = b.y + (b.main - (NAME + 4 + 15 * (len(chinese) - 1) + 11.5 * len(english))) / 2 + NAME - 1
        for line in chinese:
            out.append(
                f'<text x="{middle}" y="{_n(y)}" font-size="{_n(NAME)}" font-weight="600" text-anchor="middle">'
                f"{escape(line)}</text>"
            )
            y += 15
        for line in english:
            out.append(
                f'<text x="{middle}" y="{_n(y - 2)}" font-size="{_n(ENGLISH)}" fill="{SOFT}" text-anchor="middle">'
                f"{escape(line)}</text>"
            )
            y += 11.5
        if b.outer:
            out.append(f'<path d="M{_n(b.x)},{_n(b.y + b.main)} H{_n(b.x + BOX_W)}" stroke="{RULE}"/>')
        for i, link in enumerate(b.outer):
            out += self._outer_line(b, link, b.y + b.main + 2 + OUTER_H * (i + 0.5))
        return [*out, "</g>"]

    def _outer_line(self, b: Box, link: Link, y: float) -> Sequence[str]:
        """A supplier of another chain: a stub of the link, the chain's mark, the segment's name and the share."""
        chain = link.source_id.split(".")[0]
        mark = SHORT.get(chain, self.catalogue.by_id[chain].name[:2])
        colour, w = _mix(COLOUR[link.kind], link.share), _width(link.share)
        share = f"{link.share:.0%}"
        room = BOX_W - 2 * PAD - 27 - text_width(share, OUTER) - 4
        label = (
            f"{self.catalogue.by_id[chain].name}：{self.names[link.source_id]} → "
            f"{b.segment.name}　{LINK[link.kind]['zh']} {share}"
        )
        tip, long, half = b.x, 5.5 + w * 0.6, 2.6 + w * 0.6
        return [
            f'<g class="k"><title>{escape(label)}</title><path d="M{_n(tip - 13)},{_n(y)} H{_n(tip - 5)}" '
            f'stroke="{colour}" '
            f'stroke-width="{_n(w)}"/><polygon points="{_n(tip)},{_n(y)} {_n(tip - long)},{_n(y - half)} '
            f'{_n(tip - long)},{_n(y + half)}" '
            f'fill="{colour}"/></g>',
            f'<rect x="{_n(b.x + PAD - 2)}" y="{_n(y - 6)}" width="24" height="12" rx="3" fill="#E3EAF3"/>'
            f'<text x="{_n(b.x + PAD + 10)}" y="{_n(y + 3.3)}" font-size="9" fill="{ACCENT}" '
            f'text-anchor="middle">{mark}</text>'
            f'<text x="{_n(b.x + PAD + 27)}" y="{_n(y + 3.6)}" font-size="{_n(OUTER)}" fill="{SOFT}">'
            f"{escape(fit(self.names[link.source_id], OUTER, room))}</text>"
            f'<text x="{_n(b.x + BOX_W - PAD)}" y="{_n(y + 3.6)}" font-size="{_n(OUTER)}" fill="{SOFT}" '
            f'text-anchor="end">{share}</text>',
        ]

    def _foot(self) -> Sequence[str]:
        y = self.height - 16
        zh = "只画份额不低于 5% 的关系；虚线框为只采购的买方；框内下方为他链供方。全部关系和份额的出处见同名页面。"
        en = (
            "Links of 5% and more. Broken rim: who only buys. Below a name: suppliers in other chains. All links and "
            "their sources: see the page of this chain."
        )
        return [
            f'<text x="{_n(LEFT)}" y="{_n(y)}" font-size="11" fill="{SOFT}">{zh}'
            f'<tspan dx="8" font-size="10">{en}</tspan></text>'
        ]
