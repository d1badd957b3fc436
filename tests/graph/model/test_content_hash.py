"""The hash of a record's content: the same for ever, whichever library writes the text it is made from."""

import hashlib
import json

from hypothesis import example, given
from hypothesis import strategies as st

from graph.model.specs import content_hash

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))  # no halves of surrogate pairs
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=8)


@given(st.dictionaries(TEXTS, VALUES))
@example({"a": 1e16, "b": 1.2e-05, "c": -0.0, "d": 1e-7, "e": 5e-324})
@example({"z": '\x00\x1f\x7f\u2028\\"/', "𠮷": ["é"], "é": {"b": 1, "a": 2}})
def test_it_is_that_of_the_text_json_writes(content: dict[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content_hash(content) == hashlib.blake2b(text.encode(), digest_size=10).hexdigest()  # type: ignore[arg-type]
