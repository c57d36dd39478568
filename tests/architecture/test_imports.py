"""The import contracts hold, and each of them really notices a violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engage", "surveys", "council")


def lint(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path):
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "*.json"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


VIOLATIONS = [
    ("engage/plan/queries.py", "import surveys.models", "Imports point down"),
    ("council/queries.py", "import surveys.queries", "Imports point down"),
    ("engage/core/audit.py", "import engage.accounts.models", "Imports point down"),
    ("engage/stats/cells.py", "import engage.core.db", "Imports point down"),
    ("surveys/queries.py", "import surveys.operations", "The same rooms in the same order"),
    ("engage/plan/models/__init__.py", "import engage.plan.rules", "The same rooms"),
    ("council/rules.py", "import flask", "Domain code is free of the web"),
    ("engage/plan/operations/__init__.py", "import engage.core.web", "Domain code is free"),
    ("council/queries.py", "import scipy.stats", "Numbers stay in their rooms"),
    ("engage/home/queries.py", "import matplotlib", "Numbers stay in their rooms"),
]


@pytest.mark.parametrize(("file", "line", "contract"), VIOLATIONS)
def test_a_violation_is_noticed(copy, file, line, contract):
    path = copy / file
    if not path.exists():
        path = path.with_suffix("") / "__init__.py"
    path.write_text(f"{line}\n{path.read_text()}")
    status, printed = lint(copy)
    assert status == 1
    broken = [row for row in printed.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), printed[-2000:]
