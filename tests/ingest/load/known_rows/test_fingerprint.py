"""What a row's reading rests on: no module that reads stands outside of what the digest covers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ingest.load.known_rows import fingerprint

READERS = "ingest.read.firm_rows, ingest.read.listed_firms, ingest.match.name_parts, graph.model.regions"


def test_all_that_reads_is_in_the_digest(root: Path) -> None:
    asked = (
        f"import sys, {READERS}; print(*(getattr(m, '__file__', None) or '' for m in sys.modules.values()), sep='\\n')"
    )
    said = subprocess.run([sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True).stdout
    ours = {Path(f).relative_to(root) for f in said.splitlines() if f and Path(f).is_relative_to(root)}
    ours = {f for f in ours if f.parts[0] in ("graph", "ingest", "recommend") and f.name != "__init__.py"}
    covered = {f.relative_to(root) for place in fingerprint.READS for f in fingerprint._files(fingerprint.ROOT / place)}
    assert len(ours) > 30
    assert ours <= covered
    assert Path("ingest/read/sources/registration.yaml") in covered
