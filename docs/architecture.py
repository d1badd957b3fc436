"""Draws docs/architecture.svg from the imports, and the table of rooms in docs/architecture.md from the packages.

    python -m docs.architecture            writes both
    python -m docs.architecture --check    fails where either is not what the code says

A room is a folder of Python files inside a package (`graph/gaps`), or a package or module that has no rooms. What it is
for is the first line of its `__init__.py`. Inside a package an arrow is left out where a longer way says the same.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import networkx as nx

ROOT = Path(__file__).resolve().parent.parent
DRAWING, PAGE = "docs/architecture.svg", "docs/architecture.md"
PACKAGES = ("app_pages", "commands", "outreach", "ingest", "recommend", "graph")
MODULES = ("app", "liantu", "workspace")
START, END = "<!-- rooms: made by docs/architecture.py -->", "<!-- end of rooms -->"
# The columns of the drawing, from what knows nothing of the rest to what puts it all together.
COLUMNS = (
    ("graph", ("graph",)),
    ("recommend", ("recommend",)),
    ("ingest", ("ingest",)),
    ("outreach", ("outreach",)),
    ("program", ("commands", "workspace", "liantu", "app_pages", "app")),
)
COLOUR = {
    "graph": "#1E4E8C",
    "recommend": "#00795A",
    "ingest": "#B26F00",
    "outreach": "#7A4A98",
    "program": "#B84A00",
}
INK, SOFT, PAPER = "#1F2A37", "#5B6776", "#FFFFFF"
FONT = "system-ui,-apple-system,'Segoe UI',sans-serif"
BOX_W, BOX_H, GAP_X, GAP_Y, PAD, MARGIN = 120.0, 40.0, 14.0, 30.0, 14.0, 24.0
GUTTER, HEAD, ARCS = 20.0, 24.0, 150.0


@dataclass(frozen=True)
class Room:
    """One room. name: dotted (`graph.gaps`); files: its Python files; says: what it is for, one line."""

    name: str
    files: tuple[Path, ...]
    says: str

    @property
    def package(self) -> str:
        return self.name.split(".")[0]

    @property
    def place(self) -> str:
        """The room as a path: `graph/gaps/`, `workspace.py`."""
        path = self.name.replace(".", "/")
        return f"{path}.py" if len(self.files) == 1 and self.files[0].name != "__init__.py" else f"{path}/"


def rooms(root: Path) -> dict[str, Room]:
    """All rooms of the checkout by name. Files that stand in a package beside its rooms are rooms of one file."""
    out = {}
    for module in MODULES:
        file = root / f"{module}.py"
        out[module] = Room(module, (file,), says(file))
    for package in PACKAGES:
        folder = root / package
        inner = sorted(p.parent for p in folder.glob("*/__init__.py"))
        own = sorted(f for f in folder.glob("*.py") if f.name != "__init__.py")
        if not inner:
            out[package] = Room(package, tuple(own), says(folder / "__init__.py"))
            continue
        for room in inner:
            files = tuple(sorted(f for f in room.rglob("*.py") if "versions" not in f.parts))
            out[f"{package}.{room.name}"] = Room(f"{package}.{room.name}", files, says(room / "__init__.py"))
        for file in own:
            out[f"{package}.{file.stem}"] = Room(f"{package}.{file.stem}", (file,), says(file))
    return out


def says(file: Path) -> str:
    """The first line of a file's docstring, without its full stop."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ").removesuffix(".")


