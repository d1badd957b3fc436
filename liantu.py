"""The command line of liantu.

`--json` prints one JSON document to stdout; everything else goes to stderr. Exit 0 done, 1 failed, 2 wrong call.
"""

# An old interpreter must be able to read this file as far as the next lines, so nothing newer than Python 3.7 is in it.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place that a Python too old for the rest still reads
    running = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        "错误 error: liantu needs Python 3.11 or newer, not "
        + running
        + "; install a newer one (`make app PYTHON=python3.12` names it)"
    )

import gc

from commands.cli import app
from commands.console import any_code_page, err
from graph.errors import LiantuError

__all__ = ["app", "main"]

# A command lives for a moment and makes hundreds of thousands of objects that it keeps: looking for rings among them
# after every 700 takes a twentieth of its time.
OBJECTS_BETWEEN_SWEEPS = 50_000


def main() -> None:
    """Entry point: every foreseen error is one sentence on stderr and the exit code it carries."""
    gc.set_threshold(OBJECTS_BETWEEN_SWEEPS)
    any_code_page()
    try:
        app()
    except LiantuError as error:
        err().print(f"错误 error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except OSError as error:  # a path that cannot be one, a disk that fails: what no command foresaw, as a sentence
        about = f"{error.filename}: " if error.filename else ""
        told = f"{about[:200]}{error.strerror or error}; check the path, the rights and the disk"
        err().print(f"错误 error: {told}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        err().print("已中断，图谱未改动。interrupted; the store is as it was.")
        sys.exit(1)


if __name__ == "__main__":
    main()
