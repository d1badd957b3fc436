"""Measures over segments and regions: pure functions over arrays, each with its source.

Shapes: S segments, R regions, F firms. Strength is in micro-units where it is summed (int64), in units elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.measures import gamma
from graph.model.records import MICRO, Member

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# A plant outside the seat is counted as this part of the firm (micro-units): it makes, but does not decide.
SITE_SHARE = 400_000


def amounts(member: Member, city_of: Callable[[str], str]) -> list[tuple[str, int]]:
    """(city, confidence × size) in micro-units for the seat and each other city with a site."""
    whole = member.confidence * member.size // MICRO
    seat = city_of(member.region)
    out = [(seat, whole)] if seat else []
    for city in sorted({c for c in map(city_of, member.sites) if c and c != seat}):
        out.append((city, whole * SITE_SHARE // MICRO))
    return out


def strength(
    members: Sequence[Member], segments: Sequence[str], regions: Sequence[str], city_of: Callable[[str], str]
) -> Ints:
    """Strength x_rs = Σ_f confidence_fs · size_f, (S, R), in micro-units; a site counts `SITE_SHARE` of the firm.

    Integers, so that the order of the rows and the store do not change the sum.
    """
    row = {s: i for i, s in enumerate(segments)}
    column = {r: j for j, r in enumerate(regions)}
    out = np.zeros((len(segments), len(regions)), dtype=np.int64)
    cache: dict[str, str] = {}

    def city(code: str) -> str:
        if code not in cache:
            cache[code] = city_of(code)
        return cache[code]

    for m in members:
        i = row.get(m.segment_id)
        if i is None:
            continue
        for where, amount in amounts(m, city):
            j = column.get(where)
            if j is not None:
                out[i, j] += amount
    return out


def shrunk_quotient(observed: Floats, expected: Floats, level: float = 0.8) -> tuple[Floats, Floats, Floats]:
    """Empirical-Bayes location quotient with its interval: (mean, low, high), each (S,).

    Counts are Poisson around `expected · θ`, θ ~ Gamma(a, b); a and b by moments over the segments; the
    posterior is Gamma(a + observed, b + expected). Clayton & Kaldor (1987), Biometrics 43. Segments in which
    the region has few firms are drawn to the region's mean, so that one firm is not a cluster.
    """
    if not (expected > 0).any():
        zero = np.zeros_like(observed, dtype=np.float64)
        return zero, zero, zero
    post_a, post_b = quotient_posterior(observed, expected)
    tail = (1 - level) / 2
    low, high = (gamma.quantile(post_a, q) / post_b for q in (tail, 1 - tail))
    mean_after = post_a / post_b
    # A posterior with a long tail can have its mean above the quantile; the interval always holds the mean.
    return mean_after, low, np.maximum(high, mean_after)


def quotient_posterior(observed: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Shape and rate of the Gamma of `shrunk_quotient`, each (S,), or (S, R) for many regions by their own moments."""
    ok = expected > 0
    o, e = np.where(ok, observed, 0.0), np.where(ok, expected, 0.0)
    n, total = np.maximum(ok.sum(axis=0), 1), np.maximum(e.sum(axis=0), 1e-300)
    mean = o.sum(axis=0) / total
    spread = np.divide((o - e * mean) ** 2, e, out=np.zeros_like(e), where=ok).sum(axis=0) / total
    variance = np.maximum(spread - mean / (total / n), 1e-3)
    b = np.maximum(mean, 1e-3) / variance
    return np.maximum(mean, 1e-3) * b + observed, b + expected


def quotient_high(shape: Floats, rate: Floats, level: float = 0.8) -> Floats:
    """Upper bound of `shrunk_quotient` from its posterior."""
    return np.asarray(np.maximum(gamma.quantile(shape, (1 + level) / 2), shape) / rate)


def share_matrix(links: Sequence[tuple[str, str, float]], segments: Sequence[str]) -> Floats:
    """(S, S): `A[s, t]` is the share of t's input cost that s supplies; parallel links add up."""
    row = {s: i for i, s in enumerate(segments)}
    out = np.zeros((len(segments), len(segments)))
    for source, target, share in links:
        if source in row and target in row:
            out[row[source], row[target]] += share
    return out


def demand_pull(shares: Floats, x: Floats) -> Floats:
    """Σ_t share_st · x_rt: how much of each segment the region's own firms buy. `x` is (S,) or (S, R)."""
    return np.asarray(shares @ x)


def supply_push(shares: Floats, x: Floats) -> Floats:
    """Σ_u share_us · x_ru: how much of what each segment needs the region's own firms make."""
    return np.asarray(shares.T @ x)


def advantage(matrix: Floats) -> Floats:
    """(S, R) revealed comparative advantage: a region's share of a segment over its share of everything.

    Balassa (1965); 0 where segment or region have nothing.
    """
    total = matrix.sum()
    expected = matrix.sum(axis=1, keepdims=True) * matrix.sum(axis=0, keepdims=True)
    return np.asarray(np.divide(matrix * total, expected, out=np.zeros(matrix.shape), where=expected > 0))


def specialised(matrix: Floats) -> NDArray[np.bool_]:
    """(S, R): does the region hold more than its share of the segment (RCA ≥ 1)? Balassa (1965)."""
    total = matrix.sum()
    if total <= 0:
        return np.zeros(matrix.shape, dtype=bool)
    expected = matrix.sum(axis=1, keepdims=True) * matrix.sum(axis=0, keepdims=True) / total
    return np.asarray((matrix > 0) & (matrix >= expected), dtype=bool)


