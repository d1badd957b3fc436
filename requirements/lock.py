"""Writes app.txt, test.txt and uv.txt: every package liantu needs, by its files' hashes, for all systems (`make lock`).

PyTorch and what only its CUDA build needs stay out: its builds differ from index to index, so it is installed by its
version (Makefile). No index is named, so that an office's own mirror can be used. Needs `uv` on the path.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEFT_OUT = re.compile(r"(torch|triton|nvidia-.*|cuda-.*)\Z")
HEAD = {
    "app": "# What liantu needs when it runs, written by `make lock`. Installed by `make app` and `make setup`.\n",
    "test": "# What its tests need besides, written by `make lock`. Installed by `make setup`.\n",
    "uv": "# What installs them (install.py), written by `make lock`.\n",
}


def compiled(*extras: str) -> dict[str, str]:
    """Each package's lines, by name and markers: version, then hashes."""
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-annotate", "--no-header"]
    command += ["--python-version", "3.11", *(f"--extra={e}" for e in extras), str(HERE.parent / "pyproject.toml")]
    command += ["--constraint", "-"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", input=torch())
    blocks = re.findall(r"^(\S.*(?:\n[ \t]+.*)*)", done.stdout, re.MULTILINE)
    return {block.split(" \\\n")[0]: block for block in blocks if not LEFT_OUT.match(name(block))}


def torch() -> str:
    """The version of PyTorch that the Makefile pins: all else must live with it."""
    found = re.search(r"^TORCH\s*\?=\s*(\S+)$", (HERE.parent / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert found, "the Makefile pins no PyTorch"
    return found[1]


def name(block: str) -> str:
    """The package of a block."""
    return re.split(r"[=<>\[; ]", block, maxsplit=1)[0]


def main() -> None:
    """Write the files; the packages of the app stand in its file only."""
    whole = compiled("test")
    app = compiled()
    names = {name(b) for b in app.values()}
    parts = {
        # Versions are those that all of it can live with.
        "app": [b for b in whole.values() if name(b) in names],
        "test": [b for b in whole.values() if name(b) not in names and name(b) != "uv"],
        "uv": [b for b in whole.values() if name(b) == "uv"],
    }
    for part, blocks in parts.items():
        text = HEAD[part] + "".join(f"{b}\n" for b in blocks)
        (HERE / f"{part}.txt").write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{part}.txt: {len(blocks)} packages\n")


if __name__ == "__main__":
    main()
