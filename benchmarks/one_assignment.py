"""Assigns the firms of a register once, in whatever checkout stands on the path, and says what it took. Run by
`load_against`; the names of modules are those of today and of commit 8a3f208.

    cd CHECKOUT && PYTHONPATH=. python benchmarks/one_assignment.py REGISTER
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

CHUNK = 2_000  # firms handed over at once, as a load does


def module(*names: str) -> Any:
    """The first of these modules that the checkout has (another one may be installed)."""
    here = [n for n in names if Path(n.replace(".", "/") + ".py").is_file() or Path(n.replace(".", "/")).is_dir()]
    return import_module(here[0])


def main() -> None:
    """Print rows, processor seconds of the assignment by words, firms left to the encoder, and its seconds."""
    space = module("workspace", "commands.workspace").Workspace(import_module("graph.settings").load())
    table = module("ingest.read.tables", "ingest.tables").read_table(Path(sys.argv[1]), 1_000)
    parsed = module("ingest.read.firm_rows", "ingest.firmrows").parse(table, space.regions)
    firms = [facts | {"source": "register"} for _, facts in parsed.firms]
    catalogue = space.catalogue
    retired = (catalogue.retired,) if hasattr(catalogue, "retired") else ()
    assigner = space.assigner(list(catalogue.segments.values()), *retired)
    together = getattr(assigner, "by_terms_all", None)
    began = time.process_time()
    left = []
    for start in range(0, len(firms), CHUNK):
        part = firms[start : start + CHUNK]
        found = together(part) if together else [assigner.by_terms(firm) for firm in part]
        left += [firm for firm, told in zip(part, found, strict=True) if told is None]
    words = time.process_time() - began
    began = time.process_time()
    if left:
        assigner.warm(left)
    encoder = time.process_time() - began
    print(json.dumps({"rows": len(firms), "words": words, "left": len(left), "encoder": encoder}))


if __name__ == "__main__":
    main()
