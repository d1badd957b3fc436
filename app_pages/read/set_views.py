"""The sets of chains as the data page shows them: names put to ids, nothing left for the page to compute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app_pages.read.shapes import ByLanguage, ChainSetsView
from graph.model.chain_sets import ChainGroup
from workspace import Workspace


def _group(group: ChainGroup, segments: Mapping[str, ByLanguage]) -> ByLanguage:
    """A chain that the catalogue has no file of, with the segments it stands for."""
    own = [segments[s] for s in group.segments]
    return {
        "zh": f"{group.name}（对应{'、'.join(n['zh'] for n in own)}）",
        "en": f"{group.name_en} (stands for {', '.join(n['en'] for n in own)})",
    }


def chain_sets(space: Workspace, day: str = "") -> ChainSetsView:
    """`{sets, mappings}`: sets newest first, the one in force on `day` (ISO, default today) marked; mappings row by
    row.

    Both are empty where the data folder names no sets.
    """
    sets = space.chain_sets
    if sets is None:
        return {"sets": [], "mappings": []}
    catalogue, regions = space.catalogue, space.regions
    current = sets.current(day or date.today().isoformat()).id
    names: dict[str, ByLanguage] = {s.id: {"zh": s.name, "en": s.name_en} for s in sets.sets}
    chains: dict[str, ByLanguage] = {c.id: {"zh": c.name, "en": c.name_en} for c in catalogue.chains}
    segments: dict[str, ByLanguage] = {s.id: {"zh": s.name, "en": s.name_en} for s in catalogue.segments.values()}
    return {
        "sets": [
            {
                "name": names[s.id],
                "current": s.id == current,
                "valid_from": s.valid_from,
                "source": s.source,
                "region": regions.name(s.region),
                "chains": [chains[c] if isinstance(c, str) else _group(c, segments) for c in s.chains],
                "to_check": {"zh": s.to_check, "en": s.to_check_en},
            }
            for s in sorted(sets.sets, key=lambda s: (s.valid_from, s.id), reverse=True)
        ],
        "mappings": [
            {"from": names[m.from_], "to": names[m.to], "old": segments[old], "new": [segments[n] for n in new]}
            for m in sets.mappings
            for old, new in m.segments.items()
        ],
    }
