"""Terms found in a text: the longest wins, what many segments share and what is general says less."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from graph.errors import InvalidCatalogue, UnreadableFile
from graph.model.records import Segment
from ingest.assign.lexicon import OUTSIDE, GeneralTerms, Lexicon, all_plain, plain
from tests.support.small import TERMS, calm


def segment(full_id: str, name: str, *products: str, codes: tuple[str, ...] = ()) -> Segment:
    return Segment(full_id, full_id.split(".")[0], name, name, "midstream", name, products, codes)


SEGMENTS = [
    segment("equipment.crane", "起重机", "桥式起重机", "起重机械", codes=("3432", "34")),
    segment("equipment.motor", "起重电机", "起重机电机", "电动机", codes=("3812",)),
    segment("battery_ev.motor", "驱动电机", "驱动电动机", "电动机", codes=("3812",)),
    segment("green_food.flour", "面粉加工", "面粉", "小麦粉"),
]
GENERAL = GeneralTerms(
    {"起重": ("equipment.crane",), "面粉": ("equipment.crane",)},
    ("五金", "起重", "小麦粉"),
    frozenset({"加工"}),
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(SEGMENTS, GENERAL)


def hits(lexicon: Lexicon, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((h.term, h.segments) for h in lexicon.find(text))


def test_the_longest_term_wins(lexicon: Lexicon) -> None:
    """起重机 and 电动机 stand in 桥式起重机 and 驱动电动机; they are not counted again."""
    assert hits(lexicon, "桥式起重机、驱动电动机") == [
        ("桥式起重机", ("equipment.crane",)),
        ("驱动电动机", ("battery_ev.motor",)),
    ]
    assert hits(lexicon, "起重机电机配件") == [("起重机电机", ("equipment.motor",))]


def test_end_says_where_a_term_stops(lexicon: Lexicon) -> None:
    assert [(h.term, h.end) for h in lexicon.find("生产面粉")] == [("面粉", 4)]


def test_terms_are_compared_in_plain_form(lexicon: Lexicon) -> None:
    assert hits(lexicon, "桥式 起重机　（ＡＢ型）") == [("桥式起重机", ("equipment.crane",))]


def test_weights(lexicon: Lexicon) -> None:
    """Two letters .55, three .75, more 1; shared by two segments ÷1.35, by two chains ÷1.25 more; general ×.6."""
    weight = {h.term: h.weight for h in lexicon.find("桥式起重机；起重机；面粉；电动机；起重；五金")}
    assert weight == pytest.approx(
        {
            "桥式起重机": 1.0,
            "起重机": 0.75,
            "面粉": 0.55,
            "电动机": 0.75 / 1.35 / 1.25,
            "起重": 0.55 * 0.6,
            "五金": 0.55,
        }
    )


def test_who_owns_a_word(lexicon: Lexicon) -> None:
    """A product term beats a general word, both beat an outside word; stop words are nobody's."""
    assert hits(lexicon, "面粉") == [("面粉", ("green_food.flour",))]
    assert hits(lexicon, "起重") == [("起重", ("equipment.crane",))]
    assert hits(lexicon, "小麦粉") == [("小麦粉", ("green_food.flour",))]
    assert hits(lexicon, "五金") == [("五金", (OUTSIDE,))]
    assert hits(lexicon, "加工") == []


def test_exact_is_only_a_catalogue_term(lexicon: Lexicon) -> None:
    assert lexicon.exact("电动机") == ("equipment.motor", "battery_ev.motor")
    assert lexicon.exact("面粉 ") == ("green_food.flour",)
    assert lexicon.exact("起重") == lexicon.exact("五金") == lexicon.exact("飞机") == ()


def test_codes_of_three_digits_and_more(lexicon: Lexicon) -> None:
    assert lexicon.codes == {"3432": ("equipment.crane",), "3812": ("equipment.motor", "battery_ev.motor")}


def test_version_follows_the_terms() -> None:
    again, other = (
        Lexicon(SEGMENTS, GENERAL),
        Lexicon([*SEGMENTS[:3], segment("green_food.flour", "面粉加工", "麦粉")], GENERAL),
    )
    assert again.version == Lexicon(SEGMENTS, GENERAL).version
    assert other.version != again.version


@calm
@given(st.text(alphabet="桥式起重机电动驱面粉小麦五金 、", max_size=30))
def test_hits_never_overlap_and_stand_where_they_say(text: str) -> None:
    lexicon = Lexicon(SEGMENTS, GENERAL)
    form = "".join(text.split())
    spans = sorted((h.end - len(h.term), h.end) for h in lexicon.find(text))
    assert all(form[a:b] in lexicon.owners for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))


# -- terms.yaml ----------------------------------------------------------------------------------------


def test_load(tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text(yaml.safe_dump(TERMS, allow_unicode=True), encoding="utf-8")
    terms = GeneralTerms.load(tmp_path / "terms.yaml")
    assert terms.general == {
        "起重": ("equipment.crane",),
        "重工": ("equipment.crane",),
        "电池": ("battery_ev.cell",),
    }
    assert terms.outside == ("银行", "信用社", "五金", "百货", "水泥制品", "混凝土")
    assert terms.stop == frozenset({"加工"})


def test_missing_terms_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"terms\.yaml: not found; set LIANTU_DATA"):
        GeneralTerms.load(tmp_path / "terms.yaml")


@pytest.mark.parametrize("text", ["general: {}\noutside: []\n", "[]", "general: 3\noutside: []\nstop: []\n"])
def test_broken_terms_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "terms.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidCatalogue, match=r"terms\.yaml: .* it needs general, outside and stop"):
        GeneralTerms.load(tmp_path / "terms.yaml")


def test_broken_yaml_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_text("[1, 2", encoding="utf-8")
    with pytest.raises(InvalidCatalogue) as error:
        GeneralTerms.load(tmp_path / "terms.yaml")
    assert "\n" not in str(error.value)


def test_general_word_of_a_segment_that_does_not_exist() -> None:
    with pytest.raises(InvalidCatalogue, match=r"terms\.yaml: no segment equipment\.plane"):
        Lexicon(SEGMENTS, GeneralTerms({"航空": ("equipment.plane",)}, (), frozenset()))


@calm
@given(st.lists(st.text(alphabet="桥式起重机电动面粉 Ａa\u3000\x00\u0301", max_size=9), max_size=6))
@example(["起重机\x00", "\x00", ""])
def test_many_texts_at_once_hold_the_same_terms(lexicon: Lexicon, texts: list[str]) -> None:
    forms = all_plain(texts)
    assert forms == [plain(text) for text in texts]
    assert lexicon.find_in_forms(forms) == [lexicon.find(text) for text in texts]
