"""What backups, restores and examinations say as JSON."""

from __future__ import annotations

from typing import Literal, TypedDict

State = Literal["ok", "note", "fault"]


class Manifest(TypedDict):
    """What a backup holds. files: SHA-256 by name; data_version: the last load of the graph, number@time."""

    format: int
    made: str
    program: str
    data_version: str
    graph_schema: str
    casework_schema: str
    files: dict[str, str]


class BackupDocument(TypedDict):
    """A backup that was made or taken back: the file, its size in bytes, what it holds."""

    file: str
    size: int
    made: str
    data_version: str
    files: list[str]
    kept: list[str]


class FindingDocument(TypedDict):
    """One thing that was looked at. next: what to do, empty where all is well."""

    what: str
    state: State
    said: str
    said_en: str
    next: str
    next_en: str
