"""Loads the kinds of tables from `sources/*.yaml`, one file a source. A folder of one's own can stand beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import InvalidData
from graph.model.tables import Column, TableSpec

SHIPPED = Path(__file__).parent / "sources"
NATIVE = "native"


class Source(BaseModel):
    """The tables of one source, by kind; the order is that in which a table's kind is tried."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    shared: dict[str, dict[str, Column]] = {}  # columns that several tables take over
    tables: dict[str, TableSpec]

    def spec(self, kind: str) -> TableSpec:
        """The table of a kind that this source is known to have."""
        return self.tables[kind]


def load_sources(*folders: Path) -> dict[str, Source]:
    """Every source of these folders by name, each folder's files by their names; a later folder replaces a source.

    Raises `InvalidData` with everything that is wrong with any of the files.
    """
    sources: dict[str, Source] = {}
    problems: list[str] = []
    for file in (f for folder in folders for f in sorted(folder.glob("*.yaml"))):
        try:
            source = _read(file)
        except yaml.YAMLError as error:
            problems.append(f"{file.name}: not valid YAML ({' '.join(str(error).split())})")
        except UnicodeDecodeError:
            problems.append(f"{file.name}: not UTF-8; save it as UTF-8")
        except ValidationError as error:
            for e in error.errors():
                place = ".".join(str(step) for step in e["loc"]) or "file"
                problems.append(f"{file.name}: {place}: {e['msg'].removeprefix('Value error, ')}")
        else:
            sources[source.name] = source
    if problems:
        raise InvalidData(problems)
    return sources


def _read(file: Path) -> Source:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = Source.model_validate(yaml.load(file.read_text(encoding="utf-8"), Loader=loader))
    tables = {kind: spec.model_copy(update={"kind": kind}) for kind, spec in source.tables.items()}
    return source.model_copy(update={"tables": tables})


@cache
def native() -> Source:
    """The tables that liantu reads by itself."""
    return load_sources(SHIPPED)[NATIVE]
