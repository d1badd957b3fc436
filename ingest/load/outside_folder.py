"""A folder of outside tables → a store, for a back-test: listed firms, then what their reports say of them."""

from __future__ import annotations

from pathlib import Path

from graph.errors import UnreadableFile
from graph.model.regions import Regions
from graph.store.base.protocol import GraphStore
from ingest.assign.assigner import Assigner
from ingest.load.files import load_table
from ingest.load.load_report import LoadReport
from ingest.load.refresh import Progress, silent
from ingest.read.understand.outside import one_table

FIRMS = "listed_firms"
REPORTS = ("report_products", "report_materials", "report_relations", "report_capacity", "report_technology")
ENDINGS = (".csv.gz", ".csv", ".xlsx")


def load_folder(
    store: GraphStore,
    folder: Path,
    regions: Regions,
    assigner: Assigner,
    max_mb: int = 150,
    progress: Progress = silent,
) -> dict[str, LoadReport]:
    """Load `listed_firms` and the five report extracts of a folder (`.csv.gz`, `.csv` or `.xlsx`), nothing else in it.

    The store must exist and hold the chains. An `Assigner` without an encoder assigns by terms alone, which is fast
    and, for firms with products, nearly all there is. An extract that is not there is left out; raises
    `UnreadableFile` where the table of firms is missing.
    """
    found = {stem: _file(folder, stem) for stem in (FIRMS, *REPORTS)}
    if found[FIRMS] is None:
        raise UnreadableFile(
            folder.name, f"no {FIRMS}.csv.gz in it", "name the folder that holds the table of listed firms"
        )
    return {
        stem: load_table(store, one_table(file, max_mb), stem, regions, assigner, "", progress)
        for stem, file in found.items()
        if file is not None
    }


def _file(folder: Path, stem: str) -> Path | None:
    return next((f for end in ENDINGS if (f := folder / f"{stem}{end}").is_file()), None)
