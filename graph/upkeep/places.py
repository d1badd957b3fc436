"""Which files make up an office's data, and which of them a backup holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.settings import Settings
from graph.store.embedded.rows import file_of_url


@dataclass(frozen=True)
class Places:
    """graph, casework: database files, None where a server holds them; beside: files and folders that the office made
    (declared sources, weights and models it taught, what it has set); vectors: their folder."""

    graph: Path | None
    casework: Path | None
    beside: tuple[Path, ...]
    vectors: Path

    @classmethod
    def of(cls, settings: Settings) -> Places:
        """Of these settings."""
        home = settings.vectors.parent
        beside = (home / "sources", home / "taught.json", settings.office_file, settings.assignment_file)
        return cls(settings.store_file, file_of_url(settings.casework_url), beside, settings.vectors)

    def databases(self) -> dict[str, Path]:
        """The database files by what they are called in a backup."""
        named = {"graph.db": self.graph, "casework.db": self.casework}
        return {name: file for name, file in named.items() if file is not None}

    def plain_files(self, vectors: bool) -> dict[str, Path]:
        """The other files, by what they are called in a backup."""
        out: dict[str, Path] = {}
        for place in (*self.beside, *((self.vectors,) if vectors else ())):
            files = sorted(place.rglob("*")) if place.is_dir() else [place]
            for file in files:
                if file.is_file() and file.suffix not in (".lock", ".part"):
                    inside = file.relative_to(place.parent).as_posix()
                    out[f"beside/{inside}" if place is not self.vectors else f"vectors/{file.name}"] = file
        return out

    def target(self, name: str) -> Path | None:
        """Where a file of a backup belongs; None for one that has no place here."""
        if name in ("graph.db", "casework.db"):
            return self.databases().get(name)
        kind, _, inside = name.partition("/")
        if not inside or ".." in Path(inside).parts or Path(inside).is_absolute() or ":" in inside or "\\" in inside:
            return None
        if kind == "vectors":
            return self.vectors / inside
        return self.vectors.parent / inside if kind == "beside" else None
