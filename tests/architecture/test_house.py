"""What is true of the whole tree: sizes, locks, words that must not be there."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for package in ("engage", "surveys", "council")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
MAX_LINES = 400


def test_no_file_has_outgrown_its_subject():
    large = {
        str(p.relative_to(ROOT)): n
        for p in CODE
        if (n := len(p.read_text().splitlines())) > MAX_LINES
    }
    assert large == {}


def test_there_are_no_drawers():
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py", "util.py"}
    assert [p for p in CODE if p.name in drawers] == []


def test_every_module_says_what_it_is():
    silent = [
        str(p.relative_to(ROOT)) for p in CODE if not p.read_text().lstrip().startswith('"""')
    ]
    assert silent == []


def test_locks_carry_hashes_and_no_host_names():
    for name in ("run.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text
        unpinned = [
            line for line in text.splitlines() if re.match(r"^[a-z]", line) and "==" not in line
        ]
        assert unpinned == []


def test_templates_carry_no_inline_style_script_or_foreign_host():
    bad = []
    for path in TEMPLATES:
        text = path.read_text()
        for pattern in (
            r"\sstyle=",
            r"\son(click|change|submit|input|load|error|focus|blur|key\w+|mouse\w+)=",
            r"\|\s*safe\b",
            r"<style",
            r"<script(?![^>]*(?:src=|type=\"application/json\"))",
            r"(?:src|href)=[\"']https?://",
        ):
            if re.search(pattern, text):
                bad.append(f"{path.relative_to(ROOT)}: {pattern}")
    assert bad == []


def test_nobody_reads_the_clock_elsewhere():
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|time\.time\(\)|date\.today\(")
    allowed = {"engage/core/clock.py"}
    readers = {str(p.relative_to(ROOT)) for p in CODE if pattern.search(p.read_text())} - allowed
    assert readers == set()


def test_nothing_outside_the_project_is_named():
    listing = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    named = []
    for name in listing.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".png", ".ttf", ".svg"} or not path.is_file() or name == "Makefile":
            continue
        text = path.read_text(errors="replace")
        if "/work/" + "shared" in text or ".lib" + "rary" in text:
            named.append(name)
    assert named == []
