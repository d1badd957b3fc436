"""What a page shows, as text."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)


def words(at: AppTest) -> str:
    """All headings, HTML, alerts and button labels of a page."""
    parts = [str(e.value) for kind in ("header", "subheader") for e in at.get(kind)]
    parts += [UNSEEN.sub("", e.proto.body) for e in at.get("html")]
    parts += [e.value for kind in ("error", "success", "info", "caption", "text") for e in at.get(kind)]
    parts += [b.label for b in at.button]
    return "\n".join(parts)


def page(at: AppTest, name: str) -> AppTest:
    """The app on another page, without an exception."""
    at.switch_page(f"app_pages/pages/{name}/page.py").run()
    assert not at.exception, [e.value for e in at.exception]
    return at
