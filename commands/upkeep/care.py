"""What keeps an office's data safe: copies, the way back, and what is wrong; over all that one workspace works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UnfitVectors
from graph.store.base.clock import local_time
from graph.store.embedded.tables import SCHEMA_VERSION
from graph.upkeep import backup, doctor, restore
from graph.upkeep.places import Places
from ingest.load.refresh import silent
from liantu_program import __version__
from outreach.casework.db import newest
from recommend.encode.shipped import ShippedVectors
from recommend.encode.vector_sums import spoiled_in

if TYPE_CHECKING:
    from graph.upkeep.shapes import BackupDocument, FindingDocument
    from workspace import Workspace

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Care:
    """The upkeep of a workspace's data."""

    space: Workspace

    def backup(
        self, out: Path | None = None, progress: Progress = silent, now: datetime | None = None, vectors: bool = True
    ) -> BackupDocument:
        """A safe copy of graph, casework, vectors and what the office taught, also while others work. out: its file, or
        the folder for it; by default the folder of the store. Raises `StoreFault`, `UnwritableFile`."""
        at, places = now or local_time(), self._places
        folder = out or (places.graph or self.space.settings.vectors).parent
        file = folder if folder.suffix.lower() == ".zip" else folder / backup.file_name(at)
        return backup.backup(places, file, __version__, progress, at, vectors)

    def restore(self, file: Path, force: bool = False, progress: Progress = silent) -> BackupDocument:
        """Take a safe copy back; what stood there is kept beside it. force: also over a graph with later loads. Raises
        `UnreadableFile`, `StoreFault`."""
        with self.space.alone():
            return restore.restore(file, self._places, (SCHEMA_VERSION, newest()), progress, local_time(), force)

    def doctor(self, progress: Progress = silent) -> list[FindingDocument]:
        """What is wrong with the data, and what to do; nothing is changed."""
        encoder = self.space.encoder
        known = doctor.Known(
            SCHEMA_VERSION,
            newest(),
            lambda folder: spoiled_in(folder, encoder.model_id, encoder.dim),
            self._changed_vectors,
        )
        return doctor.examine(self._places, known, progress, local_time())

    @property
    def _places(self) -> Places:
        return Places.of(self.space.settings)

    def _changed_vectors(self) -> list[str]:
        """A sentence for each file of shipped vectors that is not what was shipped."""
        found = []
        for file in sorted((self.space.settings.data / "vectors").glob("*.vectors")):
            try:
                ShippedVectors.whole(file)
            except UnfitVectors as error:
                found.append(f"{error.file}: {error.why}")
        return found
