"""`engage landscape`: anybody's votes on statements, without a database."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from engage.stats.landscape import Landscape, Standing, analyse, as_plain, votes_of
from engage.stats.rounding import percent_text
from engage.tabulation.reading import DataTable, Unreadable, read_table
from engage.tabulation.words import sentence_of

COLUMNS = ("participant", "statement", "vote")
ALSO = {"participant": ("voter-id", "pid"), "statement": ("comment-id", "tid"), "vote": ("value",)}
"""What other programs call the same columns."""
MEANT = {"1": 1, "+1": 1, "0": 0, "-1": -1, "−1": -1, "１": 1, "０": 0, "－１": -1}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--least-votes", type=click.IntRange(1), default=7, show_default=True)
@click.option("--most-groups", type=click.IntRange(2, 10), default=5, show_default=True)
@click.option("--least-group", type=click.IntRange(1), default=5, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def landscape(file: Path, as_json: bool, **limits: Any) -> None:
    """Show the landscape of opinions in votes: columns participant, statement, vote (-1, 0, 1)."""
    try:
        table = read_table(file.name, file.read_bytes())
        found = landscape_of(table, **limits)
    except Unreadable as error:
        raise click.ClickException(sentence_of(error)) from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(as_plain(found) | {"file": file.name}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found)))


def landscape_of(table: DataTable, **limits: Any) -> Landscape:
    """Return the landscape of a file of votes; Unreadable names lines that are no votes."""
    people, statements, values = (table.column(_named(table, name)) for name in COLUMNS)
    unclear = [
        row
        for row, (who, what, value) in enumerate(zip(people, statements, values, strict=True))
        if who is None or what is None or (value or "").strip() not in MEANT
    ]
    if unclear:
        raise Unreadable("votes-unclear", table.lines(unclear), rows=len(unclear))
    given = [MEANT[(value or "").strip()] for value in values]
    return analyse(votes_of(list(people), list(statements), given), **limits)


def _named(table: DataTable, name: str) -> str:
    """Return what a column is called in the file."""
    lowered = {column.strip().lower(): column for column in table.columns}
    for known in (name, *ALSO[name]):
        if known in lowered:
            return lowered[known]
    return name


def _lines(found: Landscape) -> list[str]:
    lines = [
        (
            f"People: {found.votes.n:,}   Statements: {len(found.votes.statements):,}"
            f"   Votes: {len(found.votes.value):,}"
        ),
        f"Votes SHA-256: {found.digest}   Version: {found.version}",
    ]
    if found.has_groups:
        sizes = ", ".join(f"{group.label}: {group.n}" for group in found.groups)
        lines.append(f"Ways of voting: {sizes}")
    else:
        lines.append("No distinct groups: no grouping guesses hidden votes better than none.")
    for group, each in enumerate(found.groups):
        lines += ["", f"{each.label} differs from everybody else on"]
        mine = [named for named in found.representative if named.group == group][:5]
        lines += [
            f"  {named.statement}: {named.count} of {named.n} {named.side}"
            f" ({_percent(named.count / named.n)} %), elsewhere"
            f" {_percent(named.count_rest / named.n_rest)} %"
            for named in mine
        ] or ["  nothing beyond chance"]
    lines += ["", *_listed("Shared by every group", found.consensus(most=5))]
    lines += _listed("Rejected by every group", found.consensus("disagree", most=5))
    return [*lines, *_listed("Most dividing", found.divisive(most=5))]


def _listed(title: str, standings: list[Standing]) -> list[str]:
    named = ", ".join(each.statement for each in standings) or "-"
    return [f"{title}: {named}"]


def _percent(share: Any) -> str:

    return percent_text(Fraction(share))
