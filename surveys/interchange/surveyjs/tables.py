"""Matrices of SurveyJS made into tables of ours."""

from typing import Any

from surveys.interchange.codes import Codes
from surveys.interchange.naming import Kind, Meant, reference
from surveys.interchange.surveyjs.choosing import ChoiceMaker
from surveys.interchange.surveyjs.elements import Plain, items, listed, said
from surveys.interchange.surveyjs.making import MOST_POINTS, Made, ours

MOST_FREE_ROWS = 10
_CHOOSING = frozenset({"dropdown", "radiogroup", "rating", "boolean", "buttongroup"})
_MANY = frozenset({"checkbox", "tagbox"})


class TableMaker(ChoiceMaker):
    """Makes questions of every type, tables too."""

    def _matrix(self, element: Plain) -> list[Made]:
        columns = items(element.get("columns"))
        rows = items(element.get("rows"))
        if not rows or len(columns) > MOST_POINTS or not columns:
            return self._choosing(element | {"choices": listed(element.get("columns"))}, "single")
        many = element.get("cellType") == "checkbox"
        return [self._table(element, "matrix_multiple" if many else "matrix", columns, rows)]

    def _table(
        self, element: Plain, type_: str, points: list[Plain], rows: list[Plain], **more: Any
    ) -> Made:
        """Return a matrix of one scale; `more` is for `_new`."""
        column = more.pop("column", "")
        made = self._new(element, {"type": type_}, **more)
        options = self._options(made, points)
        for option in made.question["options"]:
            option.pop("other_text", None)
            if type_ != "matrix_multiple":
                option.pop("exclusive", None)
        code, name = made.question["code"], str(element.get("name") or "")
        kind: Kind = "codes" if type_ == "matrix_multiple" else "code"
        for row, written in self._rows(made, rows):
            path = f"{name}.{written}" + (f".{column}" if column else "")
            self._names.add(path, Meant(reference(code, row), kind, options))
        self._names.add(name, Meant(reference(code), "parts"))
        self.options_of[code] = options
        if element.get("rowsOrder", element.get("rowOrder")) == "random":
            made.question["shuffle_rows"] = True
        self._table_limits(element, made)
        return made

    def _table_limits(self, element: Plain, made: Made) -> None:
        own = ours(element)
        for key in ("min_choices", "max_choices"):
            most = len(made.question["options"])
            if made.question["type"] == "matrix_multiple" and 1 <= _whole(own.get(key)) <= most:
                made.question[key] = own[key]

    def _matrixdynamic(self, element: Plain) -> list[Made]:
        count = element.get("rowCount", 2)
        count = count if isinstance(count, int) else 2
        count = min(max(count, 1, _whole(element.get("minRowCount"))), MOST_FREE_ROWS)
        self._changed("import-rows-fixed", rows=count)
        rows = [{"value": number} for number in range(1, count + 1)]
        made = self._matrixdropdown(element | {"rows": rows})
        name = str(element.get("name") or "")
        for number in range(count):
            for column in items(element.get("columns")):
                meant = self._names.get(f"{name}.{number + 1}.{column['value']}")
                if meant:
                    self._names.add(f"{name}[{number}].{column['value']}", meant)
        return made

    def _matrixdropdown(self, element: Plain) -> list[Made]:
        columns, rows = items(element.get("columns")), items(element.get("rows"))
        if not columns or not rows:
            return []
        kinds = [_kind(column, element) for column in columns]
        if set(kinds) == {"number"} or set(kinds) <= {"text", "number", "date"}:
            if len(set(kinds)) > 1 or "date" in kinds:
                self._changed("import-formats-lost")
            numbers = set(kinds) == {"number"}
            return [self._cells(element, columns, rows, "number" if numbers else "text")]
        if kinds == ["choice", "choice"]:
            return [self._dual(element, columns, rows)]
        if len(columns) > 1:
            self._changed("import-table-split", columns=len(columns))
        return [self._column(element, column, kind, rows, alone=len(columns) == 1)
                for column, kind in zip(columns, kinds, strict=True)]  # fmt: skip

    def _cells(self, element: Plain, columns: list[Plain], rows: list[Plain], kind: Kind) -> Made:
        numbers = kind == "number"
        fields: Plain = {"type": "matrix_number" if numbers else "matrix_text"}
        fields |= self._limits(columns[0], "number" if numbers else "short_text")
        made = self._new(element, fields)
        code, name = made.question["code"], str(element.get("name") or "")
        codes = Codes("option")
        made.question["columns"] = []
        given: list[tuple[str, str]] = []
        for number, column in enumerate(columns[:MOST_POINTS], start=1):
            written = said(column["value"])
            text = self.texts(column.get("title") or column.get("text"), code, written)
            given.append((codes.allot(written, str(number)), written))
            made.question["columns"].append({"code": given[-1][0], "text": text})
        self.columns_of[code] = {written: own for own, written in given}
        for row, row_written in self._rows(made, rows):
            for column_code, written in given:
                meant = Meant(reference(code, row, column_code), kind)
                self._names.add(f"{name}.{row_written}.{written}", meant)
        return made

    def _dual(self, element: Plain, columns: list[Plain], rows: list[Plain]) -> Made:
        first, second = (self._points(column, element) for column in columns)
        made = self._table(element, "matrix_dual", first, rows, column=said(columns[0]["value"]))
        code, name = made.question["code"], str(element.get("name") or "")
        other = Made({"code": code})
        options = self._options(other, second)
        made.question["second_options"] = [
            {k: v for k, v in option.items() if k not in {"other_text", "exclusive"}}
            for option in other.question["options"]
        ]
        heads = [
            self.texts(c.get("title") or c.get("text"), code, said(c["value"])) for c in columns
        ]
        made.question |= {"first_heading": heads[0], "second_heading": heads[1]}
        self.columns_of[code] = {said(c["value"]): str(n) for n, c in enumerate(columns, start=1)}
        self.second_options_of[code] = options
        for row, row_code in self.rows_of[code].items():
            for number, (column, own) in enumerate(
                zip(columns, (self.options_of[code], options), strict=True), start=1
            ):
                meant = Meant(reference(code, row_code, str(number)), "code", own)
                self._names.put(f"{name}.{row}.{said(column['value'])}", meant)
        return made

    def _column(
        self, element: Plain, column: Plain, kind: str, rows: list[Plain], *, alone: bool
    ) -> Made:
        """Return a question of its own for one column of a mixed table."""
        written = said(column["value"])
        title = column.get("title") or column.get("text") or written
        more: Plain = {} if alone else {"suffix": f"_{written}", "text": title}
        if kind in {"choice", "many"}:
            type_ = "matrix" if kind == "choice" else "matrix_multiple"
            points = self._points(column, element)
            table = self._table(element, type_, points, rows, column=written, **more)
            table.column = written
            return table
        numbers = kind == "number"
        fields: Plain = {"type": "numbers" if numbers else "short_texts"}
        if numbers:
            fields |= self._limits(column, "number")
        made = self._new(element, fields, **more)
        made.column = written
        code, name = made.question["code"], str(element.get("name") or "")
        for row, row_written in self._rows(made, rows):
            meant = Meant(reference(code, row), "number" if numbers else "text")
            self._names.add(f"{name}.{row_written}.{written}", meant)
        return made

    def _points(self, column: Plain, element: Plain) -> list[Plain]:
        points = items(column.get("choices")) or items(element.get("choices"))
        if column.get("cellType") == "boolean":
            points = [{"value": True, "text": column.get("labelTrue") or "Yes"},
                      {"value": False, "text": column.get("labelFalse") or "No"}]  # fmt: skip
        if column.get("cellType") == "rating" and not points:
            low, high = column.get("rateMin", 1), column.get("rateMax", column.get("rateCount", 5))
            points = [{"value": n} for n in range(_whole(low), _whole(high) + 1)]
        if len(points) > MOST_POINTS:
            self._changed("import-too-many-points", most=MOST_POINTS)
        return points[:MOST_POINTS]


def _kind(column: Plain, element: Plain) -> str:
    named = [column.get("cellType"), element.get("cellType"), "dropdown"]
    type_ = next(str(name) for name in named if name and name != "default")
    if type_ in _CHOOSING:
        has = column.get("choices") or element.get("choices") or type_ in {"rating", "boolean"}
        return "choice" if has else "text"
    if type_ in _MANY:
        return "many"
    if type_ == "text" and str(column.get("inputType")) in {"number", "range"}:
        return "number"
    return "date" if column.get("inputType") == "date" else "text"


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