def imported(file: Path) -> Iterator[str]:
    """Every dotted name a file imports, imports inside functions and those for types included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def edges(all_rooms: Mapping[str, Room]) -> dict[str, set[str]]:
    """Room → the rooms it imports."""
    out: dict[str, set[str]] = defaultdict(set)
    for room in all_rooms.values():
        for file in room.files:
            for name in imported(file):
                target = _room_of(name, all_rooms)
                if target and target != room.name:
                    out[room.name].add(target)
    return dict(out)


def _room_of(name: str, all_rooms: Mapping[str, Room]) -> str:
    parts = name.split(".")
    return next((n for n in (".".join(parts[:2]), parts[0]) if n in all_rooms), "")


def levels(graph: Mapping[str, set[str]], all_rooms: Mapping[str, Room]) -> dict[str, int]:
    """How high each room stands: one above the highest room it imports. Rooms that import each other share a level."""
    net = nx.DiGraph((a, b) for a in all_rooms for b in graph.get(a, ()))
    net.add_nodes_from(all_rooms)
    whole = nx.condensation(net)
    height: dict[int, int] = {}
    for node in reversed(list(nx.topological_sort(whole))):
        height[node] = 1 + max((height[n] for n in whole.successors(node)), default=-1)
    return {name: height[node] for node, data in whole.nodes(data=True) for name in data["members"]}


def drawing(root: Path) -> str:
    """The rooms as SVG: a column for each package, its rooms stacked so that each imports only what stands below it, and
    under the columns one arc for each pair of packages."""
    all_rooms = rooms(root)
    graph = edges(all_rooms)
    columns = [_Column.of(title, packages, all_rooms, graph) for title, packages in COLUMNS]
    tall = max(c.height for c in columns)
    x, at = MARGIN, {}
    for column in columns:
        at[column.title] = x
        x += column.width + GUTTER
    width, floor = x - GUTTER + MARGIN, MARGIN + HEAD + tall
    total = floor + ARCS + MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {total:g}" font-family="{FONT}" '
        f'role="img" aria-label="The rooms of liantu and who imports whom">',
        f'<rect width="{width:g}" height="{total:g}" fill="{PAPER}"/>',
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{SOFT}"/></marker></defs>',
    ]
    for column in columns:
        out += column.draw(at[column.title], floor, tall)
    middles = {c.title: at[c.title] + c.width / 2 for c in columns}
    out += _arcs(columns, graph, middles, floor)
    note = "An arrow points to what is imported. Under the columns: how many rooms of one package import the other."
    out.append(f'<text x="{MARGIN:g}" y="{total - 12:g}" font-size="12" fill="{SOFT}">{escape(note)}</text>')
    return "\n".join([*out, "</svg>", ""])


@dataclass(frozen=True)
class _Column:
    """One package's rooms by level, the lowest first, and the arrows between them that no longer way already says."""

    title: str
    rooms: Mapping[str, Room]
    rows: Sequence[Sequence[str]]
    arrows: Sequence[tuple[str, str]]

    @classmethod
    def of(
        cls, title: str, packages: Sequence[str], all_rooms: Mapping[str, Room], graph: Mapping[str, set[str]]
    ) -> _Column:
        own = {n: r for n, r in all_rooms.items() if r.package in packages}
        inner = {n: graph.get(n, set()) & own.keys() for n in own}
        height = levels(inner, own)
        rows: dict[int, list[str]] = defaultdict(list)
        for name in sorted(own):
            rows[height[name]].append(name)
        net = nx.DiGraph((a, b) for a, targets in inner.items() for b in targets)
        arrows = sorted(nx.transitive_reduction(net).edges if nx.is_directed_acyclic_graph(net) else net.edges)
        return cls(title, own, [rows[k] for k in sorted(rows)], arrows)

    @property
    def width(self) -> float:
        widest = max(map(len, self.rows))
        return widest * BOX_W + (widest - 1) * GAP_X + 2 * PAD

    @property
    def height(self) -> float:
        return len(self.rows) * (BOX_H + GAP_Y) - GAP_Y + 2 * PAD

    def draw(self, x: float, floor: float, tall: float) -> list[str]:
        """The column with its left edge at x, standing on `floor`, as high as the tallest."""
        colour = COLOUR[self.title]
        out = [
            f'<rect x="{x:g}" y="{floor - tall:g}" width="{self.width:g}" height="{tall:g}" rx="8" fill="{colour}" '
            f'fill-opacity="0.05" stroke="{colour}" stroke-opacity="0.35"/>',
            f'<text x="{x + self.width / 2:g}" y="{floor - tall - 10:g}" font-size="15" font-weight="600" '
            f'text-anchor="middle" fill="{colour}">{self.title}</text>',
        ]
        at: dict[str, tuple[float, float]] = {}
        for level, names in enumerate(self.rows):
            left = x + (self.width - len(names) * BOX_W - (len(names) - 1) * GAP_X) / 2
            for i, name in enumerate(names):
                at[name] = (left + i * (BOX_W + GAP_X), floor - PAD - BOX_H - level * (BOX_H + GAP_Y))
        out += [_arrow(at[a], at[b]) for a, b in self.arrows]
        for name, (left, top) in sorted(at.items()):
            out += _box(self.rooms[name], left, top, colour)
        return out


