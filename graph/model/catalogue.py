"""The chain catalogue: nine YAML files, read into `Chain`s, checked as a whole before anything uses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import networkx as nx
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import InvalidCatalogue, UnreadableFile
from graph.model.chains import ORDER, Catalogue, as_digraph
from graph.model.nearest import nearest
from graph.model.records import Chain, Lane, Link, LinkKind, Segment, Siting, Technology, Tier
from graph.model.retired import FILE as RETIRED
from graph.model.retired import Retired
from graph.model.retired import read as read_retired
from graph.model.vocabulary import EnvironmentNeed, Market, NaturalResource, Permit, Use

MIN_TERMS = 3


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class TechnologyEntry(_Strict):
    name: str
    maturity: Literal["emerging", "growing", "mature", "declining"]
    trend: Literal["rising", "stable", "falling"]


class SitingEntry(_Strict):
    """What a typical project needs and whom it sells to; every field may be unknown."""

    investment_yi: tuple[float, float] | None = None
    turnover: float | None = Field(default=None, gt=0)
    land_mu: tuple[float, float] | None = None
    power: Use | None = None
    water: Use | None = None
    environment: EnvironmentNeed | None = None
    permit: Permit | None = None
    resource: list[NaturalResource] = []
    market: list[Market] = []
    wide: bool = False
    captive: bool = False
    everywhere: bool = False

    def record(self) -> Siting:
        """The same as a segment holds it: without what is unknown."""
        out: Siting = {}
        if self.investment_yi is not None:
            out["investment_yi"] = list(self.investment_yi)
        if self.turnover is not None:
            out["turnover"] = self.turnover
        if self.land_mu is not None:
            out["land_mu"] = list(self.land_mu)
        if self.power is not None:
            out["power"] = self.power.value
        if self.water is not None:
            out["water"] = self.water.value
        if self.environment is not None:
            out["environment"] = self.environment.value
        if self.permit is not None:
            out["permit"] = self.permit.value
        if self.resource:
            out["resource"] = [r.value for r in self.resource]
        if self.market:
            out["market"] = [m.value for m in self.market]
        if self.wide:
            out["wide"] = True
        if self.captive:
            out["captive"] = True
        if self.everywhere:
            out["everywhere"] = True
        return out


class SegmentEntry(_Strict):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    tier: Tier
    lane: str = ""
    demand: bool = False
    description: str = Field(min_length=1)
    products: list[str]
    gbt4754: list[str] = []
    techs: list[TechnologyEntry] = []
    value_weight: float = Field(0.0, ge=0, le=1)
    import_dependence: float = Field(0.0, ge=0, le=1)
    foreign_share: float | None = Field(None, ge=0, le=1)
    barriers: list[str] = []
    siting: SitingEntry = SitingEntry()
    buyers: list[str] = []
    source: str = Field(min_length=1)


class LinkEntry(_Strict):
    from_: str = Field(alias="from")
    to: str
    kind: LinkKind
    share: float = Field(ge=0, le=1)
    source: str = Field(min_length=1)


class LaneEntry(_Strict):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)


class ChainEntry(_Strict):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    set: str
    description: str
    source: str = Field(min_length=1)
    weights_source: str = ""
    lanes: list[LaneEntry] = []
    segments: list[SegmentEntry] = Field(min_length=1)
    links: list[LinkEntry]


def load(folder: Path) -> Catalogue:
    """Read every `*.yaml` of `folder` and the table of retired ids beside it, and check all of it.

    A link may name an id that ended and has one heir. Raises `UnreadableFile` where the folder holds no chain and
    `InvalidCatalogue` with every problem found.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise UnreadableFile(
            str(folder), "no chain file (*.yaml) in it", "set LIANTU_DATA to the folder that holds chains/"
        )
    problems: list[str] = []
    entries: list[tuple[Path, ChainEntry]] = []
    for file in files:
        entry = _read(file, problems)
        if entry is not None:
            entries.append((file, entry))
    names = {f"{e.id}.{s.id}": s.name for _, e in entries for s in e.segments}
    unread = {f.stem for f in files} - {f.stem for f, _ in entries}
    retired, faults = read_retired(folder.parent / RETIRED, names, unread)
    problems += faults
    for _, entry in entries:
        entry.links = [_as_now(entry.id, link, names, retired) for link in entry.links]
    problems += _check(entries, retired)
    if problems:
        raise InvalidCatalogue(problems)
    rank = {chain_id: i for i, chain_id in enumerate(ORDER)}
    chains = sorted((_to_chain(e) for _, e in entries), key=lambda c: (rank.get(c.id, len(rank)), c.id))
    return Catalogue(tuple(chains), retired)


