"""JSON → one sheet: a line or an element a row, its keys the headings; lists become list cells."""

from __future__ import annotations

import json
from typing import Any

from graph.errors import UnreadableFile
from ingest.read.files.limits import Limits
from ingest.read.files.sheets import Line, Sheet


def sheet_of(name: str, text: str, encoding: str, limits: Limits) -> Sheet:
    """The sheet; its first line holds the keys in the order in which they first come. Raises `UnreadableFile`."""
    rows: list[tuple[int, dict[str, Any]]] = []
    stripped = text.lstrip("\ufeff \r\n\t")
    try:
        if stripped.startswith("["):
            rows = [(i, r) for i, r in enumerate(json.loads(stripped), 1) if isinstance(r, dict)]
        elif stripped.startswith("{") and (records := _records(stripped)) is not None:
            rows = list(enumerate(records, 1))
        else:
            for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
                if line.strip():
                    rows.append((number, _object(name, number, line)))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(name, "it is not JSON, one object a line", "export it again, or save it as CSV") from error
    columns = list(dict.fromkeys(k for _, r in rows for k in r))
    if len(columns) > limits.columns or len(rows) > limits.rows:
        raise UnreadableFile(name, f"it has {len(rows):,} rows and {len(columns):,} keys", "split it")
    lines: list[Line] = [(0, columns)] if columns else []
    lines += [(number, [_cell(r.get(c)) for c in columns]) for number, r in rows]
    return Sheet("", lines, encoding)


def _records(text: str) -> list[dict[str, Any]] | None:
    """The objects of a list inside one object, as interfaces answer: {"data": {"list": [{…}, …]}}; None where the text
    is not one object that holds such a list."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return None
    waiting = [found]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list) and one and all(isinstance(r, dict) for r in one):
            return [_flat(r) for r in one]
        if isinstance(one, dict):
            waiting += [v for v in one.values() if isinstance(v, dict | list)]
    return None


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """An object whose inner objects give their keys to it, where it has none of that name."""
    out: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            out |= {k: v for k, v in _flat(value).items() if k not in record}
        else:
            out[key] = value
    return out


def _object(name: str, number: int, line: str) -> dict[str, Any]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise UnreadableFile(name, f"line {number} is no object", "write one {…} a line")
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(_item(v) for v in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value).strip()


def _item(value: Any) -> str:
    """One element of a list; a pair of a name and a share becomes `name(share%)`."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], int | float):
        return f"{value[0]}({value[1] * 100 if value[1] <= 1 else value[1]:g}%)"
    if isinstance(value, list) and len(value) == 2 and value[1] is None:
        return str(value[0])
    return str(value)