def _arcs(
    columns: Sequence[_Column], graph: Mapping[str, set[str]], middles: Mapping[str, float], floor: float
) -> list[str]:
    """One arc for each pair of packages, as thick as many rooms import; the longer the way, the deeper the arc."""
    place = {name: c.title for c in columns for name in c.rooms}
    counts: Counter[tuple[str, str]] = Counter(
        (place[a], b) for a, targets in graph.items() for b in {place[t] for t in targets} if b != place[a]
    )
    out = []
    for (a, b), n in sorted(counts.items()):
        i, j = ([c.title for c in columns].index(name) for name in (a, b))
        x1, x2 = middles[a] + 18 * (j - i), middles[b] + 18 * (i - j) / 2
        deep = floor + 26 + (ARCS - 40) * abs(i - j) / (len(columns) - 1)
        out.append(
            f'<path d="M{x1:g} {floor:g}C{x1:g} {deep:g} {x2:g} {deep:g} {x2:g} {floor + 1:g}" fill="none" '
            f'stroke="{COLOUR[a]}" stroke-opacity="0.7" stroke-width="{1 + n / 6:.1f}" marker-end="url(#a)"/>'
        )
        out.append(
            f'<text x="{(x1 + x2) / 2:g}" y="{floor + 0.75 * (deep - floor) - 3:g}" font-size="11" '
            f'text-anchor="middle" fill="{COLOUR[a]}">{n}</text>'
        )
    return out


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """From the lower edge of one box to the upper edge of a box below it."""
    x1, y1 = start[0] + BOX_W / 2, start[1] + BOX_H
    x2, y2 = end[0] + BOX_W / 2, end[1]
    bend = min((y2 - y1) / 2, 40)
    return (
        f'<path d="M{x1:g} {y1:g}C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2 - 1:g}" fill="none" '
        f'stroke="{SOFT}" stroke-opacity="0.6" marker-end="url(#a)"/>'
    )


def _box(room: Room, x: float, y: float, colour: str) -> list[str]:
    middle = x + BOX_W / 2
    count = f"{len(room.files)} file{'' if len(room.files) == 1 else 's'}"
    name = room.name.split(".")[-1] + ("/" if room.place.endswith("/") else ".py")
    return [
        f'<g><title>{escape(room.says)}</title><rect x="{x:g}" y="{y:g}" width="{BOX_W:g}" height="{BOX_H:g}" rx="5" '
        f'fill="{PAPER}" stroke="{colour}"/>',
        f'<text x="{middle:g}" y="{y + 17:g}" font-size="13" text-anchor="middle" fill="{INK}">{escape(name)}</text>',
        f'<text x="{middle:g}" y="{y + 32:g}" font-size="10" text-anchor="middle" fill="{SOFT}">{count}</text></g>',
    ]


def table(root: Path) -> str:
    """One line a room, as Markdown, from the top of the flow to its bottom."""
    all_rooms = rooms(root)
    graph = edges(all_rooms)
    height = levels(graph, all_rooms)
    names = sorted(all_rooms, key=lambda n: (-height[n], n))
    lines = ["| room | what it is for |", "| --- | --- |"]
    lines += [f"| `{all_rooms[n].place}` | {all_rooms[n].says} |" for n in names]
    return "\n".join(lines)


def page(root: Path) -> str:
    """docs/architecture.md with its table of rooms as the code has it now."""
    text = (root / PAGE).read_text(encoding="utf-8")
    head, rest = text.split(START, 1)
    tail = rest.split(END, 1)[1]
    return f"{head}{START}\n{table(root)}\n{END}{tail}"


def main(argv: Sequence[str] | None = None) -> int:
    """Write both files, or say which is out of date."""
    parser = argparse.ArgumentParser(description="The rooms of liantu, drawn from the imports.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is out of date")
    arguments = parser.parse_args(argv)
    stale = []
    for name, text in ((DRAWING, drawing(ROOT)), (PAGE, page(ROOT))):
        file = ROOT / name
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not arguments.check:
            file.write_text(text, encoding="utf-8")
    if stale and arguments.check:
        print(f"out of date: {', '.join(stale)}; run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
