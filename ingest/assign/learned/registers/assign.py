"""Firms of a register → memberships, by words alone and many at once: the same as `LearnedAssigner.verdicts` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model.records import MICRO, Membership, MembershipEvidence, StatedFacts
from ingest.assign.assigner import Assignment
from ingest.assign.learned.features import Shape
from ingest.assign.learned.model_file import Model
from ingest.assign.learned.reading import LONGEST_CLAUSE, without_verbs
from ingest.assign.learned.registers import text_bags
from ingest.assign.learned.registers.book import MOST, Book, Terms
from ingest.assign.learned.registers.columns import rows_of
from ingest.assign.learned.registers.likely import candidates
from ingest.assign.learned.registers.ragged import Groups, Indices
from ingest.assign.learned.registers.read_firms import Firms, Told, read_firms, told_of
from ingest.assign.learned.role_model import ROLES
from ingest.assign.learned.weighing import MOST_SEGMENTS
from ingest.assign.lexicon import Lexicon, all_plain

MOST_EVIDENCE = 4
AT_ONCE = 1000  # firms whose scores are held in memory
SHOWN = 40  # characters of an activity that the evidence shows


@dataclass(frozen=True)
class _Given:
    """The segments that are given, firm after firm, a firm's likeliest first."""

    pair: Indices
    firm: Indices
    segment: Indices
    chance: NDArray[np.float64]


class Registers:
    """Reads, weighs and chooses for many firms at once; a firm's memberships do not depend on the firms beside it."""

    def __init__(self, lexicon: Lexicon, shape: Shape, model: Model) -> None:
        self.shape, self.model = shape, model
        self.terms = Terms(lexicon, shape)
        self.book = Book(self.terms)

    def assign(self, firms: Sequence[StatedFacts]) -> list[Assignment]:
        """Memberships of firms by their names and scopes, best first, each with the firm's role."""
        out: list[Assignment] = []
        for start in range(0, len(firms), AT_ONCE):
            if len(self.book.texts) > MOST:
                self.book.forget()
            out += self._together(firms[start : start + AT_ONCE])
        return out

    def _together(self, given: Sequence[StatedFacts]) -> list[Assignment]:
        firms = read_firms(given, self.book)
        told = told_of(firms.words, self.terms)
        grams = text_bags.flat_bags(firms, self.book)
        by_role = self.model.roles.grams.flat_rows((grams.registered, grams.done), len(firms))
        roles = self.model.roles.chances_of(by_role, text_bags.signs(firms, self.book))
        weighing = self.model.quick
        taught = weighing.taught.of_rows(weighing.taught.grams.flat_rows(grams[:3], len(firms)))
        pairs = candidates(told, taught, self.terms.outside)
        rows = rows_of(firms, told, taught, roles, pairs, self.shape, self.terms)
        rows = np.hstack([rows, weighing.counts[pairs % (self.terms.outside + 1)]])  # as `with_counts` does
        chosen = self._chosen(pairs, weighing.trees.odds(rows))
        evidence = self._evidence(firms, told, chosen)
        role = [ROLES[i] for i in np.argmax(roles, axis=1).tolist()]
        memberships: list[list[Membership]] = [[] for _ in given]
        for firm, segment, chance, items in zip(
            chosen.firm.tolist(), chosen.segment.tolist(), chosen.chance.tolist(), evidence, strict=True
        ):
            sure = round(round(chance, 6) * MICRO)
            memberships[firm].append(Membership("", self.shape.ids[segment], sure, evidence=items, role=role[firm]))
        return [Assignment(tuple(own), False) for own in memberships]

    def _chosen(self, pairs: Indices, odds: NDArray[np.float64]) -> _Given:
        """As `weighing.chosen_of` does firm by firm."""
        choice = self.model.quick.choice
        chances = choice.chances(odds)
        firm, segment = np.divmod(pairs, self.terms.outside + 1)
        order = np.lexsort((segment, -odds, firm))
        groups = Groups(firm[order])
        best = chances[order][groups.starts][groups.number] if len(order) else chances
        kept = (groups.rank < MOST_SEGMENTS) & (chances[order] >= np.maximum(choice.least, choice.beside * best))
        at = order[kept]
        return _Given(pairs[at], firm[at], segment[at], chances[at])

    def _evidence(self, firms: Firms, told: Told, chosen: _Given) -> list[tuple[MembershipEvidence, ...]]:
        """For each given segment the words that say most, else what is most like its labelled firms."""
        words, terms, number = firms.words, self.terms, firms.every.number
        group, there = told.groups.at(chosen.pair)
        starts, ends = told.groups.starts, np.append(told.groups.starts[1:], len(told.word))
        out: list[tuple[MembershipEvidence, ...]] = []
        for firm, g, stands in zip(chosen.firm.tolist(), group.tolist(), there.tolist(), strict=True):
            if not stands:
                out.append(())
                continue
            items: list[MembershipEvidence] = []
            for word in np.sort(told.word[starts[g] : ends[g]]).tolist():
                act = words.act[word]
                text = self.book.texts[number[act]][:SHOWN] if act >= 0 else firms.cores[firm]
                items.append(
                    {
                        "kind": "scope" if act >= 0 else "name",
                        "term": terms.names[words.term[word]],
                        "text": text,
                        "source": firms.sources[firm],
                        "weight": float(words.weight[word]),
                    }
                )
            items.sort(key=lambda e: (-e["weight"], e["kind"], e["term"]))
            out.append(tuple(items[:MOST_EVIDENCE]))
        self._add_likeness(firms, chosen, np.flatnonzero(~there), out)
        return out

    def _add_likeness(
        self, firms: Firms, chosen: _Given, wanting: Indices, out: list[tuple[MembershipEvidence, ...]]
    ) -> None:
        """Where no word speaks for a segment: the name or activity that labelled firms of the segment are most like."""
        acts = firms.acts
        first = np.searchsorted(acts.firm, np.arange(len(firms) + 1))
        texts: dict[str, int] = {}
        asked: list[tuple[int, list[str]]] = []
        for i in wanting.tolist():
            firm = int(chosen.firm[i])
            own = [firms.cores[firm]]
            own += [self.book.texts[n][:LONGEST_CLAUSE] for n in acts.number[first[firm] : first[firm + 1]].tolist()]
            asked.append((i, own))
            for text in own:
                texts.setdefault(text, len(texts))
        forms = all_plain([without_verbs(text) for text in texts])
        taught = self.model.quick.taught
        liked = taught.of_rows(taught.grams.flat_rows(text_bags.alone(forms), len(forms)))
        for i, own in asked:
            best = own[int(np.argmax(liked[[texts[t] for t in own], chosen.segment[i]]))]
            source = firms.sources[int(chosen.firm[i])]
            out[i] = ({"kind": "learned", "term": best, "text": best, "source": source, "weight": 0.0},)
