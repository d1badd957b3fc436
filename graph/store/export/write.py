"""Writes an export in one of the formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.errors import InvalidArgument, StoreError
from graph.store.base.protocol import GraphStore
from graph.store.copy import Progress
from graph.store.export.bulk_import import bulk_import
from graph.store.export.csv_tables import csv_tables
from graph.store.export.cypher_script import cypher_script
from graph.store.export.graphml import graphml

FORMATS: dict[str, Callable[[GraphStore, Path, Progress | None], dict[str, int]]] = {
    "graphml": graphml,
    "cypher": cypher_script,
    "csv": csv_tables,
    "neo4j-admin": bulk_import,
}


def write(store: GraphStore, folder: Path, form: str, progress: Progress | None = None) -> dict[str, int]:
    """Write all current records into `folder`; returns the number by type.

    Raises `InvalidArgument` for an unknown format, `StoreError` where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FORMATS[form](store, folder, progress)
    except OSError as error:
        raise StoreError(
            f"cannot write the export to {folder.name}: {error.strerror}; name another folder with --out"
        ) from error
    except KeyError as error:
        raise InvalidArgument(f"no format {form!r}; there are {', '.join(FORMATS)}") from error
