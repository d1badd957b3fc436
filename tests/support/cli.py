"""`liantu` run as a process on a small country."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import liantu
from tests.support.small import ROOT, Country

SEPARATOR = "battery_ev.separator"


class Cli:
    """Runs `liantu` on a small country; every run is checked for tracebacks."""

    def __init__(self, place: Path) -> None:
        self.country = Country(place)

    def __call__(self, *args: object, **env: str) -> subprocess.CompletedProcess[str]:
        given = {
            "LIANTU_MODEL": "hash",
            "LIANTU_DATA": str(self.country.data),
            "LIANTU_DB": self.country.url.removeprefix("sqlite:///"),
            "LIANTU_VECTORS": str(self.country.vectors),
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            [sys.executable, "-m", "liantu", *map(str, args)],
            cwd=ROOT,
            env={**os.environ, **given, **env},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert "Traceback" not in done.stdout, done.stdout
        return done

    def document(self, *args: object) -> Any:
        """The one JSON document of a run that went well."""
        done = self(*args, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("\n") == 1
        return json.loads(done.stdout)

    def refuses(self, exit_code: int, *args: object, **env: str) -> str:
        """The one sentence of a run that went wrong."""
        done = self(*args, **env)
        assert (done.returncode, done.stdout) == (exit_code, "")
        assert done.stderr.startswith("错误 error: ")
        assert done.stderr.count("\n") == 1, done.stderr
        return done.stderr


class InProcess(Cli):
    """The same command line without a process for every call, whose start takes longer than the call."""

    def __call__(self, *args: object, **env: str) -> subprocess.CompletedProcess[str]:
        given = {
            "LIANTU_MODEL": "hash",
            "LIANTU_DATA": str(self.country.data),
            "NO_COLOR": "1",
            "LIANTU_DB": self.country.url.removeprefix("sqlite:///"),
            "LIANTU_VECTORS": str(self.country.vectors),
        }
        out, err = io.StringIO(), io.StringIO()
        call = ["liantu", *map(str, args)]
        ended = pytest.raises(SystemExit)
        quiet = redirect_stdout(out), redirect_stderr(err)
        with patch.dict(os.environ, given | env), patch("sys.argv", call), quiet[0], quiet[1], ended as stop:
            liantu.main()
        return subprocess.CompletedProcess(call, int(stop.value.code or 0), out.getvalue(), err.getvalue())
