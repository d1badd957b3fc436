"""Finds values that reach Streamlit's Markdown unescaped, by reading the source of the pages."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# Calls whose texts Streamlit reads as Markdown: which positional arguments, and which keywords.
LABEL = ((0,), ("label", "help"))
BODY = ((0,), ("body", "help"))
MARKDOWN: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    **dict.fromkeys(
        ("markdown", "caption", "header", "subheader", "title", "info", "warning", "error", "success"), BODY
    ),
    **dict.fromkeys(
        ("button", "download_button", "form_submit_button", "link_button", "page_link", "checkbox", "toggle", "radio"),
        LABEL,
    ),
    **dict.fromkeys(("text_input", "text_area", "number_input", "date_input", "time_input", "selectbox"), LABEL),
    **dict.fromkeys(("multiselect", "slider", "select_slider", "pills", "segmented_control", "file_uploader"), LABEL),
    **dict.fromkeys(("expander", "popover", "dialog", "status", "metric", "feedback"), LABEL),
    "toast": BODY,
    "spinner": ((0,), ("text",)),
    "progress": ((1,), ("text",)),
    "tabs": ((0,), ("tabs",)),
    "write": ((0, 1, 2, 3), ()),
    "exception": ((0,), ()),
}
# Options of these are drawn as Markdown, too: what `format_func` gives, or the options themselves.
OPTIONS = ("radio", "pills", "segmented_control", "select_slider")
SAFE_CALLS = ("plain", "markup.plain")


def unescaped(tree: ast.AST) -> list[str]:
    """Line and code of every value that is neither a text of ours nor escaped, and every `unsafe_allow_html`."""
    found: list[str] = []
    ours = {a.asname or a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names} - {"st"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id in ours:
            continue  # a function of ours; what it hands to Streamlit is looked at where it does
        if any(k.arg == "unsafe_allow_html" for k in node.keywords):
            found.append(f"{node.lineno} unsafe_allow_html")
        found += [f"{v.lineno} {node.func.attr}({ast.unparse(v)})" for v in risky(node)]
    return found


def risky(node: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that reach Markdown and are not safe."""
    assert isinstance(node.func, ast.Attribute)
    name = node.func.attr
    if name not in MARKDOWN or not _of_streamlit(node.func):
        return
    places, keywords = MARKDOWN[name]
    texts = [node.args[i] for i in places if i < len(node.args)]
    texts += [k.value for k in node.keywords if k.arg in keywords]
    if name in OPTIONS:
        shown = [k.value for k in node.keywords if k.arg == "format_func"]
        texts += shown or [k.value for k in node.keywords if k.arg == "options"] or list(node.args[1:2])
    for text in texts:
        if not is_safe(text):
            yield text


def _of_streamlit(func: ast.Attribute) -> bool:
    """`st.error`, or the same of a container (`left.button`); not `report.write`, `out.write`, `log.error`."""
    base = ast.unparse(func.value)
    if base.split(".")[0] == "st" or base.startswith("st."):
        return True
    return func.attr not in ("write", "exception", "status", "title", "progress", "feedback") or base in ("bar", "box")


def is_safe(value: ast.expr) -> bool:
    """Is it a text of ours, or escaped? `say("key")` is ours as long as nothing is filled into it."""
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Call):
        name = ast.unparse(value.func)
        if name in (*SAFE_CALLS, "len"):
            return True
        if name in ("say", "speaker") or name.endswith((".say", "].say")):
            return not value.keywords
        if name == "map" and len(value.args) == 2:
            return ast.unparse(value.args[0]) in ("say", *SAFE_CALLS)
        return name in ("list", "tuple") and all(map(is_safe, value.args))
    if isinstance(value, ast.IfExp):
        return is_safe(value.body) and is_safe(value.orelse)
    if isinstance(value, ast.BoolOp):
        return all(map(is_safe, value.values))
    if isinstance(value, ast.JoinedStr):
        return all(
            isinstance(p, ast.Constant) or (isinstance(p, ast.FormattedValue) and is_safe(p.value))
            for p in value.values
        )
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return is_safe(value.left) and is_safe(value.right)
    if isinstance(value, ast.List | ast.Tuple):
        return all(map(is_safe, value.elts))
    if isinstance(value, ast.ListComp | ast.GeneratorExp):
        return is_safe(value.elt)
    if isinstance(value, ast.Lambda):
        return is_safe(value.body)
    return isinstance(value, ast.Name) and value.id in (*SAFE_CALLS, "say")
