"""Need, chance and priority of each gap, added to its document; and of the segments in which the region is strong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graph.chance.chance_data import ChanceData
from graph.chance.measure import Chances, level_of
from graph.chance.precedents import Precedent
from graph.chance.priority import priority
from graph.chance.shapes import (
    ChanceDocument,
    Group,
    PriorityDocument,
    ProvinceCount,
    Said,
)
from graph.gaps.documents.shapes import GapDocument
from graph.gaps.kinds_and_scores import ARGUMENT, STRONG
from graph.gaps.priorities import group_words as words
from graph.gaps.priorities.groups import CHANCE_HIGH, GROUPS, NEED_HIGH, Standing, group_of
from graph.gaps.priorities.shapes import PrioritisedGap, PriorityRow
from graph.gaps.recruitability import REACH_KM, demand_yi, recruit, within_reach
from graph.measures.formulas import Floats
from graph.model.records import Park
from graph.model.text import rounded
from graph.region.footprint import Footprint

SHOWN = 5  # provinces named


@dataclass(frozen=True)
class Prioritiser:
    """Adds need, chance and priority to what is known of one region."""

    footprint: Footprint
    known: ChanceData
    parks: Sequence[Park] = ()
    sites: Mapping[str, Collection[str]] = field(default_factory=dict)  # `graph.chance.ground.site_provinces`

    @cached_property
    def chances(self) -> Chances:
        return Chances.of(self.footprint, self.known, sites=self.sites)

    def added(self, documents: Sequence[GapDocument]) -> list[PrioritisedGap]:
        """The documents in the order given, each with `need`, `chance` and `priority`."""
        return [self._added(d) for d in documents]

    def _added(self, gap: GapDocument) -> PrioritisedGap:
        segment, lines = gap["segment"], self.known.red_lines
        standing = Standing(
            need=gap["score"],
            chance=self._value(segment),
            verdict=gap["verdict"],
            answer=gap["recruit"]["answer"],
            caught=lines.caught(segment),
            unverified=lines.unverified(segment),
            precedent=self.chance(segment)["level"] != "none",
            filled=_filled(gap),
        )
        group = group_of(standing)
        reasons = self._reasons(group, standing, segment, gap)
        return {
            **gap,
            "need": {"value": gap["score"]},
            "chance": self.chance(segment),
            "priority": self._priority(standing, group, reasons),
        }

    def strong(self, documents: Sequence[GapDocument], chain: str = "") -> list[PriorityRow]:
        """The segments that are no gaps and in which the region is strong (强链), where precedent and ground are good
        or something stands in the way."""
        net, taken = self.footprint.network, {d["segment"] for d in documents}
        out: list[PriorityRow] = []
        for i in np.flatnonzero((self.footprint.x >= STRONG) & ~net.demand).tolist():
            segment = net.ids[i]
            spec = net.segments[segment]
            if segment in taken or (chain and spec.chain != chain):
                continue
            lines = self.known.red_lines
            answer = recruit(self.footprint, segment, self.parks, self._reach, self._demand).answer
            standing = Standing(
                need=0.0,
                chance=self._value(segment),
                verdict=None,
                # Who is strong in it already has found a place for it: only what shuts it out speaks here.
                answer=answer if answer == "unsuitable" and self._barred(segment) else None,
                caught=lines.caught(segment),
                unverified=lines.unverified(segment),
                strong=True,
            )
            group = group_of(standing)
            if group == "reserve":
                continue
            row: PriorityRow = {
                "segment": segment,
                "name": spec.name,
                "name_en": spec.name_en,
                "chain": spec.chain,
                "kind": None,
                "verdict": None,
                "action": "strengthening",
                "strength": float(self.footprint.x[i]),
                "need": {"value": 0.0},
                "chance": self.chance(segment),
                "priority": self._priority(standing, group, self._reasons(group, standing, segment, None)),
            }
            out.append(rounded(row))
        return out

    def _barred(self, segment: str) -> bool:
        return recruit(self.footprint, segment, self.parks, self._reach, self._demand).reason == "parks"

    # -- parts -----------------------------------------------------------------------------------

    def chance(self, segment: str) -> ChanceDocument:
        """Precedents, ground and red lines of a segment."""
        rows = self.chances.precedents(segment)
        projects, bases = sum(r.projects for r in rows), sum(r.bases for r in rows)
        by_province: Counter[str] = Counter()
        for r in rows:
            by_province[r.province] += r.projects + r.bases
        listed = [self._province(p, rows) for p, _ in sorted(by_province.items(), key=lambda p: (-p[1], p[0]))]
        years = sorted({r.year for r in rows})
        level = level_of(projects, bases)
        told = words.precedent(level, projects, bases, years, listed, len(listed))
        parts = self.chances.parts(segment)
        ground = words.grounds(parts)
        lines = self.known.red_lines
        document: ChanceDocument = {
            "value": self._value(segment),
            "level": level,
            "projects": projects,
            "bases": bases,
            "years": years,
            "provinces_count": len(listed),
            "provinces": listed[:SHOWN],
            "ground": {n: {"value": v, "usual": u, "part": p} for n, (v, u, p) in parts.items()},
            "red_lines": [
                words.document_of(r)
                for r in (*lines.caught(segment), *lines.unverified(segment), *lines.routes(segment))
            ],
            "sentence": told["zh"] + (ground["zh"] if ground else ""),
            "sentence_en": told["en"] + (f" {ground['en']}" if ground else ""),
        }
        return rounded(document)

    def _province(self, province: str, rows: Sequence[Precedent]) -> ProvinceCount:
        code = f"{province}0000"
        mine = [r for r in rows if r.province == province]
        region = self.footprint.country.regions.by_code.get(code)
        return {
            "code": code,
            "name": region.short if region else code,
            "name_en": self.footprint.country.regions.name_en(code) if region else code,
            "projects": sum(r.projects for r in mine),
            "bases": sum(r.bases for r in mine),
        }

    def _value(self, segment: str) -> float:
        return float(self.chances.value[self.footprint.network.row[segment]])

    def _priority(self, s: Standing, group: Group, reasons: list[Said]) -> PriorityDocument:
        told = words.summed(group, reasons)
        document: PriorityDocument = {
            "value": float(priority(np.array(s.need), np.array(s.chance))),
            "need": s.need,
            "chance": s.chance,
            "group": group,
            "caught": bool(s.caught),
            "reasons": reasons,
            "sentence": told["zh"],
            "sentence_en": told["en"],
        }
        return rounded(document)

    def _reasons(self, group: Group, s: Standing, segment: str, gap: GapDocument | None) -> list[Said]:
        out: list[Said] = []
        if group in ("careful", "barred"):
            out = [words.red_line(r) for r in s.caught]
            if gap is not None and s.answer == "unsuitable":
                out.append(words.both(gap["recruit"]["sentence"], gap["recruit"]["sentence_en"]))
        elif group == "nearby":
            out = [words.from_whom(*self._suppliers(segment))]
        elif group == "check":
            out = self._undecided(s, gap)
        else:
            out = [words.judged(_size(s), s.chance >= CHANCE_HIGH, s.strong, s.need >= NEED_HIGH)]
        return out or [words.both(words.GROUP_SUB[group]["zh"], words.GROUP_SUB[group]["en"])]

    def _undecided(self, s: Standing, gap: GapDocument | None) -> list[Said]:
        """What would decide it."""
        out: list[Said] = []
        if gap is not None and s.verdict == "insufficient_data":
            out.append(words.MISSING.get(gap["evidence"]["verdict_reason"], words.MISSING["poor_coverage"]))
        if gap is not None and s.answer == "check":
            reason = gap["recruit"]["reason"]
            if reason == "resource_unknown":
                out.append(words.unknown_resource(gap["recruit"]["figures"]["resource"]))
            else:
                out.append(words.MISSING.get(reason, words.MISSING["limits_unknown"]))
        return out + [words.red_line(r) for r in s.unverified]

    def _suppliers(self, segment: str) -> tuple[list[str], list[str]]:
        """The strongest cities within two hours, by name in both languages."""
        found = self.footprint.country.strongest_near(self.footprint.region, segment, REACH_KM)
        return [zh for zh, _ in found], [en for _, en in found]

    @cached_property
    def _reach(self) -> Floats:
        return within_reach(self.footprint)

    @cached_property
    def _demand(self) -> Floats:
        return demand_yi(self.footprint)


def _size(s: Standing) -> words.Size:
    """How large local need is; slight where it would not fill a tenth of the smallest usual plant."""
    if s.needed:
        return "strong"
    return "slight" if s.filled is not None and s.filled < ARGUMENT else "some"


def _filled(gap: GapDocument) -> float | None:
    """What local buyers spend on it over the sales of the smallest usual plant; None where that plant is not known."""
    figures = gap["recruit"]["figures"]
    least = figures["least_sales_yi"]
    return figures["local_demand_yi"] / least if least else None


def by_priority(documents: Sequence[PrioritisedGap]) -> list[PrioritisedGap]:
    """The gaps by priority; what a red line has caught stands last; equals by segment id."""
    return sorted(documents, key=lambda d: (d["priority"]["caught"], -d["priority"]["value"], d["segment"]))


def grouped(rows: Sequence[PriorityRow]) -> dict[Group, list[PriorityRow]]:
    """The rows by group, in the order of the groups, each by priority."""
    out: dict[Group, list[PriorityRow]] = {g: [] for g in GROUPS}
    for row in sorted(rows, key=lambda r: (-r["priority"]["value"], r["segment"])):
        out[row["priority"]["group"]].append(row)
    return out


def rows_of(documents: Sequence[PrioritisedGap]) -> list[PriorityRow]:
    """The gap documents, which must have their priority, as rows of the list."""
    return [
        {
            "segment": d["segment"],
            "name": d["name"],
            "name_en": d["name_en"],
            "chain": d["chain"],
            "kind": d["kind"],
            "verdict": d["verdict"],
            "action": d["action"],
            "strength": d["evidence"]["measures"]["strength"],
            "need": d["need"],
            "chance": d["chance"],
            "priority": d["priority"],
            "gap": d,
        }
        for d in documents
    ]
