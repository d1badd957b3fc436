"""Firms: everything known of one, finding them by name, by likeness and by a free search."""

from __future__ import annotations

from collections.abc import Sequence

from app_pages.read import views
from app_pages.read.base import Data, one_at_a_time, present, recommender, space, versioned
from app_pages.read.shapes import FieldSaid, FirmLink, FirmName, FirmView, FoundFirm
from graph.model.text import short_name
from ingest import firm_document
from recommend.lists import four_lists
from recommend.retrieve.search import Found

ALIKE = 10  # firms


@versioned(present, max_entries=256)
def firm(data: Data, firm_id: str) -> FirmView | None:
    """One firm with everything known of it, or None where the store has no such firm."""
    return views.firm_view(space.at(data), firm_id)


@versioned(present, max_entries=256)
def said(data: Data, firm_id: str) -> list[FieldSaid]:
    """Every field of a firm with each source that tells it; none where the store has no such firm."""
    work = space.at(data)
    found = work.store.firm(firm_id)
    if found is None:
        return []
    told = firm_document.document(work.store, work.regions, found)["sources"]
    return [{"field": t["field"], "value": t["value"], "source": t["source"], "as_of": t["as_of"]} for t in told]


def place(code: str) -> str:
    """A region by its whole name, the code itself where it is none."""
    regions = space().regions
    return regions.full_name(code) if code in regions.by_code else code


@versioned(present, max_entries=2, shared=True)
def names(data: Data) -> Sequence[FirmName]:
    """Names, short names, codes and seats of all firms, for the search. Shared: not to be changed."""
    return views.firm_names(space.at(data))


@versioned(present, max_entries=256)
def named(data: Data, text: str) -> list[FirmName]:
    """Firms whose name, short name or code holds the text, best first; found where the graph is."""
    work = space.at(data)
    return [views.firm_name(work, f) for f in work.store.firms_named(text)]


@versioned(present, max_entries=256)
def links(data: Data, firm_ids: tuple[str, ...]) -> list[FirmLink]:
    """Firms as links to their pages, in this order; those that the store does not hold are left out."""
    known = {f.id: f for f in space.at(data).store.firms(firm_ids)}
    return [{"id": i, "name": known[i].name, "short": short_name(known[i])} for i in firm_ids if i in known]


@versioned(present, max_entries=256)
def alike(data: Data, firm_id: str) -> list[FirmLink]:
    """Firms like this one, most alike first."""
    with one_at_a_time:
        made = recommender.at(data)
        if firm_id not in made.firms:
            return []
        alike = four_lists.look_alike(
            made.firms[firm_id], made.similar(firm_id), made.holdings.segments, made.firms, ALIKE
        )
    return [{"id": f, "name": made.firms[f].name, "short": short_name(made.firms[f])} for f, _, _ in alike]


@versioned(present, max_entries=64, shared=True)
def search(data: Data, query: str) -> tuple[Found, dict[str, FoundFirm]]:
    """What a free search finds, and by id the firms it names as the page shows them."""
    work = space.at(data)
    with one_at_a_time:
        found = work.search.find(query)
    return found, views.search_rows(work, [h.firm for h in found.hits])
