"""How much of other programs' questionnaires comes over: a table over a folder of files.

`make conformance FIXTURES=folder` reads every file that a format of ours claims, and counts what
became of its questions, expressions and answers.
"""

import sys
from collections import Counter
from pathlib import Path

from surveys.definition import problems
from surveys.interchange import formats
from surveys.interchange.report import Imported, Unreadable

ENDINGS = {".lss", ".lsg", ".lsq", ".lsa", ".txt", ".xlsx", ".xls", ".csv", ".md", ".json"}
COLUMNS = ("files", "refused", "unusable")
THINGS = ("question", "expression", "response")
OUTCOMES = ("kept", "changed", "dropped")
AIM = 0.95


def main(folder: Path) -> int:
    """Print the table; 1 when a file crashed, cannot be used, or less than 95 % came over."""
    totals: dict[str, Counter[str]] = {}
    failures: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in ENDINGS or path.name.endswith(".responses.json"):
            continue
        _count(folder, path, totals, failures)
    for line in table(totals):
        print(line)
    for failure in failures:
        print(f"  {failure}", file=sys.stderr)
    weak = [name for name, total in totals.items() if any(s < AIM for s in shares(total))]
    return 1 if failures or weak else 0


def _count(folder: Path, path: Path, totals: dict[str, Counter[str]], failures: list[str]) -> None:
    data, name = path.read_bytes(), path.relative_to(folder)
    try:
        kind = formats.detected(data, path.name)
    except Unreadable:
        return
    if kind in {"engage", "yaml"}:
        return
    total = totals.setdefault(kind, Counter())
    total["files"] += 1
    try:
        imported = formats.read(data, path.name)
    except Unreadable as refused:
        total["refused"] += 1
        print(f"  {name}: {refused.code} {refused.values}", file=sys.stderr)
        return
    except Exception as error:  # noqa: BLE001 - a crash is what we look for
        failures.append(f"{name}: {type(error).__name__}: {error}")
        return
    found = problems(imported.document)
    if found:
        total["unusable"] += 1
        failures.append(f"{name}: {found[0].place} {found[0].code} {found[0].values}")
    total.update(counted(imported))


def counted(imported: Imported) -> Counter[str]:
    """Return how many questions, expressions and answers were kept, changed, dropped."""
    lines = (line for line in imported.report.lines if line.thing in THINGS)
    found = Counter(f"{line.thing} {line.outcome}" for line in lines)
    found["response kept"] = max(found["response kept"], len(imported.responses))
    return found


def shares(total: Counter[str]) -> list[float]:
    """Return which part of the questions and of the expressions came over."""
    found = []
    for thing in ("question", "expression"):
        every = sum(total[f"{thing} {outcome}"] for outcome in OUTCOMES)
        if every:
            found.append(1 - total[f"{thing} dropped"] / every)
    return found


def table(totals: dict[str, Counter[str]]) -> list[str]:
    """Return the table as Markdown."""
    heads = ["format", *COLUMNS, *(f"{t}s {o}" for t in THINGS for o in OUTCOMES), "came over"]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for name, total in sorted(totals.items()):
        cells = [name, *(str(total[column]) for column in COLUMNS)]
        cells += [str(total[f"{thing} {outcome}"]) for thing in THINGS for outcome in OUTCOMES]
        cells.append(" / ".join(f"{share:.1%}" for share in shares(total)))
        lines.append("| " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