def _read(file: Path, problems: list[str]) -> ChainEntry | None:
    try:
        raw: Any = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return ChainEntry.model_validate(raw)
    except UnicodeDecodeError:
        problems.append(f"{file.name}: not UTF-8; save it as UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problems.append(f"{file.name}: not valid YAML{where}; mend the indentation or the quotes there")
    except ValidationError as error:
        for e in error.errors():
            problems.append(f"{file.name}: {_where(raw, e['loc'])}: {e['msg']}")
    return None


def _where(raw: Any, loc: tuple[int | str, ...]) -> str:
    """`segments.cathode.products` instead of `segments.3.products`: people know ids, not positions."""
    parts: list[str] = []
    here = raw
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        named = isinstance(step, int) and isinstance(here, dict) and "id" in here
        parts.append(str(here["id"]) if named else str(step))
    return ".".join(parts) or "file"


def _full(chain: str, ref: str) -> str:
    return ref if "." in ref else f"{chain}.{ref}"


def _as_now(chain: str, link: LinkEntry, names: Mapping[str, str], retired: Retired) -> LinkEntry:
    """The link, an end of it that has ended and has one heir replaced by that."""

    def end(ref: str) -> str:
        full = _full(chain, ref)
        heirs = () if full in names else retired.heirs(full)
        return heirs[0] if len(heirs) == 1 else ref

    return link.model_copy(update={"from_": end(link.from_), "to": end(link.to)})


def _check(entries: list[tuple[Path, ChainEntry]], retired: Retired) -> Iterator[str]:
    """Rules that span segments, links and files."""
    ids = {f"{e.id}.{s.id}" for _, e in entries for s in e.segments}
    names = {f"{e.id}.{s.id}": s.name for _, e in entries for s in e.segments}
    for chain_id, n in Counter(e.id for _, e in entries).items():
        if n > 1:
            yield f"chain id {chain_id} is used by {n} files; give each its own"
    linked: set[str] = set()
    goods: nx.DiGraph[str] = nx.DiGraph()
    shares: Counter[str] = Counter()
    seen: Counter[tuple[str, str, str]] = Counter()
    for file, e in entries:
        yield from _check_segments(file, e)
        for link in e.links:
            ends = (_full(e.id, link.from_), _full(e.id, link.to))
            for end in ends:
                if end not in ids:
                    also = _instead(end, names, retired)
                    yield f"{file.name}: link {link.from_} -> {link.to}: no segment {end}{also}"
            if ends[1] in ids and not ends[1].startswith(f"{e.id}."):
                yield f"{file.name}: link {link.from_} -> {link.to} ends in another chain; move it to the buyer's file"
            linked.update(ends)
            shares[ends[1]] += round(link.share * 1000)
            seen[(*ends, link.kind)] += 1
            if link.kind in ("material", "component"):
                goods.add_edge(*ends)
    for (a, b, kind), n in seen.items():
        if n > 1:
            yield f"{_file_of(b)}: link {a} -> {b} ({kind}) stands {n} times; keep one"
    for buyer, total in shares.items():
        if total > 1000:
            added = f"the shares of what {buyer} buys add up to {total / 1000:.2f}"
            yield f"{_file_of(buyer)}: {added}; lower them to 1 or less"
    for segment in sorted(ids - linked):
        yield f"{_file_of(segment)}: segment {segment} has no link; link it or remove it"
    for group in nx.strongly_connected_components(goods):
        if len(group) > 1 or any(goods.has_edge(x, x) for x in group):
            cycle = nx.find_cycle(goods.subgraph(group))
            path = " -> ".join([a for a, _ in cycle] + [cycle[0][0]])
            yield f"the material links run in a circle: {path}; make the way back `kind: channel`"


def _instead(segment: str, names: dict[str, str], retired: Retired) -> str:
    """What to write for an id that is no segment."""
    heirs = retired.heirs(segment)
    if heirs:
        return f"; it has ended, write {' or '.join(f'{h} ({names.get(h, h)})' for h in heirs)}"
    hint = nearest(segment, names, 1)
    return f"; did you mean {hint[0]}?" if hint else ""


def _file_of(segment: str) -> str:
    return f"{segment.split('.')[0]}.yaml"


def _check_segments(file: Path, entry: ChainEntry) -> Iterator[str]:
    for what, values in (("id", [s.id for s in entry.segments]), ("name", [s.name for s in entry.segments])):
        for value, n in Counter(values).items():
            if n > 1:
                yield f"{file.name}: segment {what} {value} stands {n} times; each segment needs its own"
    lanes = {"", *(lane.id for lane in entry.lanes)}
    for s in entry.segments:
        if s.lane not in lanes:
            yield f"{file.name}: segment {s.id} stands in lane {s.lane}, which `lanes` of the chain does not name"
        if s.demand and (s.products or s.value_weight):
            yield f"{file.name}: segment {s.id} is demand and makes nothing; write `products: []` and no value_weight"
        if not s.demand and len(set(s.products)) < MIN_TERMS:
            yield f"{file.name}: segment {s.id} has {len(set(s.products))} product terms; give at least {MIN_TERMS}"


def _to_chain(e: ChainEntry) -> Chain:
    segments = tuple(
        Segment(
            id=f"{e.id}.{s.id}",
            chain=e.id,
            name=s.name,
            name_en=s.name_en,
            tier=s.tier,
            description=s.description.strip(),
            products=tuple(dict.fromkeys(s.products)),
            gbt4754=tuple(s.gbt4754),
            techs=tuple(Technology(t.name, t.maturity, t.trend) for t in s.techs),
            value_weight=s.value_weight,
            import_dependence=s.import_dependence,
            foreign_share=s.foreign_share,
            lane=s.lane,
            demand=s.demand,
            barriers=tuple(s.barriers),
            buyers=tuple(s.buyers),
            siting=s.siting.record(),
            position=i,
            source=s.source,
        )
        for i, s in enumerate(e.segments)
    )
    links = tuple(Link(_full(e.id, x.from_), _full(e.id, x.to), x.kind, x.share, x.source) for x in e.links)
    lanes = tuple(Lane(x.id, x.name, x.name_en) for x in e.lanes)
    return Chain(e.id, e.name, e.name_en, e.set, e.description.strip(), segments, links, lanes, e.weights_source)


__all__ = ["ORDER", "Catalogue", "as_digraph", "load"]
