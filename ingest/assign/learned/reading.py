"""A registered firm as the learned model reads it: name, activities, and where the lexicon's words stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.model.records import MembershipEvidence, StatedFacts
from ingest.assign.assigner import Assigner, confidence_of, core_name
from ingest.assign.business_scope import Activity, activities
from ingest.assign.lexicon import Hit, plain

MOST_CLAUSES = 24  # activities of a scope that are read
LONGEST_CLAUSE = 60  # characters of one that are read
NAME = "name"  # stands where a clause's mode would, for a word of the firm's name
_LAST = "制造|生产|加工|研发|研制|开发|制作|销售|批发|零售|购销|经销|代理|收购|批零|自产自销|批发零售"
_VERBS = re.compile(rf"(?:的|及|与|和|、)*(?:{_LAST})(?:服务)?$")
_ENDS = (*_LAST.split("|"), *(f"{verb}服务" for verb in _LAST.split("|")), "\n")


@dataclass(frozen=True, slots=True)
class Word:
    """A term of the lexicon as it stands in a firm's name or in one of its activities."""

    hit: Hit
    place: int  # of the activity; 0 in a name
    mode: str  # of the activity, or `name`
    behind: int  # characters that follow it
    length: int  # of the text it stands in, verbs left out


@dataclass(frozen=True)
class Reading:
    """What is known of a firm before any model speaks; `told` is how sure the words alone are of each segment."""

    registered: str
    scope: str
    source: str
    name: str
    acts: tuple[Activity, ...]
    words: tuple[Word, ...]
    evidence: Mapping[str, Sequence[MembershipEvidence]]
    told: Mapping[str, float]

    @property
    def clauses(self) -> list[str]:
        """The activities as the encoder reads them."""
        return [a.text[:LONGEST_CLAUSE] for a in self.acts]


def read_firm(firm: StatedFacts, words: Assigner) -> Reading:
    """Read a firm's name and scope by the rules and terms of `words`."""
    name, scope = firm.get("name", ""), firm.get("scope", "")
    core = core_name(name)
    acts = activities(scope)[:MOST_CLAUSES]
    found = [Word(h, 0, NAME, len(core) - h.end, len(core)) for h in words.find(core)]
    for act in acts:
        if hits := words.find(act.text):
            length = len(plain(without_verbs(act.text)))
            found += [Word(h, act.place, act.mode, length - h.end, length) for h in hits]
    source = firm.get("source", "")
    evidence = words.by_words({"name": name, "scope": scope, "source": source})
    told = {s: confidence_of(e) for s, e in evidence.items()}
    return Reading(name, scope, source, core, acts, tuple(found), evidence, told)


@lru_cache(maxsize=100_000)
def without_verbs(text: str) -> str:
    """An activity without the verbs at its end: 电动葫芦制造、销售 → 电动葫芦."""
    if not text.endswith(_ENDS):  # most have none, and the pattern is slow to say so
        return text
    previous = ""
    while previous != text:
        previous, text = text, _VERBS.sub("", text)
    return text if len(text) >= 2 else previous
