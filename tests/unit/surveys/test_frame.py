"""Answers as columns: what a shard holds, that it is noticed when it breaks, how it is counted."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from engage.core.config import Settings, UnsafeSettings
from engage.stats.cells import NOT_ASKED, ArrayCells
from engage.stats.design import Design
from surveys.frame import build, cells
from surveys.frame.cells import ShardCells
from surveys.frame.coding import Coding
from surveys.frame.manifest import Entry, Manifest, State, read, write
from surveys.frame.renewal import bits_for, span_of
from surveys.frame.shard import IDS, MARKS, DamagedShard, opened, packed
from surveys.frame.shelf import Shelf
from tests.factories.every_type import every_type
from tests.factories.responses import answers

PEOPLE = 90


@pytest.fixture(scope="module")
def questionnaire():
    return every_type()


@pytest.fixture(scope="module")
def documents(questionnaire):
    today = date(2026, 11, 23)
    return [answers(questionnaire, number=n, today=today) for n in range(PEOPLE)]


def rows(coding, documents, first=0):
    ids = np.array([f"{first + place:032x}" for place in range(len(documents))], "S32")
    return coding.code(documents) | {IDS: ids, MARKS: np.zeros(len(documents), np.uint64)}


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "survey")


@pytest.fixture
def shards(questionnaire, documents, shelf):
    """The answers in three shards of different lengths, one of them empty, as they lie on disk."""
    coding = Coding(questionnaire)
    cuts = [(0, 50), (50, 50), (50, PEOPLE)]
    entries = [shelf.put(rows(coding, documents[a:b], a)) for a, b in cuts]
    return coding, [shelf.open(entry.digest) for entry in entries]


def source(shelf, shards, workers=1):
    coding, opened_shards = shards
    paths = [shelf.path(shard.digest) for shard in opened_shards]
    return ShardCells(opened_shards, paths, coding.options, workers)


class TestShards:
    def test_arrays_come_back_as_they_were(self, questionnaire, documents, tmp_path):
        arrays = rows(Coding(questionnaire), documents)
        data = packed(arrays)
        entry = Shelf(tmp_path).put(arrays)
        shard = Shelf(tmp_path).open(entry.digest)
        assert shard.rows == PEOPLE
        assert packed(dict(shard.arrays)) == data
        assert set(shard.arrays) == set(arrays)
        for name, array in arrays.items():
            np.testing.assert_array_equal(shard.arrays[name], array)
            assert shard.arrays[name].dtype == array.dtype

    def test_the_order_of_the_arrays_does_not_matter(self, questionnaire, documents):
        arrays = rows(Coding(questionnaire), documents)
        assert packed(arrays) == packed(dict(reversed(arrays.items())))

    def test_no_text_is_in_a_shard(self, questionnaire, documents):
        said = [d["opinion"]["text"] for d in documents if d["opinion"]["state"] == "answered"]
        data = packed(rows(Coding(questionnaire), documents))
        assert said
        assert not [text for text in said if text.encode() in data]

    def test_a_bit_that_flips_is_noticed(self, shelf, questionnaire, documents):
        entry = shelf.put(rows(Coding(questionnaire), documents))
        path = shelf.path(entry.digest)
        data = bytearray(path.read_bytes())
        data[-70] ^= 1
        path.write_bytes(data)
        with pytest.raises(DamagedShard):
            shelf.open(entry.digest)

    @pytest.mark.parametrize("left", [0, 1, 100])
    def test_a_file_cut_short_is_noticed(self, shelf, questionnaire, documents, left):
        entry = shelf.put(rows(Coding(questionnaire), documents))
        path = shelf.path(entry.digest)
        path.write_bytes(path.read_bytes()[:left])
        with pytest.raises(DamagedShard):
            shelf.open(entry.digest)

    def test_a_file_that_is_gone_is_noticed(self, tmp_path):
        with pytest.raises(DamagedShard):
            opened(tmp_path / "nowhere", "0" * 64)

    def test_arrays_of_different_lengths_are_refused(self):
        with pytest.raises(ValueError, match="different lengths"):
            packed({"a": np.zeros(2), "b": np.zeros(3)})


class TestManifests:
    MANIFEST = Manifest("r", State("r", 3, 1, 0, False), (Entry("ab", 2), Entry("cd", 1)))

    def test_it_comes_back(self, tmp_path):
        write(tmp_path, self.MANIFEST)
        assert read(tmp_path) == self.MANIFEST
        assert read(tmp_path).rows == 3

    @pytest.mark.parametrize(
        "changed", ["", "{", "[]", "{}", '{"digest": 1}', "null", "\udcff\udcfe"]
    )
    def test_a_broken_one_is_none(self, tmp_path, changed):
        (tmp_path / "manifest.json").write_bytes(changed.encode(errors="surrogateescape"))
        assert read(tmp_path) is None

    def test_a_changed_number_is_noticed(self, tmp_path):
        write(tmp_path, self.MANIFEST)
        path = tmp_path / "manifest.json"
        path.write_text(path.read_text().replace('"rows":2', '"rows":3'))
        assert read(tmp_path) is None

    def test_what_is_in_no_manifest_is_deleted(self, shelf, questionnaire, documents):
        coding = Coding(questionnaire)
        old, new = (shelf.put(rows(coding, documents[:n])) for n in (3, 4))
        shelf.settle(Manifest("r", None, (new,)))
        assert shelf.open(new.digest).rows == 4
        with pytest.raises(DamagedShard):
            shelf.open(old.digest)
        shelf.forget()
        assert shelf.manifest() is None
        with pytest.raises(DamagedShard):
            shelf.open(new.digest)


class TestSettings:
    def given(self, tmp_path, **changes):
        env = {"ENGAGE_DATA_DIR": str(tmp_path), "ENGAGE_SECRET_KEY": "x" * 40}
        return Settings.from_env(env | changes)

    def test_how_many_processes_count_and_where(self, tmp_path):
        usual = self.given(tmp_path)
        assert (usual.counting_workers, usual.frames_dir) == (1, "")
        many = self.given(tmp_path, ENGAGE_COUNTING_WORKERS="4", ENGAGE_FRAMES_DIR="/elsewhere")
        assert (many.counting_workers, many.frames_dir) == (4, "/elsewhere")

    def test_no_process_at_all_is_refused(self, tmp_path):
        with pytest.raises(UnsafeSettings, match="COUNTING_WORKERS"):
            self.given(tmp_path, ENGAGE_COUNTING_WORKERS="0")


class TestCuts:
    @pytest.mark.parametrize(
        ("responses", "bits"), [(0, 0), (1, 0), (10, 0), (11, 1), (20, 1), (21, 2), (80, 3)]
    )
    def test_shards_are_cut_in_two_when_they_are_full(self, responses, bits):
        assert bits_for(responses, 10) == bits

    @pytest.mark.parametrize("bits", [0, 1, 5])
    def test_every_id_is_in_exactly_one_part(self, bits):
        spans = [span_of(place, bits) for place in range(2**bits)]
        assert spans[0].begin == ""
        assert spans[-1].end is None
        assert all(a.end == b.begin for a, b in pairwise(spans))


class TestCounting:
    @pytest.fixture
    def whole(self, questionnaire, documents):
        return build(questionnaire, documents)

    def tables(self, coding):
        keys = list(coding.options)
        return [[key] for key in keys] + [list(pair) for pair in zip(keys, keys[7:], strict=False)]

    def test_counts_are_those_of_one_array(self, shelf, shards, whole):
        counted = source(shelf, shards)
        assert counted.rows == whole.cells.rows == PEOPLE
        for keys in self.tables(shards[0]):
            ours, theirs = (each.cells(keys, Design()) for each in (counted, whole.cells))
            assert ours.levels == theirs.levels
            np.testing.assert_array_equal(ours.n, theirs.n)
            np.testing.assert_array_equal(ours.w2, theirs.w2)

    def test_weights_add_up_to_rounding(self, shelf, shards, whole):
        design = Design(weights=np.random.default_rng(4).random(PEOPLE))
        for keys in self.tables(shards[0])[:20]:
            ours, theirs = (
                each.cells(keys, design) for each in (source(shelf, shards), whole.cells)
            )
            np.testing.assert_array_equal(ours.n, theirs.n)
            np.testing.assert_allclose(ours.w, theirs.w, rtol=1e-12)
            np.testing.assert_allclose(ours.w2, theirs.w2, rtol=1e-12)

    def test_whole_columns_can_be_had(self, shelf, shards, whole):
        columns = source(shelf, shards).columns
        assert set(columns) == set(whole.cells.columns)
        for key, column in whole.cells.columns.items():
            np.testing.assert_array_equal(columns[key].codes, column.codes)
            assert columns[key].levels == column.levels

    def test_bad_questions_are_refused(self, shelf, shards):
        with pytest.raises(ValueError, match="at least one key"):
            source(shelf, shards).cells([], Design())
        with pytest.raises(ValueError, match="One weight"):
            source(shelf, shards).cells(["one"], Design(weights=np.ones(3)))

    def test_a_million_codes_that_no_option_has_are_refused(self, shelf, shards):
        coding, opened_shards = shards
        broken = dict(opened_shards[0].arrays)
        broken["code:one"] = np.full(50, 77, np.uint8)
        entry = shelf.put(broken)
        counted = source(shelf, (coding, [shelf.open(entry.digest)]))
        with pytest.raises(ValueError, match="without a level"):
            counted.cells(["one"], Design())

    def test_numbers_say_who_was_not_asked(self, questionnaire, documents):
        frame = build(questionnaire, [*documents, {}])
        assert all(given[-1] == NOT_ASKED for given in frame.numbers.values())
        assert isinstance(frame.cells, ArrayCells)


class TestSeveralProcesses:
    def test_they_give_the_same_bits(self, shelf, shards):
        one, two = source(shelf, shards), source(shelf, shards, workers=2)
        weighted = Design(weights=np.random.default_rng(5).random(PEOPLE))
        for keys in (["one"], ["one", "card"]):
            for design in (Design(), weighted):
                ours, theirs = (each.cells(keys, design) for each in (one, two))
                for a, b in ((ours.n, theirs.n), (ours.w, theirs.w), (ours.w2, theirs.w2)):
                    assert a.tobytes() == b.tobytes()

    def test_a_file_that_went_is_counted_here(self, shelf, shards):
        two = source(shelf, shards, workers=2)
        expected = two.cells(["one"], Design()).n
        coding, opened_shards = shards
        again = ShardCells(opened_shards, [shelf.folder / "gone"] * 3, coding.options, workers=2)
        np.testing.assert_array_equal(again.cells(["one"], Design()).n, expected)

    def test_a_process_that_dies_costs_no_answer(self, shelf, shards):
        two = source(shelf, shards, workers=2)
        expected = two.cells(["one"], Design()).n
        for process in list(cells._pool(2)._processes.values()):
            process.kill()
        for _ in range(3):
            np.testing.assert_array_equal(two.cells(["one"], Design()).n, expected)
