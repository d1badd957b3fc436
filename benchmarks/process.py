"""Times commands as whole processes, beside the same commands of another checkout in the same run.

    python benchmarks/process.py OTHER [--runs N] [--db PATH]

OTHER is a checkout of liantu, for example a `git worktree` of an earlier commit. Both run in turn on the same store
(default: the one that the environment names), after one run each that is not counted. A table says for every command
the median seconds of this checkout and of the other, and the median of their ratios, pair by pair.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent.parent
COMMANDS = {
    "help": ("--help",),
    "gaps": ("gaps", "--region", "410700", "--json"),
    "recommend": ("recommend", "--region", "410700", "--segment", "battery_ev.separator", "--json"),
}


def seconds(checkout: Path, command: tuple[str, ...], db: str) -> float:
    """How long one process takes, from its start to its end. Raises where it fails."""
    where = ("--db", db) if db and command[0] != "--help" else ()
    # The checkout's own modules come first, and byte code is kept as on a user's machine.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(checkout)}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, str(checkout / "liantu.py"), *command, *where],
        cwd=checkout,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    return time.perf_counter() - began


def pairs(other: Path, command: tuple[str, ...], runs: int, db: str) -> list[tuple[float, float]]:
    """(this checkout, the other) in seconds, run in turn."""
    timed = [(seconds(HERE, command, db), seconds(other, command, db)) for _ in range(runs + 1)]
    return timed[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description="Times commands as processes beside another checkout.")
    parser.add_argument("other", type=Path, help="a checkout to compare with")
    parser.add_argument("--runs", type=int, default=7, help="counted pairs for each command")
    parser.add_argument("--db", default="", help="the store that both read")
    given = parser.parse_args()
    print(f"{'command':<12}{'this, s':>10}{'other, s':>10}{'ratio':>8}")
    for name, command in COMMANDS.items():
        timed = pairs(given.other.resolve(), command, given.runs, given.db)
        mine, theirs = (median(side) for side in zip(*timed, strict=True))
        print(f"{name:<12}{mine:>10.3f}{theirs:>10.3f}{median(a / b for a, b in timed):>8.2f}")


if __name__ == "__main__":
    main()
