"""Makes `docs/chains/`: a page and a drawing for each chain, from the catalogue and the firms that ship.

    python docs/chain_pages.py [--out DIR]      writes the pages
    python docs/chain_pages.py --check          writes nothing; exit 1 names the pages that are out of date

The counts of firms rest on product terms and names alone (no encoder), so that they are the same everywhere.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # as a script, from a checkout that is not installed
    sys.path.insert(0, str(ROOT))

from docs.chain_svg import Drawing  # noqa: E402
from graph.errors import LiantuError  # noqa: E402
from graph.model.catalogue import load  # noqa: E402
from graph.model.chains import Catalogue  # noqa: E402
from graph.model.records import TIERS, Chain, Link, Segment  # noqa: E402
from graph.model.records.sources import cited, year_of  # noqa: E402
from graph.model.regions import Regions  # noqa: E402
from graph.model.words import LINK, MATURITY, TIER, TREND_ARROW, resources  # noqa: E402
from ingest.assign.assigner import Assigner  # noqa: E402
from ingest.assign.lexicon import GeneralTerms  # noqa: E402
from ingest.lint.shipped_rows import merged_firms, reach, read_firms  # noqa: E402

VALUE, IMPORT, FOREIGN, FIRMS = "价值权重 Value", "进口占需求 Import", "外资企业占国内产出 Foreign", "企业 Firms"
SHARE = "份额 Share"
NUMERIC = {VALUE, IMPORT, FOREIGN, FIRMS, SHARE, "环节 Segments", "关系 Links"}
NOT_KNOWN = "—"
ABOUT_FIGURES = (
    "价值权重是环节占全链增加值的份额；进口占需求是全国需求中靠进口满足的份额；外资企业占国内产出是外资（含其控股合资）企业在国内所产"
    f"占国内产出的份额，{NOT_KNOWN} 为未知。没有注明出处的数字都是估算。"
    "技术路线后注成熟度和走势（↑ 上升，→ 平稳，↓ 下降）。",
    "",
    "Value: share of the chain's value added. Import: imports over national need. Foreign: what foreign groups, with "
    f"the joint ventures they control, make in China, of what is made there; {NOT_KNOWN} is unknown. A figure without "
    "a source is an estimate. Technologies with maturity (萌芽 emerging, 成长 growing, 成熟 mature, 衰退 declining) "
    "and trend.",
    "",
)
NOTE = "<!-- 由 docs/chain_pages.py 生成，请改 data/ 而不是本页。Generated; edit data/, not this page. -->"


@dataclass(frozen=True)
class Facts:
    """What the pages are made of: the catalogue, and the firms that ship by segment."""

    catalogue: Catalogue
    firms: Mapping[str, Sequence[str]]  # segment id → firm names

    @classmethod
    def read(cls, data: Path) -> Facts:
        """Raises what the loaders raise for data that cannot be used."""
        catalogue, regions = load(data / "chains"), Regions.load(data / "regions.csv")
        rows = [r for file in sorted((data / "firms").glob("*.csv")) for r in read_firms(file, regions)[0]]
        assigner = Assigner(list(catalogue.segments.values()), None, GeneralTerms.load(data / "terms.yaml"))
        return cls(catalogue, reach(merged_firms(rows), assigner))

    def of_chain(self, chain: Chain) -> int:
        """Distinct firms of a chain."""
        return len({f for s in chain.segments for f in self.firms.get(s.id, ())})


def pages(facts: Facts) -> dict[str, str]:
    """File name → content of everything in `docs/chains/`."""
    out = {"README.md": _index(facts)}
    for chain in facts.catalogue.chains:
        out[f"{chain.id}.md"] = _page(chain, facts)
        out[f"{chain.id}.svg"] = Drawing(chain, facts.catalogue).svg()
    return out


def stale(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """Names of pages that are missing, differ, or belong to no chain any more; sorted."""
    there = {p.name: p for p in (*folder.glob("*.md"), *folder.glob("*.svg"))}
    differs = [n for n, text in wanted.items() if n not in there or there[n].read_bytes() != text.encode()]
    return sorted({*differs, *(there.keys() - wanted.keys())})


def write(folder: Path, wanted: Mapping[str, str]) -> None:
    """Write the pages that differ."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(folder, wanted):
        if name in wanted:
            (folder / name).write_bytes(wanted[name].encode())


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    rule = " | ".join("---:" if h in NUMERIC else "---" for h in header)
    lines = ["| " + " | ".join(_cell(c) for c in row) + " |" for row in rows]
    return [f"| {' | '.join(header)} |", f"| {rule} |", *lines, ""]


