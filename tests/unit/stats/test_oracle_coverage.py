"""No number of R is left without a test: every key of its files is named by some test module."""

import importlib
import json
from pathlib import Path

FILES = (
    "base_proportions.json",
    "base_tables.json",
    "base_tests.json",
    "survey_api_estimates.json",
    "survey_replicates.json",
    "survey_weighting.json",
)


def keys(document):
    """Return the names of a file to the second level: `top`, or `top.key` where top has keys."""
    for top, value in document.items():
        parts = value if isinstance(value, list) else [value]
        inner = {key for part in parts if isinstance(part, dict) for key in part}
        yield from (f"{top}.{key}" for key in sorted(inner)) if inner else (top,)


def covered():
    """Return what the test modules of this folder say that they compare."""
    found = set()
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.unit.stats.{path.stem}")
        found |= getattr(module, "COVERED", frozenset())
    return found


def missing(names, known):
    """Return the names that are not known, neither in full nor by their first part."""
    tops = tuple(f"{each}." for each in known if each.partition(":")[2])
    return [name for name in names if name not in known and not name.startswith(tops)]


def test_every_key_has_a_test(shared):
    folder = shared / "oracles"
    assert sorted(path.name for path in folder.glob("*.json")) == list(FILES)
    names = [
        f"{file}:{key}" for file in FILES for key in keys(json.loads((folder / file).read_text()))
    ]
    assert len(names) > 500
    left = missing(names, covered())
    assert not left, f"{len(left)} keys of R without a test, such as {left[:5]}"


def test_a_forgotten_key_is_noticed():
    document = {"meta": "R", "srs": {"mean": 1, "total": 2}, "cases": [{"x": 1}, {"n": 2}]}
    names = [f"f.json:{key}" for key in keys(document)]
    assert names == [
        "f.json:meta",
        "f.json:srs.mean",
        "f.json:srs.total",
        "f.json:cases.n",
        "f.json:cases.x",
    ]
    assert missing(names, {"f.json:meta", "f.json:srs.mean", "f.json:cases"}) == [
        "f.json:srs.total"
    ]


def test_a_whole_file_is_no_name():
    assert missing(["f.json:srs.mean"], {"f.json", "f.json:"}) == ["f.json:srs.mean"]
