"""Words of a gap that every room uses."""

from __future__ import annotations

from typing import Literal

GapKind = Literal["missing", "break", "weak", "single_point", "extension"]
Verdict = Literal["confirmed", "likely", "insufficient_data"]
Action = Literal["filling", "extension", "strengthening"]
