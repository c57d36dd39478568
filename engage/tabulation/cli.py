"""`engage tabulate` and `engage estimate`: anybody's file, without a database."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from engage.stats.rounding import percent_text
from engage.tabulation.answers import Estimation, Figure, Tabulation
from engage.tabulation.drawing import Drawn
from engage.tabulation.estimates import estimate as estimated
from engage.tabulation.reading import DataTable, Unreadable, read_table
from engage.tabulation.tables import tabulate as tabulated
from engage.tabulation.words import sentence_of

Answer = TypeVar("Answer", Tabulation, Estimation)

_OPTIONS = (
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--weight", help="Column of weights; without it the FPC gives them."),
    click.option("--strata", help="Column of strata."),
    click.option("--psu", default="", help="Columns of clusters, one a stage: a,b"),
    click.option("--fpc", default="", help="Population sizes, a column or number a stage: f1,f2"),
    click.option("--nest", is_flag=True, help="Clusters of different strata may share codes."),
    click.option(
        "--lonely",
        type=click.Choice(["error", "average", "certainty"]),
        default="error",
        show_default=True,
        help="What a stratum with a single cluster does.",
    ),
    click.option(
        "--rake",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="CSV of margins: variable,class,total.",
    ),
    click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True),
    click.option("--json", "as_json", is_flag=True, help="Answer for a program."),
)


def _with_design(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.option("--rows", required=True, help="Column of the question.")
@click.option("--by", help="Column of the groups.")
@_with_design
def tabulate(
    file: Path, rows: str, by: str | None, level: float, as_json: bool, **design: Any
) -> None:
    """Count a question of a CSV, SPSS or Excel file, by groups and under its design."""
    answer = _done(
        lambda table: tabulated(
            table, file=file.name, rows=rows, by=by, drawn=_drawn(**design), level=level
        ),
        file,
    )
    click.echo(_json(answer) if as_json else _table(answer))


@click.command()
@click.option("--mean", help="Column of numbers.")
@click.option("--total", help="Column of numbers.")
@click.option("--ratio", help="Two columns: A/B")
@click.option("--quantile", help="Column of numbers.")
@click.option("--parts", default="0.25,0.5,0.75", show_default=True, help="Which quantiles.")
@_with_design
def estimate(
    file: Path,
    mean: str | None,
    total: str | None,
    ratio: str | None,
    quantile: str | None,
    parts: str,
    level: float,
    as_json: bool,
    **design: Any,
) -> None:
    """Estimate a mean, total, ratio or quantiles of a file, with standard errors."""
    wishes = {"mean": mean, "total": total, "ratio": ratio, "quantile": quantile}
    given = [(what, name) for what, name in wishes.items() if name]
    if len(given) != 1:
        raise click.UsageError("One of --mean, --total, --ratio and --quantile is needed.")
    (what, variable), wanted = given[0], _parts(parts)
    answer = _done(
        lambda table: estimated(
            table,
            file=file.name,
            what=what,
            variable=variable,
            parts=wanted,
            drawn=_drawn(**design),
            level=level,
        ),
        file,
    )
    click.echo(_json(answer) if as_json else _lines(answer))


def _parts(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise click.UsageError("--parts are numbers such as 0.25,0.5") from error


def _drawn(
    weight: str | None,
    strata: str | None,
    psu: str,
    fpc: str,
    nest: bool,
    lonely: str,
    rake: Path | None,
) -> Drawn:
    return Drawn(
        weight=weight,
        strata=strata,
        psu=tuple(name for name in psu.split(",") if name),
        fpc=tuple(name for name in fpc.split(",") if name),
        nested=nest,
        rake=rake.read_bytes() if rake else None,
        lonely=lonely,
    )


def _done(work: Callable[[DataTable], Answer], file: Path) -> Answer:
    try:
        return work(read_table(file.name, file.read_bytes()))
    except Unreadable as error:
        lines = f"\n行：{'、'.join(error.lines)}" if error.lines else ""
        raise click.ClickException(f"{sentence_of(error)}{lines}") from error


def _json(answer: Tabulation | Estimation) -> str:
    return json.dumps(answer.model_dump(), ensure_ascii=False, indent=2)


def _table(answer: Tabulation) -> str:
    heads = [group.label or "全体" for group in answer.groups]
    lines = ["\t".join(["", *heads]), "\t".join(["n", *(str(g.n) for g in answer.groups)])]
    found = {(cell.row, cell.column): cell.share.value for cell in answer.cells}
    for code, label in zip(answer.answers, answer.labels, strict=True):
        shown = [found.get((code, group.code)) for group in answer.groups]
        lines.append("\t".join([label, *(_percent(value) for value in shown)]))
    if answer.test:
        f = answer.test
        lines.append(f"Rao–Scott F({f.df:.2f}, {f.ddf:.1f}) = {f.statistic:.3f}, p = {f.p:.4g}")
    return "\n".join([*lines, *(f"※ {warning}" for warning in answer.warnings)])


def _percent(value: float | None) -> str:
    from fractions import Fraction

    return "-" if value is None else percent_text(Fraction(value))


def _lines(answer: Estimation) -> str:
    names = [f"{part:g}" for part in answer.parts] or [answer.what]
    lines = [_line(name, each) for name, each in zip(names, answer.estimates, strict=True)]
    return "\n".join([*lines, *(f"※ {warning}" for warning in answer.warnings)])


def _line(name: str, figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f"{name}\t{figure.value:.6g}\tSE {figure.se}"
    ends = f"{figure.low:.6g} – {figure.high:.6g}"
    return f"{name}\t{figure.value:.6g}\tSE {figure.se:.6g}\t{ends}\tn {figure.n}"
