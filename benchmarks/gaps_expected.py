"""Presence of segments in a city that is left out: what the other cities let expect, against naive guesses.

    python benchmarks/gaps_expected.py [STORE]        measures the declared weights
    python benchmarks/gaps_expected.py STORE --fit    learns them anew on the development half and prints them

A city is in the development half where the middle pair of its code is even (`development`). Every signal of a city is
made from the other cities, its proximities too. PR-AUC over all (segment, city) pairs of the half, with a bootstrap
interval over cities.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph import expected as model
from graph.country import Country
from graph.measures import Floats

PRESENT = {"at least 1 firm": 1, "at least 3 firms": 3, "at least 5 firms": 5}
FEWEST = 30  # cities of which fewer firms are known are left out: nothing can be said of them either way


def development(city: str) -> bool:
    """Is this city in the half on which things are tuned?"""
    return int(city[2:4]) % 2 == 0


@dataclass(frozen=True)
class Sample:
    """For each city of the country: signals (C, S, K), odds, firms by confidence, seated firms, densities."""

    cities: tuple[str, ...]
    signals: Floats
    expected: Floats
    firms: Floats
    seats: NDArray[np.int64]
    density: Floats
    sector: Floats


def sample(country: Country, step: Any = None) -> Sample:
    """Every city with at least `FEWEST` memberships, each seen from the others."""
    chosen = [(j, c) for j, c in enumerate(country.cities) if country.counts[:, j].sum() >= FEWEST]
    rows: dict[str, list[Any]] = {k: [] for k in ("signals", "expected", "firms", "seats", "density", "sector")}
    net = country.network
    same = np.array([[net.segments[a].chain == net.segments[b].chain for b in net.ids] for a in net.ids], dtype=float)
    for k, (j, city) in enumerate(chosen):
        firms = country.counts[:, j]
        density = country.density_elsewhere(city, (country.strength[:, j] > 0).astype(float))
        found = model.expected(country, city, firms, density)
        seated = country.seated(city)[country.columns.firm]
        seats = np.bincount(country.segment[seated], minlength=len(net.ids))
        for name, value in (
            ("signals", found.signals), ("expected", found.odds), ("firms", firms), ("seats", seats),
            ("density", density), ("sector", same @ firms - firms),
        ):  # fmt: skip
            rows[name].append(value)
        if step:
            step("逐城留出", k, len(chosen))
    return Sample(tuple(c for _, c in chosen), **{k: np.array(v) for k, v in rows.items()})


def fit(given: Sample) -> dict[str, float]:
    """Logistic regression of "at least one firm" on the signals, over the development half."""
    from sklearn.linear_model import LogisticRegression

    half = np.array([development(c) for c in given.cities])
    x = given.signals[half].reshape(-1, given.signals.shape[-1])
    mean, spread = x.mean(axis=0), x.std(axis=0)
    fitted = LogisticRegression(max_iter=1000).fit((x - mean) / spread, given.seats[half].ravel() >= 1)
    slopes = fitted.coef_[0] / spread
    values = [fitted.intercept_[0] - slopes @ mean, *slopes]
    return dict(zip(model.WEIGHTS, (round(float(v), 3) for v in values), strict=True))


def precision_recall(truth: NDArray[np.bool_], guess: Floats) -> float:
    """Area under the precision–recall curve (average precision)."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(truth.ravel(), guess.ravel()))


def report(
    given: Sample, half: NDArray[np.bool_], least: int, draws: int = 30
) -> dict[str, tuple[float, float, float]]:
    """PR-AUC (mean, low, high of 95%) of each guess at `least` firms being there, over the cities of `half`."""
    rng = np.random.default_rng(0)
    truth = given.seats[half] >= least
    size = np.broadcast_to((given.firms.sum(axis=1, keepdims=True) - given.firms), given.firms.shape)
    guesses = {
        "random": rng.random(truth.shape),
        "size of the city": size[half],
        "same sector": given.sector[half],
        "relatedness density": given.density[half],
        "what peers let expect": given.expected[half],
    }
    picks = [rng.integers(0, len(truth), len(truth)) for _ in range(draws)]
    out = {}
    for name, guess in guesses.items():
        spread = [precision_recall(truth[p], guess[p]) for p in picks]
        low, high = np.quantile(spread, [0.025, 0.975])
        out[name] = (precision_recall(truth, guess), float(low), float(high))
    pairs = [
        precision_recall(truth[p], guesses["what peers let expect"][p])
        / precision_recall(truth[p], guesses["relatedness density"][p])
        for p in picks
    ]
    low, high = np.quantile(pairs, [0.025, 0.975])
    out["times density"] = (out["what peers let expect"][0] / out["relatedness density"][0], float(low), float(high))
    return out


def main(url: str, learn: bool) -> None:
    """Prints the table for both halves, or the weights."""
    from benchmarks.gaps_store import country_of

    given = sample(country_of(url))
    if learn:
        print(fit(given))
        return
    half = np.array([development(c) for c in given.cities])
    for least in PRESENT.values():
        for name, cities in (("development half", half), ("held-back half", ~half)):
            prevalence = (given.seats[cities] >= least).mean()
            print(f"\nat least {least} firms, {name}: {cities.sum()} cities, present {prevalence:.3f}")
            for guess, (value, low, high) in report(given, cities, least).items():
                print(f"  {guess:22} {value:.3f} [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main(sys.argv[1], "--fit" in sys.argv)
