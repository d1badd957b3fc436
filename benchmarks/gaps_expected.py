"""Presence of segments in a city that is left out: what the other cities let expect, against naive guesses.

    python benchmarks/gaps_expected.py [STORE]        measures the declared weights
    python benchmarks/gaps_expected.py STORE --fit    learns them anew on the development half and prints them

A city is in the development half where the middle pair of its code is even (`development`). Every signal of a city is
made from the other cities, its proximities too. PR-AUC over all (segment, city) pairs of the half, with a bootstrap
interval over cities.

Relatedness density is asked in two ways, since what it is asked of changes it. Both take the proximities of Hidalgo et
al. (2007), from cities specialised together (RCA ≥ 1 of strength). The textbook's density sums them over what the city
is specialised in; ours, the one that gap-finding shows, over whatever it has.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.measures import formulas
from graph.measures.formulas import Floats
from graph.model.records import MICRO
from graph.region import expected as model
from graph.region.country import Country

PRESENT = {
    "at least 1 firm": (1, False),
    "at least 3 firms": (3, False),
    "at least 5 firms": (5, False),
    "at least 10 firms": (10, False),
    "specialised (RCA ≥ 1), at least 3 firms": (3, True),
}
MODEL, REFITTED = "what peers let expect", "the same signals, fitted for it"
OURS, TEXTBOOK = "relatedness density", "textbook density"
FEWEST = 30  # cities of which fewer firms are known are left out: nothing can be said of them either way


def development(city: str) -> bool:
    """Is this city in the half on which things are tuned?"""
    return int(city[2:4]) % 2 == 0


@dataclass(frozen=True)
class Sample:
    """For each city of the country: signals (C, S, K); and (C, S) odds, firms by confidence, seated firms, their
    advantage (RCA), densities over all presence and over what the city is specialised in, firms of the same chain."""

    cities: tuple[str, ...]
    signals: Floats
    expected: Floats
    firms: Floats
    seats: NDArray[np.int64]
    advantage: Floats
    density: Floats
    textbook: Floats
    sector: Floats

    def present(self, least: int, special: bool) -> NDArray[np.bool_]:
        """(C, S) are there `least` firms, and, where asked, more than the city's share of them?"""
        return np.asarray((self.seats >= least) & ((self.advantage >= 1) | (not special)))


def sample(country: Country, step: Any = None) -> Sample:
    """Every city with at least `FEWEST` memberships, each seen from the others."""
    chosen = [(j, c) for j, c in enumerate(country.cities) if country.counts[:, j].sum() >= FEWEST]
    names = ("signals", "expected", "firms", "seats", "density", "textbook", "sector")
    rows: dict[str, list[Any]] = {k: [] for k in names}
    net, special = country.network, formulas.specialised(country.strength / MICRO)
    same = np.array([[net.segments[a].chain == net.segments[b].chain for b in net.ids] for a in net.ids], dtype=float)
    for k, (j, city) in enumerate(chosen):
        firms = country.counts[:, j]
        has = np.stack([country.strength[:, j] > 0, special[:, j]], axis=1).astype(float)
        density, textbook = country.density_elsewhere(city, has).T
        found = model.expected(country, city, firms, density)
        seated = country.seated(city)[country.columns.firm]
        seats = np.bincount(country.segment[seated], minlength=len(net.ids))
        values = (found.signals, found.odds, firms, seats, density, textbook, same @ firms - firms)
        for name, value in zip(names, values, strict=True):
            rows[name].append(value)
        if step:
            step("逐城留出", k, len(chosen))
    advantage = formulas.advantage(np.array(rows["seats"], dtype=float).T).T
    return Sample(tuple(c for _, c in chosen), advantage=advantage, **{k: np.array(v) for k, v in rows.items()})


def fit(given: Sample, least: int = 1, special: bool = False) -> dict[str, float]:
    """Logistic regression of presence on the signals, over the development half."""
    from sklearn.linear_model import LogisticRegression

    half = np.array([development(c) for c in given.cities])
    x = given.signals[half].reshape(-1, given.signals.shape[-1])
    mean, spread = x.mean(axis=0), x.std(axis=0)
    fitted = LogisticRegression(max_iter=1000).fit((x - mean) / spread, given.present(least, special)[half].ravel())
    slopes = fitted.coef_[0] / spread
    values = [fitted.intercept_[0] - slopes @ mean, *slopes]
    return dict(zip(model.WEIGHTS, (round(float(v), 3) for v in values), strict=True))


def precision_recall(truth: NDArray[np.bool_], guess: Floats) -> float:
    """Area under the precision–recall curve (average precision)."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(truth.ravel(), guess.ravel()))


def report(
    given: Sample, half: NDArray[np.bool_], least: int, special: bool = False, draws: int = 30
) -> dict[str, tuple[float, float, float]]:
    """PR-AUC (mean, low, high of 95%) of each guess at presence, over the cities of `half`, and how many times that of
    either density the model has. What is specialised is also guessed by the same signals fitted for it, since the
    odds of a firm being there say little of it."""
    rng = np.random.default_rng(0)
    truth = given.present(least, special)[half]
    size = np.broadcast_to((given.firms.sum(axis=1, keepdims=True) - given.firms), given.firms.shape)
    guesses = {
        "random": rng.random(truth.shape),
        "size of the city": size[half],
        "same sector": given.sector[half],
        OURS: given.density[half],
        TEXTBOOK: given.textbook[half],
        MODEL: given.expected[half],
    }
    best = MODEL
    if special:
        best, weights = REFITTED, list(fit(given, least, special).values())
        guesses[best] = given.signals[half] @ np.array(weights[1:])
    picks = [np.arange(len(truth)), *(rng.integers(0, len(truth), len(truth)) for _ in range(draws))]
    found = {name: np.array([precision_recall(truth[p], guess[p]) for p in picks]) for name, guess in guesses.items()}
    found |= {f"times {name}": found[best] / found[name] for name in (OURS, TEXTBOOK)}
    low, high = np.quantile(np.array([v[1:] for v in found.values()]), [0.025, 0.975], axis=1)
    return {name: (float(v[0]), float(a), float(b)) for (name, v), a, b in zip(found.items(), low, high, strict=True)}


def main(url: str, learn: bool) -> None:
    """Prints the table for both halves, or the weights."""
    from benchmarks.gaps_store import country_of

    given = sample(country_of(url))
    if learn:
        print(fit(given))
        return
    half = np.array([development(c) for c in given.cities])
    for name, (least, special) in PRESENT.items():
        for which, cities in (("development half", half), ("held-back half", ~half)):
            prevalence = given.present(least, special)[cities].mean()
            print(f"\n{name}, {which}: {cities.sum()} cities, present {prevalence:.3f}")
            for guess, (value, low, high) in report(given, cities, least, special, draws=40).items():
                print(f"  {guess:32} {value:.3f} [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main(sys.argv[1], "--fit" in sys.argv)