def _index(facts: Facts) -> str:
    cat = facts.catalogue
    rows = [
        (f"[{c.name}]({c.id}.md)", c.name_en, f"{len(c.segments)}", f"{len(c.links)}", f"{facts.of_chain(c)}")
        for c in cat.chains
    ]
    firms = len({f for names in facts.firms.values() for f in names})
    lines = [
        NOTE,
        "# 产业链 Chains",
        "",
        f"{len(cat.chains)} 条产业链，{len(cat.segments)} 个环节，{len(cat.links)} 条上下游关系，"
        f"归入环节的随附企业 {firms} 家。"
        "一家企业可在几条链中。",
        "",
        f"{len(cat.chains)} chains, {len(cat.segments)} segments, {len(cat.links)} links; {firms} firms "
        f"that ship are in "
        "a segment. A firm can be in several chains.",
        "",
        *_table(("产业链 Chain", "English", "环节 Segments", "关系 Links", FIRMS), rows),
    ]
    return "\n".join(lines)


def _page(chain: Chain, facts: Facts) -> str:
    own = {s.id for s in chain.segments}
    links = facts.catalogue.links
    within = [k for k in links if k.source_id in own and k.target_id in own]
    into = [k for k in links if k.source_id not in own and k.target_id in own]
    out_of = [k for k in links if k.source_id in own and k.target_id not in own]
    lines = [
        NOTE,
        f"# {chain.name} {chain.name_en}",
        "",
        " ".join(chain.description.split()),
        "",
        f"环节 {len(chain.segments)} 个，链内关系 {len(within)} 条，从他链购入 {len(into)} 条，供给他链 "
        f"{len(out_of)} 条；"
        f"随附企业 {facts.of_chain(chain)} 家。",
        "",
        f"{len(chain.segments)} segments, {len(within)} links within the chain, {len(into)} from other chains, "
        f"{len(out_of)} to other chains; {facts.of_chain(chain)} firms ship.",
        "",
        f"[![{chain.name}]({chain.id}.svg)]({chain.id}.svg)",
        "",
        "## 环节 Segments",
        "",
        *ABOUT_FIGURES,
        *_weights(chain),
    ]
    for tier in TIERS:
        lines += _tier(tier, chain, facts)
    lines += _buyers(chain, facts.catalogue)
    lines += [
        "## 链内关系 Links within the chain",
        "",
        "份额为供方占需方投入成本的比重，注明是估算还是有出处（年份）。"
        "Share of the buyer's input cost; an estimate says so, a source stands with its year.",
        "",
    ]
    lines += _links(within, facts.catalogue, chain)
    if into:
        lines += ["## 从他链购入 From other chains", "", *_links(into, facts.catalogue, chain)]
    if out_of:
        lines += ["## 供给他链 To other chains", "", *_links(out_of, facts.catalogue, chain)]
    sources = sorted({s.source for s in chain.segments} | {k.source for k in (*within, *into)})
    lines += ["## 来源 Sources", "", *(f"- {_cell(s)}" for s in sources), ""]
    return "\n".join(lines)


def _weights(chain: Chain) -> list[str]:
    """By which statistic the weights were set."""
    if not chain.weights_source:
        return []
    return [f"价值权重依据 Weights follow: {_cell(chain.weights_source)}", ""]


