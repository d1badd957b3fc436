"""The command line of liantu: the commands of `commands/` put together.

`--json` prints one JSON document to stdout; everything else goes to stderr. Exit 0 done, 1 failed, 2 wrong call.
"""

from __future__ import annotations

import sys

# In the order in which `liantu --help` lists them: each module adds its commands to the one app.
from commands import store, chains, gaps, targets, visits, registers, reports, evaluation, graph  # isort: skip
from commands.console import app, err
from graph.errors import InvalidArgument, LiantuError
from workspace import PastWorkspace, Workspace

__all__ = [
    "PastWorkspace",
    "Workspace",
    "app",
    "chains",
    "evaluation",
    "gaps",
    "graph",
    "main",
    "registers",
    "reports",
    "store",
    "targets",
    "visits",
]


def main() -> None:
    """Entry point: every foreseen error is one sentence on stderr and the exit code it carries."""
    try:
        app()
    except InvalidArgument as error:
        err.print(f"错误 error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except LiantuError as error:
        err.print(f"错误 error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("已中断，图谱未改动。interrupted; the store is as it was.")
        sys.exit(1)


if __name__ == "__main__":
    main()
