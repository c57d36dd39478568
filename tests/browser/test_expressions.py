"""A condition means the same on the server and in the browser, 10,000 times."""

import json
from collections import Counter
from typing import Any

from surveys.logic import evaluate, to_plain, truth
from surveys.logic.ast import Call, Op, walk
from surveys.logic.functions import FUNCTIONS
from tests.factories.expressions import OPERATORS, Expressions

CASES = 10_000
BATCH = 1_000

EVALUATE = """
async ([address, batch]) => {
  const { evaluate, truth } = await import(address);
  return JSON.stringify(JSON.parse(batch).map(({ tree, values, today }) => {
    const value = evaluate(tree, values, today);
    return [value, truth(value)];
  }));
}
"""


def same(ours: Any, theirs: Any) -> bool:
    """1 is not true, and missing is not nought."""
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    return bool(ours == theirs)


def test_both_evaluators_agree_on_10_000_random_cases(open_page: Any) -> None:
    page, source = open_page("/healthz"), Expressions(seed=20261123)
    used: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    compared = 0
    for _ in range(CASES // BATCH):
        cases = [source.case() for _ in range(BATCH)]
        sent = [
            {"tree": to_plain(tree), "values": values, "today": today.isoformat()}
            for tree, values, today in cases
        ]
        said = page.evaluate(EVALUATE, ["/static/js/expression.js", json.dumps(sent)])
        answers = json.loads(said, parse_int=float)
        for (tree, values, today), (theirs, their_truth), case in zip(
            cases, answers, sent, strict=True
        ):
            ours = evaluate(tree, values, today)
            assert same(ours, theirs), (case, ours, theirs)
            assert truth(ours) is their_truth, (case, ours)
            used.update(part.name for part in walk(tree) if isinstance(part, Op | Call))
            kinds[type(ours).__name__] += 1
            compared += 1
    print(f"{compared} cases equal in Chromium and in Python; answers: {dict(kinds)}")
    assert compared == CASES
    assert set(used) == {*OPERATORS, *FUNCTIONS}
    assert min(used.values()) > 50
    assert min(kinds[kind] for kind in ("NoneType", "bool", "float", "str", "list")) > 20
