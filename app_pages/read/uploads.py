"""What was dragged into the app, as a file for as long as it is read."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# No system takes these in a name, or they turn its letters around on the screen. Blanks stay: the name of the file is
# the name of the source that its firms come from.
_REFUSED = re.compile('[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
LONGEST = 120  # characters


@contextmanager
def kept(name: str, content: bytes) -> Iterator[Path]:
    """The upload under its own name, in a folder of its own."""
    given = Path(_REFUSED.sub("", name).replace("\\", "/")).name.strip(". ") or "upload.csv"
    with tempfile.TemporaryDirectory(prefix="liantu-") as folder:
        file = Path(folder) / given[-LONGEST:]
        file.write_bytes(content)
        yield file
