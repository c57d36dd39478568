"""Forms of ODK and KoboToolbox: what each cell becomes, and what hostile files do not do."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from surveys.definition import parse, problems
from surveys.interchange import formats, xlsform
from surveys.interchange.report import Unreadable
from tests.factories.every_type import every_type


def form(*rows, choices=(), settings=(), heads=("type", "name", "label")):
    """Return a small form as Markdown: the heads are those of the survey."""
    lines = ["| survey |", "| | " + " | ".join(heads) + " |"]
    lines += ["| | " + " | ".join(row) + " |" for row in rows]
    if choices:
        lines += ["| choices |", "| | list_name | name | label | town |"]
        lines += ["| | " + " | ".join(row) + " |" for row in choices]
    if settings:
        lines += ["| settings |", "| | form_title | form_id | default_language |"]
        lines += ["| | " + " | ".join(settings) + " |"]
    return "\n".join(lines).encode()


def read(*rows, **more):
    return xlsform.read(form(*rows, **more), "form.md")


def questions(imported):
    assert problems(imported.document) == []
    return {q["code"]: q for page in imported.document["pages"] for q in page["questions"]}


def lines(imported, thing, outcome):
    return [(line.place, line.code) for line in imported.report.of(thing, outcome)]


YES_NO = [("answer", "yes", "はい"), ("answer", "no", "いいえ")]
USED = [("used", "web", "ネット"), ("used", "desk", "窓口"), ("used", "none", "使わない")]


def test_types_become_ours():
    found = questions(
        read(
            ("select_one answer", "card", "Card?", ""),
            ("select_multiple used", "way", "Ways", ""),
            ("rank used", "order", "Order", ""),
            ("integer", "age", "Age", ""),
            ("date", "day", "Day", ""),
            ("acknowledge", "agree", "Agree?", ""),
            ("image", "photo", "Photo", ""),
            ("calculate", "twice", "", "${age} * 2"),
            ("note", "bye", "Bye", ""),
            choices=YES_NO + USED,
            heads=("type", "name", "label", "calculation"),
        )
    )
    assert {code: q["type"] for code, q in found.items()} == {
        "card": "yes_no",
        "way": "multiple",
        "order": "ranking",
        "age": "number",
        "day": "date",
        "agree": "consent",
        "photo": "file",
        "twice": "computed",
        "bye": "note",
    }
    assert found["twice"]["formula"] == "age * 2"
    assert found["twice"]["hidden"] is True


RELEVANT = ("type", "name", "label", "relevant")


@pytest.mark.parametrize(
    ("relevant", "ours"),
    [
        ("${age} >= 18 and ${age} < 65", "age >= 18 and age < 65"),
        ("selected(${way}, 'web')", "way has 'web'"),
        ("not(selected(${way}, 'none'))", "not way has 'none'"),
        ("count-selected(${way}) > 1", "count(way) > 1"),
        ("${card} = 'yes'", "card = 'yes'"),
        ("${card}=‘yes’", "card = 'yes'"),
        ("${name} != ''", "answered(name)"),
        ("string-length(${name}) > 3", "length(name) > 3"),
        ("${way} = 'web desk'", "way has 'web' and way has 'desk' and count(way) = 2"),
        (
            "int((today() - ${day}) div 365.25) >= 20",
            "floor(days_between(day, today()) / 365.25) >= 20",
        ),
        ("if(${age} > 5, true(), false())", "if(age > 5, true, false)"),
        ("regex(${name}, '^[0-9]{3}$')", "matches(name, 'digits') and length(name) = 3"),
        ("/data/age > 5", "age > 5"),
    ],
)
def test_conditions_are_said_in_our_language(relevant, ours):
    imported = read(
        ("integer", "age", "Age", ""),
        ("select_multiple used", "way", "Ways", ""),
        ("select_one answer", "card", "Card?", ""),
        ("text", "name", "Name", ""),
        ("date", "day", "Day", ""),
        ("text", "why", "Why?", relevant),
        choices=YES_NO + USED,
        heads=RELEVANT,
    )
    assert questions(imported)["why"]["show_if"] == ours


@pytest.mark.parametrize(
    ("relevant", "reason"),
    [
        ("${nobody} = 1", "import-no-variable"),
        ("${why} = 'x'", "definition-condition-not-earlier"),
        ("because it can", "import-expression-unreadable"),
        ("pulldata('people', 'a', 'b', 'c') = 1", "expression-unknown-function"),
        ("regex(${age}, '(?=x)y')", "import-no-pattern"),
        ("(" * 200 + "1" + ")" * 200, "expression-too-deep"),
        ("__class__(1)", "expression-unknown-function"),
        ("_init_(1)", "expression-unknown-function"),
        ("substr()", "expression-unknown-function"),
    ],
)
def test_a_condition_that_cannot_stay_is_dropped_with_its_row(relevant, reason):
    imported = read(
        ("integer", "age", "Age", ""), ("text", "why", "Why?", relevant), heads=RELEVANT
    )
    assert "show_if" not in questions(imported)["why"]
    (line,) = imported.report.of("expression", "dropped")
    assert (line.code, line.line) == (reason, 4)


def test_limits_are_found_in_constraints_and_the_rest_is_a_check():
    imported = read(
        ("integer", "age", "Age", ". >= 18 and . < 100"),
        ("select_multiple used", "way", "Ways",
         "count-selected(.) <= 2 and not(selected(., 'none') and count-selected(.) > 1)"),
        ("text", "name", "Name", "string-length(.) <= 20 and . != 'x'"),
        choices=USED,
        heads=("type", "name", "label", "constraint"),
    )  # fmt: skip
    found = questions(imported)
    assert (found["age"]["min"], found["age"]["max"]) == (18, 99)
    assert found["way"]["max_choices"] == 2
    assert [o.get("exclusive", False) for o in found["way"]["options"]] == [False, False, True]
    assert found["name"]["max_length"] == 20
    assert [check["holds"] for check in found["name"]["checks"]] == ["this != 'x'"]


def test_a_filter_of_choices_becomes_a_condition_of_each():
    imported = read(
        ("select_one town", "town", "Town", ""),
        ("select_one hall", "hall", "Hall", "town=${town}"),
        choices=[
            ("town", "k", "郡山", ""), ("town", "f", "福島", ""),
            ("hall", "h1", "中央", "k"), ("hall", "h2", "西", "f"), ("hall", "h3", "なし", "x"),
        ],
        heads=("type", "name", "label", "choice_filter"),
    )  # fmt: skip
    options = questions(imported)["hall"]["options"]
    assert [(o["code"], o["show_if"]) for o in options] == [
        ("h1", "town = 'k'"),
        ("h2", "town = 'f'"),
    ]


def test_groups_become_pages_and_nested_ones_flatten():
    imported = read(
        ("integer", "age", "Age", "", ""),
        ("begin_group", "work", "Work", "${age} > 15", "field-list"),
        ("text", "job", "Job", "", ""),
        ("begin_group", "inner", "Inner", "${job} != ''", ""),
        ("text", "place", "Place", "${age} < 70", ""),
        ("end_group", "", "", "", ""),
        ("end_group", "", "", "", ""),
        ("begin_repeat", "child", "Child", "", ""),
        ("text", "call", "Name", "", ""),
        ("end_repeat", "", "", "", ""),
        heads=(*RELEVANT, "appearance"),
    )
    pages = imported.document["pages"]
    assert [[q["code"] for q in page["questions"]] for page in pages] == [
        ["age"],
        ["job", "inner", "place"],
        ["call"],
    ]
    assert pages[1]["show_if"] == "age > 15"
    assert questions(imported)["place"]["show_if"] == "answered(job) and age < 70"
    assert ("child", "import-repeat-once") in lines(imported, "page", "changed")


def test_a_table_of_one_list_is_a_matrix():
    imported = read(
        ("begin_group", "liked", "Liked?", "table-list", ""),
        ("select_one used", "liked_hall", "Hall", "", ""),
        ("select_one used", "liked_site", "Site", "", ""),
        ("end_group", "", "", "", ""),
        ("text", "why", "Why?", "", "${liked_site} = 'web'"),
        choices=USED,
        heads=("type", "name", "label", "appearance", "relevant"),
    )
    found = questions(imported)
    assert found["liked"]["type"] == "matrix"
    assert [row["code"] for row in found["liked"]["rows"]] == ["hall", "site"]
    assert found["why"]["show_if"] == "liked.site = 'web'"


def test_what_is_written_beside_an_option_belongs_to_it():
    imported = read(
        ("select_one used or_other", "way", "Way", ""),
        ("text", "why", "Why?", "${way_other} != ''"),
        choices=USED,
        heads=RELEVANT,
    )
    found = questions(imported)
    assert found["way"]["options"][-1] == {
        "code": "other",
        "text": {"ja": "その他"},
        "other_text": True,
    }
    assert found["why"]["show_if"] == "answered(way.other)"


def test_languages_come_from_the_columns():
    imported = read(
        ("text", "q", "Name?", "名前"),
        heads=("TYPE", "Name", "label::English (en)", "LABEL::日本語 (ja)"),
        settings=("Form", "f-1", "日本語 (ja)"),
    )
    assert imported.document["language"] == "ja"
    assert questions(imported)["q"]["text"] == {"en": "Name?", "ja": "名前"}


@pytest.mark.parametrize("type_", ["changed", "_init__", "listed", "somebodys-own"])
def test_an_unknown_type_is_answered_in_words(type_):
    imported = read((type_, "q", "Q"))
    assert questions(imported)["q"]["type"] == "short_text"
    assert lines(imported, "question", "changed") == [("q", "import-type-in-words")]


def test_metadata_and_sound_are_dropped_with_a_reason():
    imported = read(("start", "start", ""), ("audio", "voice", "Say"), ("text", "q", "Q"))
    assert lines(imported, "response", "dropped") == [("start", "import-metadata")]
    assert lines(imported, "question", "dropped") == [("voice", "import-no-place")]


def test_the_same_form_in_four_syntaxes_is_the_same_document():
    csv = b"survey,,,\n,type,name,label\n,text,q1,A\n,integer,q2,B\n"
    workbook = openpyxl.Workbook()
    workbook.active.title = "survey"
    for row in (("type", "name", "label"), ("text", "q1", "A"), ("integer", "q2", "B")):
        workbook.active.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    kobo = (
        b'{"content": {"survey": [{"type": "text", "name": "q1", "label": ["A"]},'
        b'{"type": "integer", "name": "q2", "label": ["B"]}], "translations": [null]}}'
    )
    made = [
        xlsform.read(data, "f").document["pages"]
        for data in (
            csv,
            stream.getvalue(),
            kobo,
            form(("text", "q1", "A"), ("integer", "q2", "B")),
        )
    ]
    assert made[0] == made[1] == made[2] == made[3]


def test_scripts_in_labels_become_words():
    imported = read(("text", "q", "<b>名前</b><script>alert(1)</script><img src=x onerror=y>"))
    assert questions(imported)["q"]["text"] == {"ja": "名前"}
    assert ("q", "import-formatting-lost") in lines(imported, "text", "changed")


def sheet(*rows, **options):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        page = book.add_worksheet("survey")
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate((("type", "name", "label", "default"), *rows)):
            for column, cell in enumerate(row):
                page.write(line, column, cell, dated if isinstance(cell, float) else None)
    return stream.getvalue()


def test_a_formula_is_its_shown_value_and_never_run():
    found = xlsform.read(sheet(("text", "q", '=HYPERLINK("http://x", "y")')), "f.xlsx")
    assert "HYPERLINK" not in str(found.document)


def test_texts_that_begin_like_formulas_leave_as_texts():
    q = every_type(word={"text": {"ja": "=1+1"}})
    workbook = openpyxl.load_workbook(io.BytesIO(xlsform.write(q)))
    cells = [cell for row in workbook["survey"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] in (["s"], ["f"])
    assert b"<f>" not in b"".join(_parts(xlsform.write(q)))


def _parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_a_date_of_two_calendars_is_refused_with_its_row():
    with pytest.raises(Unreadable) as refused:
        xlsform.read(sheet(("date", "q", "Day", 12.0)), "f.xlsx")
    assert refused.value.code == "import-date-ambiguous"
    assert refused.value.values == {"sheet": "survey", "row": 2, "column": "default"}


def changed_archive(change):
    source = zipfile.ZipFile(io.BytesIO(sheet(("text", "q", "Q"))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return stream.getvalue()


def test_entities_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    def declared(name, data):
        return data.replace(b"?>", b"?>" + bomb, 1) if name.endswith("sheet1.xml") else data

    with pytest.raises(Unreadable, match="import-xml-unsafe"):
        xlsform.read(changed_archive(declared), "f.xlsx")


def test_an_archive_that_unpacks_to_far_too_much_is_refused():
    def blown(name, data):
        return data + b" " * 110_000_000 if name.endswith("sheet1.xml") else data

    with pytest.raises(Unreadable, match="import-zip-unsafe"):
        xlsform.read(changed_archive(blown), "f.xlsx")


def test_parts_may_lie_elsewhere_in_the_archive():
    source = zipfile.ZipFile(io.BytesIO(sheet(("text", "q", "Q"))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            data = data.replace(b"worksheets/sheet1.xml", b"/xl/worksheets/sheet1.xml") if (
                name == "xl/_rels/workbook.xml.rels"
            ) else data  # fmt: skip
            target.writestr(name, data)
    assert list(questions(xlsform.read(stream.getvalue(), "f.xlsx"))) == ["q"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"PK\x03\x04nonsense", "file-cut-short"),
        (b"\xd0\xcf\x11\xe0nonsense", "file-cut-short"),
        (b"a,b\n1,2\n", "import-no-survey-sheet"),
        (form(("begin_group", "g", "G"), ("text", "q", "Q")), "import-group-not-closed"),
        (form(("text", "q", "Q"), ("end_group", "", "")), "import-group-not-open"),
        (form(("text", "q", "Q", "R"), heads=("type", "name", "label", "LABEL")),
         "import-column-twice"),
        (form(("start", "s", "")), "import-no-questions"),
        (form(*(("text", f"q{n}", "Q") for n in range(301))), "import-too-many-questions"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        xlsform.read(data, "form")
    assert refused.value.code == code


def test_two_thousand_options_come_and_one_more_does_not():
    many = [("l", f"c{n}", f"Choice {n}", "") for n in range(2000)]
    found = questions(read(("select_one l", "q", "Q"), choices=many))
    assert len(found["q"]["options"]) == 2000
    with pytest.raises(Unreadable, match="import-too-many-options"):
        read(("select_one l", "q", "Q"), choices=[*many, ("l", "more", "More", "")])


def test_every_type_leaves_with_a_report_and_comes_back():
    whole = every_type()
    written = xlsform.written(whole)
    apart = {line.place for line in written.report.of("question", "changed")}
    assert apart >= {"both", "hours", "names", "points", "wishes"}
    assert {line.place for line in written.report.of("question")} == set(whole.questions)
    again = parse(xlsform.read(written.data, "x.xlsx").document)
    assert again.questions["liked"] == whole.questions["liked"].model_copy()
    assert again.questions["praise"].options[0].role == "dont_know"


def test_a_form_is_known_by_what_is_in_it():
    kobo = b'{"content": {"survey": [{"type": "text", "name": "q", "label": "Q"}]}}'
    assert formats.detected(kobo, "x.json") == "xlsform"
    assert formats.detected(sheet(("text", "q", "Q")), "x") == "xlsform"
    assert formats.detected(form(("text", "q", "Q")), "x.md") == "xlsform"
    assert formats.detected(b'{"pages": []}', "x") == "surveyjs"


def test_texts_beside_several_options_come_back():
    two = [{"code": c, "text": {"ja": c}, "other_text": True} for c in ("a", "b")]
    whole = every_type(many={"options": [*two, {"code": "c", "text": {"ja": "c"}}]})
    again = parse(xlsform.read(xlsform.write(whole), "x").document)
    assert again.questions["many"] == whole.questions["many"]
    assert list(again.questions)[:3] == ["one", "many", "card"]


def test_a_long_filter_leaves_and_comes_back():
    town = [("town", "a", "甲", ""), ("town", "b", "乙", "")]
    many = [("street", f"s{n}", f"通り{n}", "ab"[n % 2]) for n in range(1500)]
    whole = read(
        ("select_one town", "town", "Town", ""),
        ("select_one street", "street", "Street", "town = ${town}"),
        choices=town + many,
        heads=("type", "name", "label", "choice_filter"),
    ).document
    assert xlsform.read(xlsform.write(parse(whole)), "form").document == whole
