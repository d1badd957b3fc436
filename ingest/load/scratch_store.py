"""A store of its own for a back-test: the catalogue's chains and the files of one folder, nothing else."""

from __future__ import annotations

from pathlib import Path

from graph.errors import UnreadableFile
from graph.model.chains import Catalogue
from graph.model.regions import Regions
from graph.store.embedded.store import EmbeddedStore
from ingest.assign.assigner import Assigner
from ingest.load.ended import remember
from ingest.load.outside_folder import FIRMS, load_folder
from ingest.load.refresh import Progress, silent

ENDINGS = (".csv.gz", ".csv")


def table_of(folder: Path, stem: str) -> Path | None:
    """The folder's table of this name, packed or not."""
    return next((folder / f"{stem}{e}" for e in ENDINGS if (folder / f"{stem}{e}").is_file()), None)


def firms_table(folder: Path) -> Path:
    """The table of listed firms. Raises `UnreadableFile`."""
    found = table_of(folder, FIRMS)
    if found is None:
        raise UnreadableFile(folder.name, f"holds no {FIRMS}.csv or .csv.gz", "name the folder with the outside data")
    return found


def scratch(
    url: str,
    folder: Path,
    catalogue: Catalogue,
    regions: Regions,
    assigner: Assigner,
    max_mb: int = 150,
    progress: Progress = silent,
) -> EmbeddedStore:
    """Make a store at `url` from the chains and what `ingest.load.outside_folder` reads of the folder."""
    store = EmbeddedStore.create(url)
    with store.batch("build", "chains", "data/chains") as batch:
        for chain in catalogue.chains:
            batch.upsert([chain])
            batch.upsert(chain.segments)
            batch.upsert(chain.links)
        remember(batch, catalogue.retired)
    load_folder(store, folder, regions, assigner, max_mb, progress)
    return store
