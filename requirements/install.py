"""Installs into the environment it runs in, as `pip install` would, by uv where that works and by pip otherwise.

    .venv/bin/python requirements/install.py --no-deps --require-hashes -r requirements/app.txt

uv unpacks a package once and links it into each environment, which takes a fifth of pip's time. It knows nothing of
pip's settings, so an office's own index, its certificate and its folder of wheels are handed over. Whatever uv cannot
do (no wheel for this system, an index that asks for what pip alone can answer), pip does.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What pip calls a setting, and uv's variable for it.
NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
}
COMMAS = {"UV_FIND_LINKS"}  # uv parts these at commas, the others at spaces


def variables(settings: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """uv's variables for pip's settings (a name such as `global.index-url` or `:env:.index-url`, then its value).

    What stands in the environment `given` for uv already is left as it is.
    """
    found: dict[str, str] = {}
    for name, value in settings.items():  # pip lists them from the most general to the most particular
        variable = NAMES.get(name.rpartition(".")[2])
        if variable and variable not in given and value.strip():
            found[variable] = (",".join if variable in COMMAS else " ".join)(
                re.split(r"\n|\s(?=\S+://)", value.strip())
            )
    if "no-index" in {name.rpartition(".")[2] for name in settings}:
        found["UV_NO_INDEX"] = "1"
    return found


def settings_of(listed: str) -> dict[str, str]:
    """What `pip config list` prints, as names and values (a list of several parted by line ends)."""
    parts = (line.partition("=") for line in listed.splitlines())
    return {name: value.strip().strip("'\"").replace("\\n", "\n") for name, _, value in parts if name}


def pip_settings() -> dict[str, str]:
    """What pip is told by its files and by the environment."""
    command = [sys.executable, "-m", "pip", "config", "list", "--disable-pip-version-check"]
    listed = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", errors="replace", check=False)
    return settings_of(listed.stdout)


def has_uv() -> bool:
    """uv stands in this environment, put there by its hash where it is missing."""
    run = [sys.executable, "-m", "uv", "--version"]
    if subprocess.run(run, capture_output=True, check=False).returncode == 0:
        return True
    wanted = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", "--require-hashes"]
    got = subprocess.run([*wanted, "-r", str(HERE / "uv.txt")], capture_output=True, check=False)
    return got.returncode == 0 and subprocess.run(run, capture_output=True, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """Exit status of what installed. A person at a terminal sees how far it is."""
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    if os.environ.get("INSTALLER") != "pip" and has_uv():
        environment = {**os.environ, **variables(pip_settings(), os.environ)}
        command = [sys.executable, "-m", "uv", "pip", "install", *quiet, "--python", sys.executable, *arguments]
        if subprocess.run(command, env=environment, check=False).returncode == 0:
            return 0
        sys.stderr.write("uv could not install this; pip tries\n")
    command = [sys.executable, "-m", "pip", "install", *quiet, "--no-compile", *arguments]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
