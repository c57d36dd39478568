"""A hundred thousand answers need no more memory than a few: each file is written row by row."""

import io
import multiprocessing
import tempfile
from pathlib import Path

import pytest

from surveys.codebook import codebook_of
from surveys.definition import parse
from surveys.exports.responses import KINDS, Wanted, write_documents
from tests.factories.every_type import document

FEW, MANY = 2_000, 100_000
MOST_MB = 12
ASKED = ("one", "many", "praise", "age", "opinion")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak"),
]


def answers(rows):
    for number in range(rows):
        yield {
            "one": {"state": "answered", "codes": ["2"]},
            "many": {"state": "answered", "codes": ["1", "98"]},
            "praise": {"state": "answered", "codes": [str(number % 11)]},
            "age": {"state": "answered", "number": number % 80},
            "opinion": {"state": "answered", "text": f"駅前にベンチがほしい {number}"},
        }


def codebook():
    whole = document()
    questions = [q for q in whole["pages"][0]["questions"] if q["code"] in ASKED]
    whole["pages"][0]["questions"] = questions
    return codebook_of(parse(whole), with_texts=True)


def peak_mb(kind, rows):
    """What a process of its own needed at most to write so many answers."""
    with tempfile.TemporaryFile() as file:
        wanted = Wanted(kind, with_texts=True)
        done = write_documents("memory", codebook(), lambda: answers(rows), wanted, file)
        assert done.rows == rows
        assert file.seek(0, io.SEEK_END) > rows
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


@pytest.mark.timeout(180)
@pytest.mark.parametrize("kind", KINDS)
def test_memory_does_not_grow_with_the_answers(kind):
    fresh = multiprocessing.get_context("spawn")
    with fresh.Pool(1, maxtasksperchild=1) as processes:
        few, many = processes.starmap(peak_mb, [(kind, FEW), (kind, MANY)], chunksize=1)
    assert many - few < MOST_MB
