"""What is known of a firm beyond its own row: products, sites, relations, projects, capacity, technology.

Read from the store once, grouped by firm, so that every feature reads plain tuples and `recommend.rank.masking` can
hide part of them without touching the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from graph.model.records import Capacity, FirmMaterial, FirmProduct, FirmTechnology, Project, Relation, Site
from graph.model.specs import BY_NAME
from graph.store.base.protocol import GraphStore

Fact = Site | Relation | Project | Capacity | FirmTechnology | FirmProduct | FirmMaterial


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """The records of one firm, by type; empty where nobody reported them."""

    sites: tuple[Site, ...] = ()
    relations: tuple[Relation, ...] = ()
    projects: tuple[Project, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    technologies: tuple[FirmTechnology, ...] = ()
    products: tuple[FirmProduct, ...] = ()
    materials: tuple[FirmMaterial, ...] = ()

    def keep(self, wanted: Callable[[Fact], bool]) -> FirmFacts:
        """Only the records for which `wanted(record)` holds."""
        return replace(self, **{f.name: tuple(r for r in getattr(self, f.name) if wanted(r)) for f in fields(self)})


MOST = 0.6  # of a term, which a shorter word must hold to mean the same: 医疗器械 is not 一次性使用医疗器械


def of_segment(text: str, terms: Sequence[str], every: Collection[str] = ()) -> bool:
    """Does a product, as a firm or its report writes it, name one of these terms, or is it named by one?

    every: the terms of all segments. The longest of them that the text holds says what it is: 制冷压缩机 is of the
    segment that has this very word, and not of the one that has 压缩机.
    """
    if len(text) < 2:
        return False
    own = max((len(t) for t in terms if t in text), default=0)
    if not own:
        return len(text) >= 3 and text not in every and any(text in t and len(text) >= MOST * len(t) for t in terms)
    longer = (text[a : a + n] for n in range(own + 1, len(text) + 1) for a in range(len(text) - n + 1))
    return not any(part in every and part not in terms for part in longer)


NOTHING = FirmFacts()
# The store's name of each record → the field that holds it.
RECORDS = {
    "site": "sites",
    "relation": "relations",
    "project": "projects",
    "capacity": "capacities",
    "technology": "technologies",
    "product": "products",
    "material": "materials",
}


def by_firm(store: GraphStore) -> dict[str, FirmFacts]:
    """The facts of every firm that has any, in the store's order."""
    return grouped({name: store.rows(BY_NAME[name].type) for name in RECORDS})


def grouped(rows: Mapping[str, Iterable[Any]]) -> dict[str, FirmFacts]:
    """Records by their store name → facts by firm. A relation belongs to the firm it runs from."""
    held: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for name, records in rows.items():
        for record in records:
            owner = record.from_id if isinstance(record, Relation) else record.firm_id
            held[owner][RECORDS[name]].append(record)
    return {firm: FirmFacts(**{k: tuple(v) for k, v in kept.items()}) for firm, kept in held.items()}