def _tier(tier: str, chain: Chain, facts: Facts) -> list[str]:
    """The segments of a tier, those of a lane beside each other."""
    lanes = {lane.id: (i, f"{lane.name} {lane.name_en}") for i, lane in enumerate(chain.lanes)}
    last = (len(lanes), NOT_KNOWN)
    segments = [s for s in chain.segments if s.tier == tier and not s.demand]
    if not segments:
        return []
    segments.sort(key=lambda s: lanes.get(s.lane, last)[0])
    header = ("环节 Segment", "说明 Description", "产品词 Product terms", "技术路线 Technologies", "条件 Needs")
    lane = ("子链 Lane",) if lanes else ()
    rows = (
        ((lanes.get(s.lane, last)[1],) if lanes else ()) + _segment(s, len(facts.firms.get(s.id, ()))) for s in segments
    )
    title = TIER[tier]
    return [f"### {title['zh']} {title['en']}", "", *_table((*lane, *header, VALUE, IMPORT, FOREIGN, FIRMS), rows)]


def _buyers(chain: Chain, catalogue: Catalogue) -> list[str]:
    """Those who only buy, apart from the segments: what they are, and of whom they buy."""
    buyers = [s for s in chain.segments if s.demand]
    if not buyers:
        return []
    sold = {
        s.id: [catalogue.segments[k.source_id].name for k in catalogue.links if k.target_id == s.id] for s in buyers
    }
    rows = (
        (f"**{s.name}** {s.name_en}<br>`{s.id.split('.')[1]}`", s.description, "、".join(sold[s.id]) or NOT_KNOWN)
        for s in buyers
    )
    return [
        "### 买方 Buyers",
        "",
        "只采购的一方，不是环节：没有企业，不列缺口，不招商。"
        "They only buy and are no segments: no firms, no gaps, no targets.",
        "",
        *_table(("买方 Buyer", "说明 Description", "向谁买 Buys of"), rows),
    ]


def _segment(s: Segment, firms: int) -> tuple[str, ...]:
    techs = "；".join(f"{t.name}（{MATURITY[t.maturity]['zh']} {TREND_ARROW[t.trend]}）" for t in s.techs)
    needed = s.siting.get("resource", [])
    return (
        f"**{s.name}** {s.name_en}<br>`{s.id.split('.')[1]}`",
        s.description,
        "、".join(s.products),
        techs or "待核",
        f"离不开：{resources(needed, 'zh')}" if needed else "无特别要求",
        f"{s.value_weight:.1%}",
        f"{s.import_dependence:.0%}",
        NOT_KNOWN if s.foreign_share is None else f"{s.foreign_share:.0%}",
        f"{firms}",
    )


def _grounds(link: Link) -> str:
    """Beside a share: that it is an estimate, or the year of its source."""
    if not cited(link.source):
        return "估算 est."
    return f"{year_of(link.source)} 年资料" + ("，估算 est." if link.estimated else "")


def _links(links: Iterable[Link], cat: Catalogue, chain: Chain) -> list[str]:
    order = {s: i for i, s in enumerate(cat.segments)}

    def name(segment: str) -> str:
        s = cat.segments[segment]
        return s.name if s.chain == chain.id else f"{s.name}（[{cat.by_id[s.chain].name}]({s.chain}.md)）"

    ranked = sorted(links, key=lambda k: (order[k.target_id], -k.share, order[k.source_id], k.kind))
    rows = (
        (
            name(k.target_id),
            name(k.source_id),
            f"{LINK[k.kind]['zh']} {LINK[k.kind]['en']}",
            f"{k.share:.1%}（{_grounds(k)}）",
            k.source,
        )
        for k in ranked
    )
    return _table(("需方 Buyer", "供方 Supplier", "类别 Kind", SHARE, "来源 Source"), rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Write or check the pages; returns the exit code."""
    parser = argparse.ArgumentParser(description="Pages and drawings of the chains, from data/.")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the data")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "chains", help="folder of the pages")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    options = parser.parse_args(argv)
    try:
        wanted = pages(Facts.read(options.data))
    except LiantuError as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 1
    if options.check:
        differing = stale(options.out, wanted)
        for name in differing:
            print(f"{name} 与目录不符，请运行 python docs/chain_pages.py。out of date", file=sys.stderr)
        return 1 if differing else 0
    write(options.out, wanted)
    for name in stale(options.out, wanted):
        print(f"{name} 不属于任何产业链，请删除。belongs to no chain; remove it", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
