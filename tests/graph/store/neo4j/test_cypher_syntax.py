"""Every statement against the parser that Neo4j itself publishes for its editors, as Cypher 5 and as Cypher 25.

It is a Node package of 86 MB, so this runs only where `LIANTU_CYPHER_LINT` names a folder in which
`npm install --ignore-scripts @neo4j-cypher/language-support@2.0.0-next.38` was run.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import pkgutil
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model import specs
from graph.store.neo4j import cypher
from graph.store.neo4j.cypher import labels
from graph.store.neo4j.server import migrations
from tests.support.small import ROOT

# Modules of `cypher` that hold whole statements: all but `labels`, which holds their parts.
MODULES = [
    importlib.import_module(f"{cypher.__name__}.{m.name}")
    for m in pkgutil.iter_modules(cypher.__path__)
    if m.name not in ("labels", "script")
]
PARTS = {"STORE"}  # of statements, none by themselves


class Recorder:
    """Stands where the line would: keeps the statements of the migrations instead of sending them."""

    name = "nowhere"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def schema(self, text: str) -> None:
        self.texts.append(text)

    def write(self, work: object) -> int:
        """A step that goes through nodes part by part: none are left. Its statement stands in `definitions`."""
        return 0


def statements() -> dict[str, str]:
    """All that can be sent, by name; a function of a record once for each record, one of a field for the first and
    last."""
    out: dict[str, str] = {}
    for module in MODULES:
        for name, value in vars(module).items():
            if name in PARTS or name.startswith("_"):
                continue
            if isinstance(value, str) and name.isupper():
                out[name] = value
            elif inspect.isfunction(value) and value.__module__ == module.__name__:
                out |= made_by(name, value)
    recorder = Recorder()
    for _, step in migrations.STEPS:
        step(recorder)  # type: ignore[arg-type]
    out |= {f"step {i}": text for i, text in enumerate(recorder.texts)}
    out |= {o.name: o.statement for o in migrations.OPTIONAL}
    page = (ROOT / "docs" / "neo4j.md").read_text("utf-8")
    return out | {f"page {i}": text for i, text in enumerate(re.findall(r"```cypher\n(.*?)\n```", page, re.S), 1)}


def made_by(name: str, make: Callable[..., str]) -> dict[str, str]:
    """The statements that a function makes, by name: one for each record, label or type, and for some of the fields."""
    first, *rest = inspect.signature(make).parameters
    if first == "label":
        return {f"{name}(Firm)": make("Firm", *(["id"] if rest else []))}
    if first in ("type_", "name"):
        return {f"{name}(WORKS_IN)": make("WORKS_IN")}
    out: dict[str, str] = {}
    for record in labels.VECTORS if "vector" in name or "nearest" in name else (*labels.NODES, *labels.TIES):
        fields = specs.stored_fields(specs.BY_NAME[record])
        if record in labels.TIES and name in ("hashes", "to_ghosts"):
            continue  # of nodes only
        if rest[:1] == ["field"]:
            out |= {f"{name}({record}, {f})": make(record, f) for f in (fields[0], fields[-1])}
        elif rest[:1] == ["names"]:
            out[f"{name}({record})"] = make(record, tuple(fields))
        elif rest[:1] == ["dimensions"]:
            out[f"{name}({record})"] = make(record, 384)
        elif rest[:1] == ["by"]:
            out |= {f"{name}({record}, {by})": make(record, by) for by in "ab"}
        else:
            out[f"{name}({record})"] = make(record)
    return out


def test_cypher_stands_in_one_package() -> None:
    """No text elsewhere in the packages looks like a statement, so that this file reads all of them."""
    statement = re.compile(r"\b(MATCH|MERGE|UNWIND|DETACH|CREATE (CONSTRAINT|INDEX|FULLTEXT|VECTOR)|CREATE)\b *[({$`]")
    own = ROOT / "graph" / "store" / "neo4j" / "cypher"
    texts: dict[str, list[str]] = {}
    for package in ("graph", "ingest", "recommend", "outreach", "app_pages", "commands"):
        for file in (ROOT / package).rglob("*.py"):
            nodes = ast.walk(ast.parse(file.read_text("utf-8")))
            strings = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            if found := [s for s in strings if statement.search(s)]:
                texts[file.relative_to(ROOT).as_posix()] = found
    inside = {f for f in texts if (ROOT / f).is_relative_to(own)}
    assert len(inside) >= 7
    assert set(texts) == inside


def test_values_are_parameters() -> None:
    """No statement takes text from outside: beside parameters it holds only words of the program."""
    texts = statements()
    assert len(texts) > 400
    allowed = {"liantu", "0000", "", "made by liantu; see docs/neo4j.md", "u:", "unknown", "cosine", " ", "|", "@"}
    allowed |= {"firm", "firm_record", '"verified":', '"verified_identity":'}
    for name, text in texts.items():
        if not name.startswith("page "):
            literals = set(re.findall(r"'([^']*)'", text))
            assert literals <= allowed | {"liantu_firmvector", "liantu_segmentvector"}, name


@pytest.mark.slow
@pytest.mark.skipif("LIANTU_CYPHER_LINT" not in os.environ, reason="LIANTU_CYPHER_LINT names no folder with the parser")
def test_valid_in_cypher_5_and_25() -> None:
    """And the parser is one that says no: a broken statement goes through it as well."""
    asked = [*statements().items(), ("broken", "MATCH (n RETURN n")]
    script = Path(__file__).with_name("cypher_lint.cjs").read_text("utf-8")
    done = subprocess.run(
        ["node", "-e", script, "-"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=os.environ["LIANTU_CYPHER_LINT"],
        timeout=1200,
    )
    found = json.loads(done.stdout)
    assert {f.partition(":")[0] for f in found} == {"CYPHER 5 broken", "CYPHER 25 broken"}
