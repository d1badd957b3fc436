"""The file of the rows that one source's last load left in the store: for each a digest of its cells, the hash of the
record that it became, and its keys. A file that is not whole, or of another reader, holds nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np

from graph.errors import UnwritableFile
from graph.files.whole import put_bytes

DIGEST, HASH = 16, 10  # bytes
ROW_END, KEY_END = "\n", "\t"


class KeptRow(NamedTuple):
    """hash: of the record (origin, first key) that the row made, in hexadecimal; keys: of the row, the surest first."""

    digest: bytes
    hash: str
    keys: list[str]


def file_of(folder: Path, origin: str) -> Path:
    """Where the rows of a source are kept."""
    return folder / f"{blake2b(origin.encode(), digest_size=8).hexdigest()}.npz"


def save(file: Path, reader: bytes, day: str, rows: Sequence[KeptRow]) -> None:
    """Write them in place of what was kept. reader, day: by whom and when they were read. Where the file cannot be
    written, nothing is kept: the next load takes longer."""
    rows = [r for r in rows if len(r.digest) == DIGEST and len(r.hash) == 2 * HASH and not _parted(r.keys)]
    texts = ROW_END.join(KEY_END.join(r.keys) for r in rows).encode()
    out = BytesIO()
    np.savez(
        out,
        reader=np.frombuffer(reader, dtype=np.uint8),
        day=np.frombuffer(day.encode(), dtype=np.uint8),
        digests=np.frombuffer(b"".join(r.digest for r in rows), dtype=np.uint8),
        hashes=np.frombuffer(bytes.fromhex("".join(r.hash for r in rows)), dtype=np.uint8),
        keys=np.frombuffer(texts, dtype=np.uint8),
    )
    with suppress(UnwritableFile):
        put_bytes(file, out.getvalue())


def _parted(keys: Sequence[str]) -> bool:
    return any(ROW_END in k or KEY_END in k for k in keys)


def load(file: Path, reader: bytes, day: str) -> dict[bytes, tuple[str, str]]:
    """Digest → (hash, keys in one text, see `keys_of`), of what this reader kept on this day or before: a day that was
    still to come when a row is read is a fault of the row. Empty where there is no such file."""
    try:
        with np.load(file, allow_pickle=False) as told:
            if told["reader"].tobytes() != reader or told["day"].tobytes().decode() > day:
                return {}
            digests, hashes = told["digests"].tobytes(), told["hashes"].tobytes().hex()
            keys = told["keys"].tobytes().decode().split(ROW_END)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    n = len(digests) // DIGEST
    if len(keys) != n or len(hashes) != 2 * HASH * n:
        return {}
    width = 2 * HASH
    return {digests[i * DIGEST : (i + 1) * DIGEST]: (hashes[i * width : (i + 1) * width], keys[i]) for i in range(n)}


def keys_of(text: str) -> list[str]:
    """The keys of a row, out of the text in which they are kept."""
    return text.split(KEY_END)
