"""Speed, always as a ratio to a named peer in the same run: machines differ, ratios less so.

make bench          all cases
liantu bench gaps   one
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from workspace import Workspace

RUNS = 5
# (what is done, ours, the peer's name, the peer)
Case = tuple[str, Callable[[], Any], str, Callable[[], Any]]


def _assign(space: Workspace) -> Case:
    """Finding catalogue terms in scopes: our automaton against the plain loop `term in text` over all terms."""
    from ingest.assign.lexicon import Lexicon, plain

    lexicon = Lexicon(list(space.catalogue.segments.values()), space.general_terms)
    texts = ["；".join(s.products) + s.description for s in space.catalogue.segments.values()]

    def peer() -> list[list[str]]:
        return [[t for t in lexicon.owners if t in plain(text)] for text in texts[:50]]

    return "terms in 50 texts", lambda: [lexicon.find(t) for t in texts[:50]], "term in text, term by term", peer


def _betweenness(space: Workspace) -> Case:
    """Position in the chain: betweenness per chain, as we use it, against networkx over the whole graph."""
    import networkx as nx

    from graph.measures.network import Network

    graph = space.network.digraph
    return (
        "betweenness of all segments",
        lambda: Network(space.network.chains).position,
        "networkx over all chains at once",
        lambda: nx.betweenness_centrality(graph),
    )


def _strength(space: Workspace) -> Case:
    """The strength matrix: our pass over the memberships against a pandas group-by over the same rows."""
    import pandas as pd

    from graph.measures import formulas

    members, network, regions = space.store.members(), space.network, space.regions
    cities = regions.cities()

    def peer() -> Any:
        frame = pd.DataFrame(
            [(m.segment_id, city, amount) for m in members for city, amount in formulas.amounts(m, regions.city_of)],
            columns=["segment", "city", "amount"],
        )
        return frame.pivot_table(index="segment", columns="city", values="amount", aggfunc="sum", fill_value=0)

    return (
        f"strength matrix of {len(members)} memberships",
        lambda: formulas.strength(members, network.ids, cities, regions.city_of),
        "pandas pivot_table",
        peer,
    )


def _gaps(space: Workspace) -> Case:
    """All gaps of a city, 200 bootstrap draws included, against the same draws taken one after another."""
    from graph.gaps.find import DRAWS, find_gaps
    from graph.region.footprint import footprint

    foot = footprint(space.store, space.regions, "410700", space.network)
    shares = space.network.shares

    def peer() -> list[Any]:
        rng = np.random.default_rng(0)
        firms = sorted({m.firm_id for m in foot.local})
        out = []
        for _ in range(DRAWS):
            times = dict(zip(firms, rng.multinomial(len(firms), np.full(len(firms), 1 / len(firms))), strict=True))
            x = np.zeros(len(space.network.ids))
            for m, w in zip(foot.local, foot.weights, strict=True):
                x[space.network.row[m.segment_id]] += w * times[m.firm_id]
            out.append((shares @ x, shares.T @ x))
        return out

    return "gaps of 410700 with intervals", lambda: find_gaps(foot), "bootstrap draw by draw, no gaps", peer


def _survey(space: Workspace) -> Case:
    """All chains in all cities, read from the store and assessed, against reading the memberships as records."""
    from graph.gaps.all_cities import survey
    from graph.region.country import Country

    def ours() -> Any:
        store = space.store
        members, origins = store.country_columns()
        return survey(Country.of(members, space.network, space.regions), origins)

    return (
        "all chains × all cities, from the store",
        ours,
        "decoding the memberships alone",
        lambda: space.store.members(),
    )


def _recommend(space: Workspace) -> Case:
    """Lists for ten segments, warm, with features, limits, reasons, paths and introducers, against bare retrieval."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    work = space.recommender
    work.warm()
    segments = [space.network.segments[s] for s in space.network.ids[:: len(space.network.ids) // 10][:10]]
    for s in segments[:1]:
        work.recommend("410700", s.id)
    firms = [f for f in work.firms.values() if f.products]
    words = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    nearest = NearestNeighbors(n_neighbors=20, metric="cosine").fit(
        words.fit_transform("、".join(f.products) for f in firms)
    )

    def peer() -> list[Any]:
        return [nearest.kneighbors(words.transform(["、".join((s.name, *s.products))])) for s in segments]

    def ours() -> list[Any]:
        return [work.recommend("410700", s.id, 20, True) for s in segments]

    return "lists of 20 targets for 10 segments", ours, "scikit-learn nearest neighbours over TF-IDF, names only", peer


def _load(space: Workspace) -> Case:
    from benchmarks.load import case

    return case(space)


CASES: dict[str, Callable[[Workspace], Case]] = {
    "assign": _assign,
    "betweenness": _betweenness,
    "strength": _strength,
    "gaps": _gaps,
    "survey": _survey,
    "recommend": _recommend,
    "load": _load,
}


def run(name: str, space: Workspace) -> tuple[str, str, str, str, str, str]:
    """Median of `RUNS` runs of both, in turn, and how many times faster ours is."""
    what, ours, peer_name, peer = CASES[name](space)
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(RUNS):
        for job, times in ((ours, mine), (peer, theirs)):
            start = time.perf_counter()
            job()
            times.append(time.perf_counter() - start)
    a, b = float(np.median(mine)), float(np.median(theirs))
    return name, what, f"{a * 1000:.1f} ms", f"{b * 1000:.1f} ms", peer_name, f"{b / a:.1f}"
