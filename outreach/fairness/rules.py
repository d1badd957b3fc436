"""The rule table of the fair-competition lint, read from `data/rules/fair_competition.yaml` and checked when loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from graph.errors import InvalidData, UnreadableFile

Level = Literal["forbidden", "review"]
Patterns = tuple[str | tuple[str, ...], ...]

_PATTERNS = ("patterns", "blunt", "unless")
_WORD = re.compile(r"<([a-z]+)>")


def _put_in(pattern: str, words: Mapping[str, str]) -> str:
    def word(hit: re.Match[str]) -> str:
        if hit[1] not in words:
            raise ValueError(f"{pattern!r} names <{hit[1]}>, which is not one of the words {', '.join(words)}")
        return words[hit[1]]

    return _WORD.sub(word, str(pattern))


def _spell_out(rule: object, words: Mapping[str, str]) -> object:
    """A rule as the file has it, with the words put into its patterns; what is no rule stays as it is."""
    if not isinstance(rule, dict):
        return rule
    out = dict(rule)
    for key in _PATTERNS:
        if isinstance(out.get(key), list):
            out[key] = [_put_in(p, words) for p in out[key]]
    if isinstance(out.get("together"), list):
        out["together"] = [[_put_in(f"<{w}>", words) for w in group] for group in out["together"]]
    return out


class Rule(BaseModel):
    """One kind of promise: how it is worded, why it may not stand, what can be offered instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    article: str
    measures: str = ""
    level: Level
    topic: str
    topic_en: str
    patterns: tuple[str, ...] = ()
    blunt: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    unless: tuple[str, ...] = ()
    why: str
    why_en: str
    instead: str
    instead_en: str

    @field_validator("patterns", "blunt", "unless", "together")
    @classmethod
    def _compiles(cls, value: Patterns) -> Patterns:
        for pattern in (p for item in value for p in ((item,) if isinstance(item, str) else item)):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression ({error})") from error
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.patterns and not self.blunt and not self.together:
            raise ValueError(f"rule {self.id!r} has no pattern")
        return self

    @property
    def basis(self) -> str:
        """What a paper cites: 《公平竞争审查条例》第十条第（二）项、实施办法第十九条."""
        return f"《公平竞争审查条例》{self.article}" + (f"、实施办法{self.measures}" if self.measures else "")

    @cached_property
    def signs(self) -> tuple[re.Pattern[str], ...]:
        """Wordings that a denial in their clause excuses."""
        return tuple(re.compile(p) for p in self.patterns)

    @cached_property
    def blunt_signs(self) -> tuple[re.Pattern[str], ...]:
        """Wordings that hold a denial themselves."""
        return tuple(re.compile(p) for p in self.blunt)

    @cached_property
    def joint_signs(self) -> tuple[tuple[re.Pattern[str], ...], ...]:
        """Words that say it together."""
        return tuple(tuple(re.compile(p) for p in group) for group in self.together)

    @cached_property
    def excuses(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(p) for p in self.unless)


class Rules(BaseModel):
    """The table with the regulation it was written from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    regulation: str
    in_force: str
    source: str
    as_of: str
    verified: bool
    words: dict[str, str] = {}
    rules: tuple[Rule, ...]

    @model_validator(mode="before")
    @classmethod
    def _spelt_out(cls, raw: object) -> object:
        """Patterns with their words (`<local>`) put in."""
        if not isinstance(raw, dict) or not raw.get("words") or not isinstance(raw.get("rules"), list):
            return raw
        words = dict(raw["words"])
        for _ in words:  # a word may be made of others
            words = {k: _put_in(v, words) for k, v in words.items()}
        rules = [_spell_out(rule, words) for rule in raw["rules"]]
        return {**raw, "words": words, "rules": rules}

    @field_validator("rules")
    @classmethod
    def _distinct(cls, value: tuple[Rule, ...]) -> tuple[Rule, ...]:
        ids = [r.id for r in value]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"rule id(s) used twice: {', '.join(twice)}")
        return value


def load_rules(file: Path) -> Rules:
    """Read and check the table. Raises `UnreadableFile` or `InvalidData`, naming every rule that is wrong."""
    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableFile(file.name, f"it cannot be read ({error})", "restore it from the project") from error
    try:
        return Rules.model_validate(raw)
    except ValidationError as error:
        raise InvalidData(
            [f"{file.name} {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
        ) from error
