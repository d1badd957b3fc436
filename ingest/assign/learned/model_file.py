"""The learned model as a file: arrays and a JSON head in one .npz, so that loading it runs nobody's code."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import UnreadableFile
from graph.files.whole import whole
from graph.model.retired import NONE, Retired
from ingest.assign.learned import role_model, taught
from ingest.assign.learned.chain_choice import NAMES as CHAIN_NAMES
from ingest.assign.learned.chain_choice import ChainChoice
from ingest.assign.learned.features import NAMES, WORD_NAMES
from ingest.assign.learned.grams import Grams
from ingest.assign.learned.role_model import RoleModel
from ingest.assign.learned.taught import Taught
from ingest.assign.learned.trees import Trees
from ingest.assign.learned.weighing import COUNTS, Choice, Weighing

FORMAT = 3  # raise it when features, parts or the meaning of an array change
FEATURES = [[*NAMES, *COUNTS], [*WORD_NAMES, *COUNTS]]
MEND = "make it again with `liantu train`"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """All that was learned; `ids` are the segments of the arrays' columns, `encoder` whose vectors it was taught on.

    full: by words and meaning, for who can wait for the encoder; quick: by words alone, for registers of any size.
    """

    ids: tuple[str, ...]
    encoder: str
    roles: RoleModel
    full: Weighing
    quick: Weighing
    chains: ChainChoice
    labels: int  # firms it was taught on
    version: str = ""  # of the file it was read from

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
        return replace(self, ids=tuple(ids), full=self.full.moved(moved), quick=self.quick.moved(moved))

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
    scale = (np.abs(values).max(axis=0, initial=1e-12) / 127).astype(np.float32)
    return np.round(values / scale).astype(np.int8), scale


def _wide(small: NDArray[np.int8], scale: Floats) -> Floats:
    return small.astype(np.float32) * scale


def save(model: Model, file: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    head = {
        "format": FORMAT,
        "ids": model.ids,
        "features": FEATURES,
        "encoder": model.encoder,
        "labels": model.labels,
        "choice": {"full": vars(model.full.choice), "quick": vars(model.quick.choice)},
        "chains": [CHAIN_NAMES, {k: v for k, v in vars(model.chains).items() if k != "head"}],
    }
    arrays: dict[str, NDArray[Any]] = {"head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}
    arrays["roles_weights"], arrays["roles_weights_scale"] = _small(model.roles.weights)
    arrays |= {"roles_rarity": model.roles.grams.rarity.astype(np.float16), "roles_bias": model.roles.bias}
    for name, part in (("full", model.full), ("quick", model.quick)):
        arrays |= {f"{name}_{key}": values for key, values in _arrays(part).items()}
    arrays |= {f"head_{key}": values for key, values in _taught_arrays(model.chains.head).items()}
    with whole(file) as half, zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, values in sorted(arrays.items()):
            with bundle.open(zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0)), "w") as member:
                np.lib.format.write_array(member, np.ascontiguousarray(values), allow_pickle=False)


def _arrays(part: Weighing) -> dict[str, NDArray[Any]]:
    trees = {f"trees_{k}": v for k, v in part.trees.arrays().items()}
    return _taught_arrays(part.taught) | trees | {"counts": part.counts}


def _taught_arrays(taught: Taught) -> dict[str, NDArray[Any]]:
    out: dict[str, NDArray[Any]] = {}
    eights = {"grams": taught.by_grams.data[:, None], "vector": taught.by_vector, "mix": taught.mix}
    for name, values in eights.items():
        out[name], out[f"{name}_scale"] = _small(values)
    return out | {
        "places": taught.by_grams.indices.astype(np.uint16),
        "ends": taught.by_grams.indptr.astype(np.int32),
        "rarity": taught.grams.rarity.astype(np.float16),
        "mean": taught.mean,
        "level": taught.level,
    }


def load(file: Path) -> Model:
    """Raises `UnreadableFile` where the file is missing, no model, or of another version."""
    try:
        version = blake2b(file.read_bytes(), digest_size=6).hexdigest()
        with np.load(file, allow_pickle=False) as bundle:
            held = {name: bundle[name] for name in bundle.files}
        head = json.loads(held["head"].tobytes())
        if head["format"] != FORMAT or head["features"] != FEATURES:
            raise UnreadableFile(
                file.name, f"a model of version {head['format']}, and this liantu reads {FORMAT}", MEND
            )
        return replace(_model(head, held), version=version)
    except FileNotFoundError as error:
        raise UnreadableFile(file.name, "not found", MEND) from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise UnreadableFile(file.name, "no model of the assignment of firms", MEND) from error


def _model(head: Mapping[str, Any], held: Mapping[str, NDArray[Any]]) -> Model:
    ids = tuple(head["ids"])

    def of(name: str) -> dict[str, NDArray[Any]]:
        return {k.removeprefix(f"{name}_"): v for k, v in held.items() if k.startswith(f"{name}_")}

    def part(name: str) -> Weighing:
        mine = of(name)
        return Weighing(
            _taught(mine, len(ids)),
            Trees.of_arrays({k.removeprefix("trees_"): v for k, v in mine.items() if k.startswith("trees_")}),
            Choice(**head["choice"][name]),
            mine["counts"],
        )

    weights = _wide(held["roles_weights"], held["roles_weights_scale"])
    grams = Grams(role_model.PARTS, held["roles_rarity"])
    chains = head["chains"][1]
    ends: dict[str, Any] = {"chains": tuple(chains.pop("chains")), "weights": tuple(chains.pop("weights"))}
    return Model(
        ids=ids,
        encoder=str(head["encoder"]),
        roles=RoleModel(grams, weights, held["roles_bias"]),
        full=part("full"),
        quick=part("quick"),
        chains=ChainChoice(head=_taught(of("head"), len(ends["chains"]) + 1), **ends, **chains),
        labels=int(head["labels"]),
    )


def _taught(held: Mapping[str, NDArray[Any]], segments: int) -> Taught:
    def wide(name: str) -> Floats:
        return _wide(held[name], held[f"{name}_scale"])

    grams = Grams(taught.PARTS, held["rarity"])
    weights = (wide("grams")[:, 0], held["places"].astype(np.int32), held["ends"])
    by_grams = sparse.csr_matrix(weights, shape=(grams.width, segments))
    return Taught(grams, held["mean"], by_grams, wide("vector"), wide("mix"), held["level"])
