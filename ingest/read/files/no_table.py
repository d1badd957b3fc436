"""What a file is that is no table, by its first bytes: said by its name, with what to do."""

from __future__ import annotations

UNPACK = "unpack it, and load the tables in it"
EXPORT = "have it exported as .xlsx or .csv"
KINDS: dict[bytes, tuple[str, str]] = {
    b"%PDF": ("it is a PDF", EXPORT),
    b"Rar!": ("it is a RAR archive", UNPACK),
    b"7z\xbc\xaf": ("it is a 7z archive", UNPACK),
    b"BZh": ("it is a bzip2 archive", UNPACK),
    b"\xfd7zXZ": ("it is an xz archive", UNPACK),
    b"\x28\xb5\x2f\xfd": ("it is a zstd archive", UNPACK),
    b"\x89PNG": ("it is a picture", EXPORT),
    b"\xff\xd8\xff": ("it is a picture", EXPORT),
    b"GIF8": ("it is a picture", EXPORT),
    b"\x7fELF": ("it is a program", "name the table"),
    b"MZ\x90\x00": ("it is a program", "name the table"),
    b"SQLite format 3": ("it is a database", EXPORT),
}


def kind_of(magic: bytes) -> tuple[str, str] | None:
    """What is wrong and what to do, where the first bytes are those of something else."""
    return next((told for start, told in KINDS.items() if magic.startswith(start)), None)
