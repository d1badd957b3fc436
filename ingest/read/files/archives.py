"""What reading a damaged archive raises. `zipfile` promises `BadZipFile` and raises whatever its parts raise."""

from __future__ import annotations

import struct
import zipfile
import zlib

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # names of entries in another encoding than they say, among others
    NotImplementedError,
    RuntimeError,
)
