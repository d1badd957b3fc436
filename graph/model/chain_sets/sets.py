"""Chain sets: which chains a city works by, since when, and how the segments of one set become those of the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import InvalidCatalogue, UnknownName, UnreadableFile
from graph.model.chains import Catalogue
from graph.model.nearest import nearest
from graph.model.retired import NONE, Retired


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ChainGroup(_Strict):
    """A chain that a plan names and the catalogue has no file of: segments of its chains that it stands for, by our
    own reading; `source` says where it is named."""

    id: str
    name: str
    name_en: str
    segments: list[str] = Field(min_length=1)
    source: str = Field(min_length=1)


class ChainSet(_Strict):
    """A set of chains as a plan names them; `valid_from` is an ISO date.

    chains: ids of the catalogue's chains, or groups of its segments. default: the set is worked by, also where a later
    one that is not stands beside it. to_check: what is not known of it, said where it is shown.
    """

    id: str
    name: str
    name_en: str
    region: str
    valid_from: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    source: str = Field(min_length=1)
    chains: list[str | ChainGroup] = Field(min_length=1)
    default: bool = False
    to_check: str = ""
    to_check_en: str = ""

    @property
    def groups(self) -> list[ChainGroup]:
        """The chains that are groups of segments."""
        return [c for c in self.chains if isinstance(c, ChainGroup)]

    def through(self, retired: Retired) -> ChainSet:
        """The same by ids in force."""
        chains = [
            c if isinstance(c, str) else c.model_copy(update={"segments": list(retired.all_now(c.segments))})
            for c in self.chains
        ]
        return self.model_copy(update={"chains": chains})


class Mapping(_Strict):
    """From one set to the next: each old segment to the new ones that took its place (none, where it was dropped)."""

    from_: str = Field(alias="from")
    to: str
    segments: dict[str, list[str]]

    def through(self, retired: Retired) -> Mapping:
        """The same by ids in force: heirs of an ended segment go where it went, unless the mapping names them too."""
        now: dict[str, list[str]] = {}
        for old, new in sorted(self.segments.items(), key=lambda pair: pair[0] not in retired):
            for heir in retired.now(old):
                found = now.get(heir, []) if old in retired else []
                now[heir] = list(dict.fromkeys([*found, *retired.all_now(new)]))
        return self.model_copy(update={"segments": now})


class _File(_Strict):
    sets: list[ChainSet] = Field(min_length=1)
    mappings: list[Mapping] = []


@dataclass(frozen=True)
class ChainSets:
    """All sets with the mappings between them, and the ids that ended."""

    sets: tuple[ChainSet, ...]
    mappings: tuple[Mapping, ...]
    retired: Retired = NONE

    @classmethod
    def load(cls, file: Path, catalogue: Catalogue) -> ChainSets:
        """Read `data/sets.yaml` and hold it against the catalogue; all problems are reported together. A mapping may
        name ids that ended.

        Raises `UnreadableFile` where the file is missing and `InvalidCatalogue` where it breaks a rule.
        """
        if not file.is_file():
            raise UnreadableFile(file.name, "not found", "set LIANTU_DATA to the folder that holds it")
        try:
            raw = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise InvalidCatalogue([f"{file.name}: {error}"]) from error
        except ValidationError as error:
            raise InvalidCatalogue(
                [f"{file.name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            ) from error
        ids = {s.id for s in raw.sets}
        problems = [
            f"{file.name}: set {s.id}: no chain {c}"
            for s in raw.sets
            for c in s.chains
            if isinstance(c, str) and c not in catalogue.by_id
        ]
        problems += [
            f"{file.name}: set {s.id}: chain {g.id}: no segment {name}"
            for s in raw.sets
            for g in s.groups
            for name in g.segments
            if name not in catalogue.segments and name not in catalogue.retired
        ]
        problems += [f"{c.id}.yaml: no set {c.set} in {file.name}" for c in catalogue.chains if c.set not in ids]
        for m in raw.mappings:
            problems += [
                f"{file.name}: mapping {m.from_} -> {m.to}: no set {s}" for s in (m.from_, m.to) if s not in ids
            ]
            named = [*m.segments, *(n for new in m.segments.values() for n in new)]
            problems += [
                f"{file.name}: mapping {m.from_} -> {m.to}: no segment {s}"
                for s in named
                if s not in catalogue.segments and s not in catalogue.retired
            ]
        if problems:
            raise InvalidCatalogue(problems)
        retired = catalogue.retired
        sets = tuple(s.through(retired) for s in raw.sets)
        return cls(sets, tuple(m.through(retired) for m in raw.mappings), retired)

    def get(self, set_id: str) -> ChainSet:
        """The set with this id. Raises `UnknownName`."""
        for s in self.sets:
            if s.id == set_id:
                return s
        raise UnknownName("chain set", set_id, nearest(set_id, {s.id: s.name for s in self.sets}))

    def current(self, day: str) -> ChainSet:
        """The newest set in force on an ISO day, of those that are marked default where any is; before the first, the
        first."""
        eligible = [s for s in self.sets if s.default] or self.sets
        in_force = [s for s in eligible if s.valid_from <= day]
        return (
            max(in_force, key=lambda s: (s.valid_from, s.id)) if in_force else min(eligible, key=lambda s: s.valid_from)
        )

    def translate(self, segment: str, from_set: str, to_set: str) -> list[str]:
        """What a segment of one set is called in another, through as many mappings as it takes; itself where unmapped,
        its heirs where it ended.

        Raises `UnknownName` where no chain of mappings leads from one set to the other.
        """
        self.get(to_set)
        here, names = self.get(from_set).id, list(self.retired.now(segment))
        seen = {here}
        while here != to_set:
            step = next((m for m in self.mappings if m.from_ == here and m.to not in seen), None)
            if step is None:
                raise UnknownName("mapping", f"{from_set} -> {to_set}", [f"{m.from_} -> {m.to}" for m in self.mappings])
            names = list(dict.fromkeys(new for old in names for new in step.segments.get(old, [old])))
            here = step.to
            seen.add(here)
        return names
