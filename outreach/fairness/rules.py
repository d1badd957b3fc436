"""The rule table of the fair-competition lint, read from `data/rules/fair_competition.yaml` and checked when loaded."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from graph.errors import InvalidData, UnreadableFile

Level = Literal["forbidden", "review"]


class Rule(BaseModel):
    """One kind of promise: how it is worded, why it may not stand, what can be offered instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    article: str
    level: Level
    topic: str
    topic_en: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    why: str
    why_en: str
    instead: str
    instead_en: str

    @field_validator("patterns", "unless")
    @classmethod
    def _compiles(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression ({error})") from error
        return value

    @cached_property
    def signs(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(p) for p in self.patterns)

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
    rules: tuple[Rule, ...]

    @field_validator("rules")
    @classmethod
    def _distinct(cls, value: tuple[Rule, ...]) -> tuple[Rule, ...]:
        ids = [r.id for r in value]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"rule id(s) used twice: {', '.join(twice)}")
        return value


def load(file: Path) -> Rules:
    """Read and check the table. Raises `UnreadableFile` or `InvalidData`, naming every rule that is wrong."""
    try:
        raw: Any = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableFile(file.name, f"it cannot be read ({error})", "restore it from the project") from error
    try:
        return Rules.model_validate(raw)
    except ValidationError as error:
        raise InvalidData(
            [f"{file.name} {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
        ) from error
