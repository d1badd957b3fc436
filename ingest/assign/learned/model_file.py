"""The learned model as a file: arrays and a JSON head in one .npz, so that loading it runs nobody's code."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import UnreadableFile
from graph.model.retired import NONE, Retired
from ingest.assign.learned import roles, taught
from ingest.assign.learned.features import NAMES
from ingest.assign.learned.grams import Grams
from ingest.assign.learned.roles import RoleModel
from ingest.assign.learned.taught import Taught
from ingest.assign.learned.trees import Trees

FORMAT = 1  # raise it when features, parts or the meaning of an array change
MEND = "make it again with `liantu train`"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Choice:
    """From log-odds to a firm's segments: calibrated by a line on the log-odds, then cut."""

    slope: float
    shift: float
    least: float  # chance below which a segment is not given
    beside: float  # nor one whose chance is below this share of the firm's best

    def chances(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Calibrated probabilities."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * odds + self.shift))))


@dataclass(frozen=True)
class Model:
    """All that was learned; `ids` are the segments of the arrays' columns, `encoder` whose vectors it was taught on."""

    ids: tuple[str, ...]
    encoder: str
    taught: Taught
    roles: RoleModel
    trees: Trees
    choice: Choice
    labels: int  # firms it was taught on

    def for_catalogue(self, ids: Sequence[str], retired: Retired = NONE) -> Model:
        """The same for the segments of a catalogue: what an ended id was taught goes to all its heirs, a new segment
        starts with nothing taught."""
        if tuple(ids) == self.ids:
            return self
        place = {s: i for i, s in enumerate(ids)}
        moved = np.zeros((len(self.ids), len(ids)), np.float32)
        for i, old in enumerate(self.ids):
            for new in (old,) if old in place else retired.now(old):
                if new in place:
                    moved[i, place[new]] = 1
        return replace(self, ids=tuple(ids), taught=self.taught.moved(moved))

    def strangers(self, ids: Sequence[str], retired: Retired = NONE) -> list[str]:
        """Segments it was taught that neither stand in a catalogue nor have an heir there."""
        there = set(ids)
        return [s for s in self.ids if s not in there and not set(retired.now(s)) & there]


def kept(values: NDArray[Any]) -> Floats:
    """What is left of an array after it was written with eight bits a number."""
    small, scale = _small(values)
    return _wide(small, scale)


def _small(values: NDArray[Any]) -> tuple[NDArray[np.int8], Floats]:
    """Eight bits a number, each column with its own scale."""
    scale = (np.maximum(np.abs(values).max(axis=0), 1e-12) / 127).astype(np.float32)
    return np.round(values / scale).astype(np.int8), scale


def _wide(small: NDArray[np.int8], scale: Floats) -> Floats:
    return small.astype(np.float32) * scale


def save(model: Model, file: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    head = {
        "format": FORMAT,
        "ids": model.ids,
        "features": NAMES,
        "encoder": model.encoder,
        "labels": model.labels,
        "choice": vars(model.choice),
    }
    arrays: dict[str, NDArray[Any]] = {"head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}
    eights = {
        "taught_grams": model.taught.by_grams.data[:, None],
        "taught_vector": model.taught.by_vector,
        "taught_mix": model.taught.mix,
        "role_weights": model.roles.weights,
    }
    for name, values in eights.items():
        arrays[name], arrays[f"{name}_scale"] = _small(values)
    arrays |= {
        "taught_places": model.taught.by_grams.indices.astype(np.uint16),
        "taught_ends": model.taught.by_grams.indptr.astype(np.int32),
        "taught_rarity": model.taught.grams.rarity.astype(np.float16),
        "taught_mean": model.taught.mean,
        "taught_level": model.taught.level,
        "role_rarity": model.roles.grams.rarity.astype(np.float16),
        "role_bias": model.roles.bias,
    }
    arrays |= {f"trees_{k}": v for k, v in model.trees.arrays().items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, values in sorted(arrays.items()):
            with bundle.open(zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0)), "w") as member:
                np.lib.format.write_array(member, np.ascontiguousarray(values), allow_pickle=False)


def load(file: Path) -> Model:
    """Raises `UnreadableFile` where the file is missing, no model, or of another version."""
    try:
        with np.load(file, allow_pickle=False) as bundle:
            held = {name: bundle[name] for name in bundle.files}
        head = json.loads(held["head"].tobytes())
        if head["format"] != FORMAT or tuple(head["features"]) != NAMES:
            raise UnreadableFile(
                file.name, f"a model of version {head['format']}, and this liantu reads {FORMAT}", MEND
            )
        return _model(head, held)
    except FileNotFoundError as error:
        raise UnreadableFile(file.name, "not found", MEND) from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise UnreadableFile(file.name, "no model of the assignment of firms", MEND) from error


def _model(head: Mapping[str, Any], held: Mapping[str, NDArray[Any]]) -> Model:
    def wide(name: str) -> Floats:
        return _wide(held[name], held[f"{name}_scale"])

    grams = Grams(taught.PARTS, held["taught_rarity"])
    weights = (wide("taught_grams")[:, 0], held["taught_places"].astype(np.int32), held["taught_ends"])
    return Model(
        ids=tuple(head["ids"]),
        encoder=str(head["encoder"]),
        taught=Taught(
            grams,
            held["taught_mean"],
            sparse.csr_matrix(weights, shape=(grams.width, len(head["ids"]))),
            wide("taught_vector"),
            wide("taught_mix"),
            held["taught_level"],
        ),
        roles=RoleModel(Grams(roles.PARTS, held["role_rarity"]), wide("role_weights"), held["role_bias"]),
        trees=Trees.of_arrays({k.removeprefix("trees_"): v for k, v in held.items() if k.startswith("trees_")}),
        choice=Choice(**head["choice"]),
        labels=int(head["labels"]),
    )