def proximity(presence: NDArray[np.bool_]) -> Floats:
    """(S, S): φ_ij = min(P(i | j), P(j | i)) over regions, diagonal 0. Hidalgo et al. (2007), Science 317."""
    m = presence.astype(np.float64)
    together = m @ m.T
    ubiquity = m.sum(axis=1)
    larger = np.maximum.outer(ubiquity, ubiquity)
    phi = np.divide(together, larger, out=np.zeros_like(together), where=larger > 0)
    np.fill_diagonal(phi, 0.0)
    return np.asarray(phi)


def relatedness_density(phi: Floats, presence: Floats) -> Floats:
    """(S,) or (S, R): the part of a segment's proximity that lies in segments the region already has.

    ω_s = Σ_s' φ_ss' M_s' / Σ_s' φ_ss'; the segment itself is left out (φ_ss = 0). Hidalgo et al. (2007).
    """
    total = phi.sum(axis=1)
    total = total.reshape(-1, *([1] * (presence.ndim - 1)))
    return np.asarray(np.divide(phi @ presence, total, out=np.zeros(presence.shape), where=total > 0))


def upstreamness(shares: Floats) -> Floats:
    """(S,): average distance from final use, U = (I − Δ)⁻¹ · 1, Antràs et al. (2012), AER 102.

    Δ_st is the part of s's output that t uses; with input shares only, output is spread over the buyers in
    proportion to those shares, damped by 0.9 so that channels running back cannot diverge. For order only.
    """
    n = len(shares)
    used = shares.sum(axis=1, keepdims=True)
    delta = 0.9 * np.divide(shares, used, out=np.zeros_like(shares), where=used > 0)
    return np.asarray(np.linalg.solve(np.eye(n) - delta, np.ones(n)))


def effective_suppliers(amounts_of_firms: Sequence[float]) -> tuple[float, float]:
    """(effective number of suppliers 1/HHI, largest share) from what each firm contributes; (0, 0) for none.

    Herfindahl–Hirschman; its inverse is the number of equal firms with the same concentration.
    """
    values = np.asarray([a for a in amounts_of_firms if a > 0], dtype=np.float64)
    if not len(values):
        return 0.0, 0.0
    shares = values / values.sum()
    return float(1 / (shares**2).sum()), float(shares.max())


def suppliers_by_segment(segment: NDArray[np.int64], amount: Ints, n: int) -> tuple[Floats, Floats]:
    """`effective_suppliers` of every segment at once: two arrays (n,), from the amount of each membership."""
    values = np.maximum(amount, 0) / MICRO
    total = np.bincount(segment, weights=values, minlength=n)
    squares = np.bincount(segment, weights=values**2, minlength=n)
    largest = np.zeros(n)
    np.maximum.at(largest, segment, values)
    there = total > 0
    zero = np.zeros(n)
    return (
        np.divide(total**2, squares, out=zero.copy(), where=there),
        np.divide(largest, total, out=zero.copy(), where=there),
    )


def betweenness(linked: NDArray[np.bool_]) -> Floats:
    """(S,) share of shortest supply paths that run through each segment, over (S − 1)(S − 2) (Freeman 1977).

    linked: (S, S), from row to column. Brandes (2001), J. Math. Sociol. 25, for all starting segments at once.
    """
    n = len(linked)
    a = linked.astype(np.float64)
    paths, levels = np.eye(n), [np.eye(n)]  # (start, segment): shortest paths found, and those of each length
    while levels[-1].any():
        levels.append(np.where(paths > 0, 0.0, levels[-1] @ a))
        paths += levels[-1]
    hung = np.zeros((n, n))  # (start, segment): how much of what lies behind the segment hangs on it
    for nearer, farther in zip(levels[-2::-1], levels[:0:-1], strict=True):
        part = np.divide(1 + hung, paths, out=np.zeros((n, n)), where=farther > 0)
        hung += nearer * (part @ a.T)
    np.fill_diagonal(hung, 0.0)
    return np.asarray(hung.sum(axis=0) / max((n - 1) * (n - 2), 1))


def cut_off(linked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(S, S): does the column fall off when the row's segment fails, no supply path from a first segment reaching it?

    linked: (S, S), from row to column. A segment is a first one where nobody supplies it, or where only a ring
    supplies its ring; only what was reached before can fall off. By taking each segment out in turn, all at once.
    """
    n = len(linked)
    reach = _spread(np.eye(n, dtype=bool), linked)
    first: NDArray[np.bool_] = np.asarray((reach <= reach.T).all(axis=0))  # all that reach it are reached by it
    gone = np.eye(n, dtype=bool)
    left = _spread(first & ~gone, linked, ~gone)
    return np.asarray(_spread(first[None, :], linked) & ~left & ~gone)


def _spread(
    start: NDArray[np.bool_], linked: NDArray[np.bool_], may: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """All that is reached along links from each row of `start`, itself included, without leaving `may`."""
    seen = start
    while True:
        more = seen | (seen.astype(np.float32) @ linked.astype(np.float32) > 0)
        if may is not None:
            more &= may
        if np.array_equal(more, seen):
            return seen
        seen = more


def completeness(x: Floats, weights: Floats, full: float) -> float:
    """Value-weighted coverage of a chain in 0–1: a segment counts min(1, strength / `full`) of its weight."""
    total = weights.sum()
    return float((np.minimum(1.0, x / full) * weights).sum() / total) if total > 0 else 0.0
