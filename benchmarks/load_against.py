"""Loading a register beside another checkout in the same run: the assignment alone, a first load, a second one.

    python -m benchmarks.load_against REGISTER [--other CHECKOUT] [--rows N] [--stores DIR] [--parts assign load]

CHECKOUT is a `git worktree` of an earlier commit; without it this checkout runs alone. Each side loads into a copy of
the store that its own `liantu build` makes (kept in DIR, so that the next run need not wait for it), by the command
line, as an office does. Both run in turn. Processor time (user and system, helper processes included) says what a load
costs on a machine that others use too; memory is the sum over all its processes, what they share counted once.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent.parent


class Took(NamedTuple):
    """Seconds of the clock and of the processor, and the most memory in MB (0 where the system does not tell)."""

    wall: float
    processor: float
    memory: float


def environment(checkout: Path, folder: Path) -> dict[str, str]:
    """A checkout's own modules come first; vectors are kept in the folder."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("LIANTU_") and k != "PYTHONDONTWRITEBYTECODE"}
    return own | {"PYTHONPATH": str(checkout), "LIANTU_VECTORS": str(folder / "vectors")}


def run(checkout: Path, folder: Path, *command: str) -> tuple[str, Took]:
    """What a process prints, and what it took. Raises where it fails."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=checkout, env=environment(checkout, folder), stdout=out
        )
        memory = _Memory(process.pid)
        memory.start()
        _, status, used = os.wait4(process.pid, 0)
        memory.over.set()
        memory.join()
        out.seek(0)
        said = out.read()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{checkout.name}: {' '.join(command)} ended with {process.returncode}")
    return said, Took(time.perf_counter() - began, used.ru_utime + used.ru_stime, memory.most)


class _Memory(threading.Thread):
    """Looks twice a second at the memory of a process and all it started."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            self.most = max(self.most, sum(map(_share, _tree(self.pid))))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        told = [t.read_text() for t in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(told).split():
        yield from _tree(int(child))


def _share(pid: int) -> float:
    """A process's proportional share of memory, in MB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def shortened(register: Path, rows: int, folder: Path) -> Path:
    """The first rows of a register as a file of its own; the register itself where all are wanted."""
    if not rows:
        return register
    out = folder / "register.csv"
    with ExitStack() as files:
        packed = register.suffix == ".gz"
        source = files.enter_context(
            gzip.open(register, "rt", encoding="utf-8", newline="")  # noqa: SIM115
            if packed
            else register.open(encoding="utf-8", newline="")
        )
        to = files.enter_context(out.open("w", encoding="utf-8", newline=""))
        csv.writer(to).writerows(islice(csv.reader(source), rows + 1))
    return out


def built(checkout: Path, folder: Path) -> Path:
    """The store that a checkout builds from its own data, made where it is not there yet."""
    if not (folder / "built.db").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        run(checkout, folder, "liantu.py", "build", "--db", str(folder / "built.db"))
    return folder / "built.db"


def loads(checkout: Path, stores: Path, register: Path, scratch: Path) -> dict[str, Took]:
    """A first and a second load into a copy of the checkout's store."""
    folder = scratch / checkout.name
    folder.mkdir()
    shutil.copy(built(checkout, stores), folder / "liantu.db")
    if (stores / "vectors").is_dir():
        shutil.copytree(stores / "vectors", folder / "vectors")
    out = {}
    for which in ("first load", "second load"):
        command = ("liantu.py", "ingest", str(register), "--source", "register", "--report", str(folder / "report"))
        said, out[which] = run(checkout, folder, *command, "--db", str(folder / "liantu.db"), "--json")
        report = json.loads(said)[0]
        told = ("rows", "firms", "new_firms", "assigned", "doubtful")
        print(f"{which}: {checkout.name}", {k: report[k] for k in told}, flush=True)
    return out


def assignment(checkout: Path, stores: Path, register: Path, scratch: Path) -> dict[str, Took]:
    """The assignment by words, and what the encoder is then asked (vectors of the built store at hand)."""
    built(checkout, stores)
    folder = Path(tempfile.mkdtemp(dir=scratch))
    if (stores / "vectors").is_dir():
        shutil.copytree(stores / "vectors", folder / "vectors")
    said, took = run(checkout, folder, str(HERE / "benchmarks" / "one_assignment.py"), str(register))
    told = json.loads(said)
    print(f"assignment: {checkout.name}", told, flush=True)
    words, asked = told["words"], told["encoder"]
    return {
        "assignment by words": Took(0, words, took.memory),
        "and the encoder": Took(0, words + asked, took.memory),
    }


def main() -> None:
    """Print a table: processor seconds, milliseconds a row, seconds of the clock, memory, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("register", type=Path)
    parser.add_argument("--other", type=Path, help="a checkout to compare with")
    parser.add_argument("--rows", type=int, default=0, help="first rows of the register, 0 for all")
    parser.add_argument("--stores", type=Path, help="where built stores are kept from run to run")
    parser.add_argument("--parts", nargs="+", choices=("assign", "load"), default=("assign", "load"))
    given = parser.parse_args()
    sides = [HERE]
    if given.other is not None and given.other.is_dir():
        sides.append(given.other.resolve())
    else:
        print("no other checkout (--other): this one runs alone")
    with tempfile.TemporaryDirectory(prefix="liantu-bench-") as name:
        scratch = Path(name)
        stores = (given.stores or scratch / "stores").resolve()
        register = shortened(given.register.resolve(), given.rows, scratch)
        found: dict[str, list[Took]] = {}
        for part in given.parts:
            for number, side in enumerate(sides):
                job = loads if part == "load" else assignment
                mine = stores / ("other" if number else "this")
                for what, took in job(side, mine, register, scratch).items():
                    found.setdefault(what, []).append(took)
    show(found)


def show(found: Mapping[str, Sequence[Took]]) -> None:
    """A line for each thing timed: this checkout's, then the other's."""
    print(f"{'processor s, MB, clock s':<26}{'this':>8}{'other':>8}{'ratio':>7}{'MB':>7}{'MB':>7}{'s':>6}{'s':>6}")
    for what, both in found.items():
        mine, other = both[0], both[1] if len(both) > 1 else Took(0, 0, 0)
        ratio = f"{mine.processor / other.processor:.2f}" if other.processor else "–"
        print(
            f"{what:<26}{mine.processor:>8.1f}{other.processor:>8.1f}{ratio:>7}"
            f"{mine.memory:>7.0f}{other.memory:>7.0f}{mine.wall:>6.0f}{other.wall:>6.0f}"
        )


if __name__ == "__main__":
    main()
