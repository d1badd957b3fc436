"""Every statement against the parser that Neo4j itself publishes for its editors, as Cypher 5 and as Cypher 25.

It is a Node package of 86 MB, so this runs only where `LIANTU_CYPHER_LINT` names a folder in which
`npm install --ignore-scripts @neo4j-cypher/language-support@2.0.0-next.38` was run.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from graph.model import specs
from graph.store.neo4j import cypher as q
from graph.store.neo4j import migrations
from tests.support.small import ROOT

PARTS = {"STORE", "pattern", "visible", "ends", "at", "found_at", "properties_of"}  # of statements, none by themselves


class Recorder:
    """Stands where the line would: keeps the statements of the migrations instead of sending them."""

    name = "nowhere"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def schema(self, text: str) -> None:
        self.texts.append(text)


def statements() -> dict[str, str]:
    """All that can be sent, by name; a function of a record once for each record, one of a field for the first and last."""
    out: dict[str, str] = {}
    for name, value in vars(q).items():
        if name in PARTS or name.startswith("_"):
            continue
        if isinstance(value, str) and name.isupper():
            out[name] = value
        elif inspect.isfunction(value) and value.__module__ == q.__name__:
            first, *rest = inspect.signature(value).parameters
            for record in q.VECTORS if "vector" in name or "nearest" in name else (*q.NODES, *q.TIES):
                fields = specs.stored_fields(specs.BY_NAME[record])
                if record in q.TIES and name in ("hashes", "to_ghosts"):
                    continue  # of nodes only
                if first == "label":
                    out[f"{name}(Firm)"] = value("Firm")
                elif rest[:1] == ["field"]:
                    out |= {f"{name}({record}, {f})": value(record, f) for f in (fields[0], fields[-1])}
                elif rest[:1] == ["names"]:
                    out[f"{name}({record})"] = value(record, tuple(fields))
                elif rest[:1] == ["dimensions"]:
                    out[f"{name}({record})"] = value(record, 384)
                elif rest[:1] == ["by"]:
                    out |= {f"{name}({record}, {by})": value(record, by) for by in "ab"}
                else:
                    out[f"{name}({record})"] = value(record)
    recorder = Recorder()
    for _, step in migrations.STEPS:
        step(recorder)  # type: ignore[arg-type]
    out |= {f"step {i}": text for i, text in enumerate(recorder.texts)}
    out |= {o.name: o.statement for o in migrations.OPTIONAL}
    page = (ROOT / "docs" / "neo4j.md").read_text("utf-8")
    return out | {f"page {i}": text for i, text in enumerate(re.findall(r"```cypher\n(.*?)\n```", page, re.S), 1)}


def test_values_are_parameters() -> None:
    """No statement takes text from outside: beside parameters it holds only words of the program."""
    texts = statements()
    assert len(texts) > 400
    allowed = {"liantu", "0000", "", "made by liantu; see docs/neo4j.md", "u:", ".", "cjk", "cosine"}
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
