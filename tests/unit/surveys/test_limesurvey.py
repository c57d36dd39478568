"""LimeSurvey's questionnaires become ours: every type, texts, rules, answers, and hostile files."""

import io
import zipfile

import pytest

from surveys.definition import parse
from surveys.interchange import formats
from surveys.interchange.limesurvey import read, write_tsv
from surveys.interchange.report import Unreadable
from surveys.messages import SENTENCES
from tests.unit.surveys.limesurvey_files import Survey, archive, lss, responses

ROWS, COLUMNS, POINTS = ("a", "b"), ("x", "y"), ("A1", "A2", "A3")


def questions(imported):
    document = parse(imported.document)
    return document.questions


def lines(imported, thing, outcome=None):
    return [(line.place, line.code) for line in imported.report.of(thing, outcome)]


def one(type_, **given):
    imported = read(Survey().ask("Q1", type_, **given).bytes(), "x.lss")
    return questions(imported)["q1"], imported


# -- types ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "given", "becomes"),
    [
        ("1", {"rows": ROWS, "answers": POINTS, "second": ("B1", "B2")}, "matrix_dual"),
        ("5", {}, "scale"),
        ("A", {"rows": ROWS}, "matrix"),
        ("B", {"rows": ROWS}, "matrix"),
        ("C", {"rows": ROWS}, "matrix"),
        ("D", {}, "date"),
        ("E", {"rows": ROWS}, "matrix"),
        ("F", {"rows": ROWS, "answers": POINTS}, "matrix"),
        ("G", {}, "single"),
        ("H", {"rows": ROWS, "answers": POINTS}, "matrix"),
        ("K", {"rows": ROWS}, "numbers"),
        ("L", {"answers": POINTS}, "single"),
        ("M", {"rows": ROWS}, "multiple"),
        ("N", {}, "number"),
        ("O", {"answers": POINTS}, "single"),
        ("P", {"rows": ROWS}, "multiple"),
        ("Q", {"rows": ROWS}, "short_texts"),
        ("R", {"answers": POINTS}, "ranking"),
        ("R", {"rows": ROWS}, "ranking"),
        ("S", {}, "short_text"),
        ("T", {}, "long_text"),
        ("U", {}, "long_text"),
        ("Y", {}, "yes_no"),
        ("!", {"answers": POINTS}, "single"),
        ("|", {}, "file"),
        (":", {"rows": ROWS, "columns": COLUMNS}, "matrix_number"),
        (";", {"rows": ROWS, "columns": COLUMNS}, "matrix_text"),
    ],
)
def test_each_type_becomes_one_of_ours(type_, given, becomes):
    question, imported = one(type_, **given)
    assert question.type == becomes
    assert imported.report.counts()["question"]["dropped"] == 0


def test_texts_equations_and_the_language_switch():
    survey = Survey().ask("N1", "N").ask("X1", "X").ask("C1", "*", "{N1 * 2}").ask("L1", "I")
    imported = read(survey.bytes(), "x.lss")
    found = questions(imported)
    assert found["x1"].type == "note"
    assert found["c1"].formula == "n1 * 2"
    assert "l1" not in found
    assert ("L1", "import-language-switch") in lines(imported, "question", "dropped")


def test_a_table_of_boxes_a_list_of_numbers_and_a_dropdown():
    assert one(":", rows=ROWS, columns=COLUMNS, attributes={"multiflexible_checkbox": "1"})[
        0
    ].type == "matrix_multiple"  # fmt: skip
    assert one("Q", rows=ROWS, attributes={"numbers_only": "1"})[0].type == "numbers"
    assert one("!", answers=POINTS)[0].display == "dropdown"
    assert one("!", answers=POINTS, other="Y")[0].display is None


def test_given_scales_bring_their_words_and_numbers_along():
    five, _ = one("A", rows=ROWS)
    assert [option.value for option in five.options] == [1, 2, 3, 4, 5]
    change, _ = one("E", rows=ROWS)
    assert [option.text["ja"] for option in change.options] == ["増えた", "変わらない", "減った"]


def test_one_box_alone_is_one_box_with_its_words():
    question, imported = one("M", rows=["only"], text="確認")
    assert question.type == "consent"
    assert question.text["ja"] == "確認\n行 only"
    assert lines(imported, "question") == [("Q1", "import-one-option")]


def test_parts_that_are_left_from_another_type_are_ignored():
    question, _ = one("T", rows=ROWS, answers=POINTS)
    assert (question.rows, question.options) == ([], [])


def test_tables_larger_than_ours_are_left_out_and_the_rest_comes_over():
    survey = Survey().ask("S1", "S")
    survey.ask("T1", ";", rows=[f"r{n}" for n in range(60)], columns=[f"c{n}" for n in range(30)])
    imported = read(survey.bytes(), "x.lss")
    assert list(questions(imported)) == ["s1"]
    assert ("T1", "import-too-large") in lines(imported, "question", "dropped")


# -- attributes -------------------------------------------------------------------------------


def test_limits_orders_and_options_that_stand_alone():
    question, _ = one(
        "M",
        rows=("a", "b", "c", "none"),
        mandatory="S",
        other="Y",
        attributes={
            "exclude_all_others": "none", "max_answers": "2", "min_answers": "1",
            "random_order": "1", "other_replace_text": "ほか",
        },
    )  # fmt: skip
    assert question.required == "soft"
    assert (question.min_choices, question.max_choices, question.shuffle) == (1, 2, True)
    assert question.exclusive_codes == {"none"}
    assert [o.text["ja"] for o in question.options if o.other_text] == ["ほか"]
    assert question.options[-1].fixed


def test_numbers_have_limits_a_unit_and_a_sum():
    number, _ = one("N", attributes={
        "min_num_value_n": "0", "max_num_value_n": "120", "num_value_int_only": "1", "suffix": "歳",
    })  # fmt: skip
    assert (number.min, number.max, number.decimals, number.unit) == (0, 120, None, {"ja": "歳"})
    numbers, _ = one("K", rows=ROWS, attributes={"equals_num_value": "100"})
    assert numbers.sum.equals == 100


def test_dates_files_and_lengths():
    month, _ = one("D", attributes={"date_format": "yyyy-mm", "date_min": "2000-01-01"})
    assert (month.precision, month.earliest) == ("month", "2000-01-01")
    file, imported = one("|", attributes={"allowed_filetypes": "pdf, jpg, doc"})
    assert file.kinds == ["jpeg", "pdf"]
    assert ("Q1.allowed_filetypes", "import-file-kinds") in lines(imported, "text", "dropped")
    assert one("S", attributes={"maximum_chars": "15"})[0].max_length == 15


def test_values_for_means_come_from_what_was_assessed():
    question, _ = one("L", answers=POINTS)
    assert [option.value for option in question.options] == [0, 1, 2]


def test_earlier_answers_filter_options():
    survey = (
        Survey()
        .ask("M1", "M", rows=("a", "b", "c"))
        .ask("M2", "M", rows=("a", "b", "c"), attributes={"array_filter": "M1"})
        .ask("F1", "F", rows=("a", "b"), answers=POINTS,
             attributes={"array_filter_exclude": "M1"})
    )  # fmt: skip
    found = questions(read(survey.bytes(), "x.lss"))
    assert found["m2"].options_from.question == "m1"
    assert found["f1"].rows_from.which == "not_chosen"


def test_what_was_hidden_by_one_filter_does_not_come_back_behind_the_next():
    survey = (
        Survey()
        .ask("M1", "M", rows=("a", "b"))
        .ask("M2", "M", rows=("a", "b"), attributes={"array_filter_exclude": "M1"})
        .ask("M3", "M", rows=("a", "b"), attributes={"array_filter_exclude": "M2"})
    )
    shown = questions(read(survey.bytes(), "x.lss"))["m3"].options[0].show_if
    assert shown == "not m2 has 'a' and not m1 has 'a'"


def test_random_pages_and_a_page_of_random_questions():
    survey = Survey().ask("A1", "S")
    for n in (2, 3):
        survey.page(randomization_group="r", grelevance="1").ask(f"B{n}", "S")
    survey.page().ask("C1", "S", attributes={"random_group": "g"})
    survey.ask("C2", "S", attributes={"random_group": "g"})
    document = parse(read(survey.bytes(), "x.lss").document)
    assert document.shuffled_pages == [["p2", "p3"]]
    assert [page.shuffle for page in document.pages] == [False, False, False, True]


def test_quotas_count_any_of_the_options_of_each_question():
    survey = (
        Survey()
        .ask("G1", "G")
        .ask("L1", "L", answers=POINTS)
        .add("quota", {"id": 1, "name": "女性", "qlimit": 50, "active": 1})
        .add("quota_members", *({"qid": q, "quota_id": 1, "code": c}
                                for q, c in ((10, "F"), (110, "A1"), (110, "A2"))))
    )  # fmt: skip
    (quota,) = parse(read(survey.bytes(), "x.lss").document).quotas
    assert (quota.when, quota.limit) == ("g1 = 'F' and (l1 = 'A1' or l1 = 'A2')", 50)


def test_codes_that_we_do_not_allow_are_renamed_everywhere():
    survey = Survey().ask("年齢", "N").ask("main", "Y")
    imported = read(survey.ask("Z", "S", relevance='main == "Y"').bytes(), "x.lss")
    assert list(questions(imported)) == ["q1", "q_main", "z"]
    assert questions(imported)["z"].show_if == "q_main = 'yes'"
    assert lines(imported, "text", "changed") == [
        ("年齢", "import-code-renamed"),
        ("main", "import-code-renamed"),
    ]


# -- expressions ------------------------------------------------------------------------------

BEFORE = (
    Survey()
    .ask("N1", "N").ask("N2", "N").ask("S1", "S").ask("Y1", "Y").ask("D1", "D")
    .ask("L1", "L", answers=POINTS, other="Y").ask("O1", "O", answers=POINTS)
    .ask("M1", "M", rows=("a", "b"), other="Y").ask("F1", "F", rows=("a", "b"), answers=POINTS)
    .ask("K1", "K", rows=("a", "b")).ask("R1", "R", answers=POINTS)
    .ask("W1", "1", rows=("a", "b"), answers=POINTS, second=("B1", "B2"))
    .ask("T1", ";", rows=("a", "b"), columns=("x", "y"))
    .ask("B1", ":", rows=("a", "b"), columns=("x", "y"), attributes={"multiflexible_checkbox": "1"})
)  # fmt: skip


def condition(script):
    import copy

    survey = copy.deepcopy(BEFORE).ask("Z", "S", relevance=script)
    imported = read(survey.bytes(), "x.lss")
    line = next(line for line in imported.report.lines if line.place == "Z.relevance")
    return questions(imported)["z"].show_if, line


@pytest.mark.parametrize(
    ("script", "ours"),
    [
        ("N1 > 5", "n1 > 5"),
        ("N1.NAOK ge 5 && N2 le N1", "n1 >= 5 and n2 <= n1"),
        ("(N1 + N2) * 2 == 10 or !(S1 == 'x')", "(n1 + n2) * 2 = 10 or not s1 = 'x'"),
        ("is_empty(S1.NAOK)", "s1 = missing"),
        ("!is_empty(S1)", "not s1 = missing"),
        ('Y1 == "Y"', "y1 = 'yes'"),
        ("L1.code == 'A2'", "l1 = 'A2'"),
        ("L1 == '-oth-'", "l1 = 'other'"),
        ("L1_other == 'x'", "l1.other = 'x'"),
        ("L1.shown == '選択肢 A2'", "l1 = 'A2'"),
        ("O1_comment != ''", "o1.comment != missing"),
        ("M1_a == 'Y'", "m1 has 'a'"),
        ("M1_a == 'Y' and M1_b != 'Y'", "m1 has 'a' and not m1 has 'b'"),
        ("is_empty(M1_a)", "not m1 has 'a'"),
        ("count(M1_a, M1_b) > 1",
         "count(if(m1 has 'a', 'Y', ''), if(m1 has 'b', 'Y', '')) > 1"),
        ("count(M1_a, M1_b, M1_other) > 1", "count(m1) > 1"),
        ("count(that.F1) == 2", "count(f1) = 2"),
        ("F1_a == 'A1'", "f1.a = 'A1'"),
        ("countif('A1', that.F1) > 1", "count_if('A1', f1) > 1"),
        ("sum(K1_a, K1_b) == 100", "sum(k1.a, k1.b) = 100"),
        ("sum(that.K1.sq_a) > 1", "sum(k1.a) > 1"),
        ("R1_1 == 'A3'", "at(r1, 1) = 'A3'"),
        ("W1_a_0 == 'A1' || W1_a_1 == 'B2'", "w1.a.1 = 'A1' or w1.a.2 = 'B2'"),
        ("T1_a_x == 'ok'", "t1.a.x = 'ok'"),
        ("B1_a_x == '1'", "b1.a has 'x'"),
        ("if(N1 > 1, N2, 0) == 3", "if(n1 > 1, n2, 0) = 3"),
        ("1X1X10 > 3", "n1 > 3"),
        ("1X1X710a == 'Y'", "m1 has 'a'"),
        ("strlen(S1) > 3", "length(s1) > 3"),
        ("substr(S1, 0, 2) == 'ab'", "substring(s1, 1, 2) = 'ab'"),
        ("is_numeric(S1)", "number(s1) != missing"),
        (r'regexMatch("/^\d{3}-?\d{4}$/", S1)', "matches(s1, 'postal_code')"),
        (r'regexMatch("/^(a|b)$/", S1)', "s1 in ('a', 'b')"),
        ("implode('-', S1, N1) == 'a-1'", "join(s1, '-', n1) = 'a-1'"),
        ("date('Y') - 18 > N1", "year(today()) - 18 > n1"),
        ("intval(N1) == 2",
         "coalesce(if(number(n1) < 0, ceil(number(n1)), floor(number(n1))), 0) = 2"),
        ("pi() > N1", "3.141592653589793 > n1"),
        ("S1 == 'it\\'s'", "s1 = 'it''s'"),
    ],
)  # fmt: skip
def test_relevance_becomes_our_condition(script, ours):
    found, line = condition(script)
    assert found == ours
    assert line.outcome in {"kept", "changed"}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("N1 >", "import-expression-unreadable"),
        ("Nobody == 1", "import-no-variable"),
        ("TOKEN:FIRSTNAME == 'x'", "import-person-variable"),
        ("atan(N1) > 2", "import-no-function"),
        ("L1 == 'A9'", "import-no-option"),
        ("Z == 'x'", "import-looks-ahead"),
        ("that.K1 > 3", "import-many-values"),
        (r'regexMatch("/^(a+)+$/", S1)', "import-no-pattern"),
        ("1 " + "+ 1" * 3000, "import-expression-too-big"),
        ("(" * 50 + "1" + ")" * 50, "import-expression-too-big"),
    ],
)
def test_what_we_cannot_say_is_left_out_with_its_reason(script, reason):
    found, line = condition(script)
    assert (found, line.outcome, line.code) == (None, "dropped", reason)


def test_a_single_equals_sign_is_read_as_what_was_meant():
    found, line = condition("N1 = 4")
    assert (found, line.code) == ("n1 = 4", "import-assignment-compared")


def test_old_conditions_speak_where_there_is_no_relevance():
    survey = Survey().ask("Y1", "Y").ask("M1", "M", rows=("a", "b")).ask("Z", "S")
    survey.add(
        "conditions",
        {"qid": 210, "cqid": 10, "cfieldname": "1X1X10", "method": "==", "value": "Y",
         "scenario": 1},
        {"qid": 210, "cqid": 110, "cfieldname": "1X1X110", "method": "==", "value": "a",
         "scenario": 1},
        {"qid": 210, "cqid": 110, "cfieldname": "+1X1X110b", "method": "!=", "value": "Y",
         "scenario": 2},
    )  # fmt: skip
    found = questions(read(survey.bytes(), "x.lss"))["z"].show_if
    assert found == "y1 = 'yes' and m1 has 'a' or not m1 has 'b'"


def test_a_row_that_hangs_on_the_same_question_is_checked_instead():
    question, imported = one("F", rows=("a", ("b", "self.sq_a == 'A1'")), answers=POINTS)
    assert question.rows[1].show_if is None
    assert [check.holds for check in question.checks] == ["this.b = missing or this.a = 'A1'"]
    assert ("Q1_b.relevance", "import-part-condition-checked") in lines(imported, "expression")


def test_a_row_that_hangs_on_another_question_keeps_its_condition():
    survey = Survey().ask("Y1", "Y").ask("F1", "F", rows=("a", ("b", 'Y1 == "Y"')), answers=POINTS)
    assert questions(read(survey.bytes(), "x.lss"))["f1"].rows[1].show_if == "y1 = 'yes'"


def test_validation_becomes_checks_with_its_own_words():
    question, _ = one("K", rows=ROWS, attributes={
        "em_validation_q": "sum(self) <= 10", "em_validation_q_tip": "10 まで",
        "em_validation_sq": "(this / 5) == floor(this / 5)",
    })  # fmt: skip
    total, each = (check.holds for check in question.checks)
    assert total == "sum(this) <= 10"
    assert each == " and ".join(
        f"(this.{row} = missing or this.{row} / 5 = floor(this.{row} / 5))" for row in ROWS
    )
    assert question.checks[0].message == {"ja": "10 まで"}


@pytest.mark.parametrize(
    ("pattern", "format_"),
    [
        (r"/(\w[-._\w]*\w@\w[-._\w]*\w\.\w{2,3})/", "mail"),
        (r"/^\d{3}-?\d{4}$/", "postal_code"),
        ("/^[0-9]+$/", "digits"),
    ],
)
def test_a_pattern_that_we_have_a_name_for_becomes_that_format(pattern, format_):
    question, _ = one("S", preg=pattern)
    assert (question.format, question.checks) == (format_, [])


def test_other_patterns_become_checks_or_are_left_out():
    question, _ = one("S", preg="/^[A-C]$/")
    assert question.checks[0].holds == "this = missing or this in ('A', 'B', 'C')"
    question, imported = one("S", preg=r"/^(\w+\s?)+$/")
    assert question.checks == []
    assert ("Q1.preg", "import-no-pattern") in lines(imported, "expression", "dropped")


def test_defaults_are_literals_or_expressions():
    assert one("L", answers=POINTS, default="A2")[0].default == "'A2'"
    assert one("N", default="3")[0].default == "3"
    survey = Survey().ask("A1", "S").ask("B1", "S", default="{A1.shown}さん")
    assert questions(read(survey.bytes(), "x.lss"))["b1"].default == "join(a1, 'さん')"


# -- texts ------------------------------------------------------------------------------------


def test_answers_in_texts_stand_in_two_braces():
    survey = (
        Survey().ask("A1", "S").ask("B1", "S", "<p>{A1.shown}さん、&lt;b&gt;は {2,3} です。</p>")
    )
    assert questions(read(survey.bytes(), "x.lss"))["b1"].text["ja"] == (
        "{{a1}}さん、<b>は {2,3} です。"
    )


def test_tailored_texts_become_a_value_that_is_worked_out():
    survey = Survey().ask("A1", "N").ask("B1", "S", "{if(A1 > 1, '複数', '一つ')}ですね")
    imported = read(survey.bytes(), "x.lss")
    found = questions(imported)
    assert list(found) == ["a1", "calc1", "b1"]
    assert found["calc1"].hidden
    assert found["calc1"].formula == "if(a1 > 1, '複数', '一つ')"
    assert found["b1"].text["ja"] == "{{calc1}}ですね"


def test_what_never_changes_is_written_out():
    survey = Survey(more="en").ask("A1", "S").ask("B1", "S", "{SURVEYNAME} {A1.qid} {LANG}")
    text = questions(read(survey.bytes(), "x.lss"))["b1"].text
    assert text == {"ja": "調査 ja 10 ja", "en": "調査 en 10 en"}


def test_scripts_are_gone_and_lost_formatting_is_said():
    question, imported = one(
        "S", text='<script>alert("{x}")</script><b onclick="x()">太字</b><img src=x onerror=a()>'
    )
    assert question.text["ja"] == "太字"
    (line,) = imported.report.of("text", "changed")
    assert line.code == "import-formatting-lost"
    assert line.values["tags"] == "b、img、onclick、onerror、script"


def test_a_text_cannot_bring_in_places_of_its_own():
    question, _ = one("S", text="{{q1}} と {{ q1 }}")
    assert "{{" not in question.text["ja"]


def test_a_very_long_text_goes_on_in_notes():
    survey = Survey().ask("A1", "S", "長い文。" * 3000)
    found = list(questions(read(survey.bytes(), "x.lss")).values())
    assert [question.type for question in found] == ["note", "note", "note", "short_text"]
    assert sum(len(question.text["ja"]) for question in found) == 12000


# -- files ------------------------------------------------------------------------------------


def test_the_old_layout_repeats_each_row_in_each_language():
    rows = [
        {"qid": 7, "parent_qid": 0, "gid": 3, "type": "L", "title": "Q1", "question": text,
         "language": tag, "question_order": 1, "relevance": "1"}
        for tag, text in (("en", "Which?"), ("ja", "どれ？"))
    ]  # fmt: skip
    answers = [
        {"qid": 7, "code": code, "answer": f"{tag}-{code}", "sortorder": n, "language": tag,
         "scale_id": 0}
        for tag in ("en", "ja") for n, code in enumerate(("1", "2"))
    ]  # fmt: skip
    groups = [
        {"gid": 3, "group_name": name, "language": tag, "group_order": 0}
        for tag, name in (("en", "Page"), ("ja", "ページ"))
    ]
    data = lss(
        ("groups", groups), ("questions", rows), ("answers", answers),
        ("surveys", [{"sid": 5, "language": "ja", "additional_languages": "en"}]), version=177,
    )  # fmt: skip
    document = parse(read(data, "x.lss").document)
    question = document.questions["q1"]
    assert document.language == "ja"
    assert question.text == {"ja": "どれ？", "en": "Which?"}
    assert question.options[1].text == {"ja": "ja-2", "en": "en-2"}
    assert document.pages[0].title == {"ja": "ページ", "en": "Page"}


def test_one_group_and_one_question_alone():
    survey = Survey().ask("Q1", "S")
    group = lss(
        ("groups", survey.groups), ("questions", survey.questions),
        ("question_l10ns", survey.words), kind="Group",
    )  # fmt: skip
    alone = lss(("questions", survey.questions), ("question_l10ns", survey.words), kind="Question")
    assert list(questions(read(group, "x.lsg"))) == ["q1"]
    assert list(questions(read(alone, "x.lsq"))) == ["q1"]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("survey_1.lss", b"<document>" + b" " * 30_000_000)
    return out.getvalue()


def many_entries():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for n in range(1001):
            packed.writestr(f"{n}.txt", b"")
    return out.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<x>&b;</x></document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><x>&a;</x></document>"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "file-empty"),
        (ENTITIES, "import-xml-unsafe"),
        (OUTSIDE, "import-xml-unsafe"),
        (b"<document><LimeSurveyDocType>Survey", "import-xml-broken"),
        (b"<html></html>", "file-no-questionnaire"),
        (lss(kind="Label set"), "file-no-questionnaire"),
        (lss(), "import-no-questions"),
        (bomb(), "import-zip-unsafe"),
        (many_entries(), "import-zip-unsafe"),
        (b"PK\x03\x04 and nothing more", "file-cut-short"),
        (b"a\tb\n1\t2\n", "file-no-questionnaire"),
        (b"\x83\x65\x83\x58\x83\x67", "file-not-utf8"),
    ],
)
def test_files_that_are_no_questionnaires_are_refused(data, reason):
    with pytest.raises(Unreadable) as refused:
        read(data, "x")
    assert refused.value.code == reason


# -- answers ----------------------------------------------------------------------------------


def test_answers_keep_their_states():
    survey = BEFORE.bytes()
    row = {
        "id": "1", "submitdate": "2026-01-02 03:04:05", "_1X1X10": "3.0000000000",
        "_1X1X110": "", "_1X1X210": "こんにちは", "_1X1X310": "N",
        "_1X1X410": "2026-04-01 00:00:00", "_1X1X510": "-oth-", "_1X1X510other": "べつ",
        "_1X1X610": "A1", "_1X1X610comment": "ひとこと", "_1X1X710a": "Y", "_1X1X710b": "",
        "_1X1X810a": "A3", "_1X1X910b": "2.5000000000", "_1X1X10101": "A2", "_1X1X10102": "A1",
        "_1X1X1110a#0": "A1", "_1X1X1210a_x": "文", "_1X1X1310b_y": "1",
    }  # fmt: skip
    data = archive(survey, [{k.replace("#", "_HASH_"): v for k, v in row.items()}])
    imported = read(data, "x.lsa")
    (answers,) = imported.responses
    assert answers["n1"] == {"state": "answered", "number": 3}
    assert answers["n2"] == {"state": "not-shown"}
    assert answers["s1"] == {"state": "answered", "text": "こんにちは"}
    assert answers["y1"] == {"state": "answered", "codes": ["no"]}
    assert answers["d1"] == {"state": "answered", "date": "2026-04-01"}
    assert answers["l1"] == {"state": "answered", "codes": ["other"], "other": {"other": "べつ"}}
    assert answers["o1"] == {"state": "answered", "codes": ["A1"], "comment": "ひとこと"}
    assert answers["m1"] == {"state": "answered", "codes": ["a"]}
    assert answers["f1"] == {"state": "answered", "rows": {"a": "A3"}}
    assert answers["k1"] == {"state": "answered", "numbers": {"b": 2.5}}
    assert answers["r1"] == {"state": "answered", "ranks": ["A2", "A1"]}
    assert answers["t1"] == {"state": "answered", "rows": {"a": {"x": "文"}}}
    assert answers["b1"] == {"state": "answered", "rows": {"b": ["y"]}}


def test_only_answers_that_were_sent_count():
    survey = Survey().ask("L1", "L", answers=POINTS).bytes()
    rows = [
        {"id": "1", "submitdate": "1980-01-01 00:00:00", "_1X1X10": "A1"},
        {"id": "2", "_1X1X10": "A1"},
        {"id": "3", "submitdate": "1980-01-01 00:00:00", "_1X1X10": "A9"},
    ]
    imported = read(archive(survey, rows, people=[{"tid": 1, "email": "a@example.jp"}]), "x.lsa")
    assert [r["l1"]["state"] for r in imported.responses] == ["answered", "invalid"]
    assert lines(imported, "response") == [
        ("id 1", ""),
        ("id 2", "import-incomplete"),
        ("id 3", "import-unknown-answer"),
    ]
    assert "example.jp" not in str(imported)


def test_columns_of_version_7_are_read_too():
    survey = Survey().ask("R1", "R", rows=("a", "b")).ask("L1", "L", answers=POINTS, other="Y")
    row = {
        "id": "1", "submitdate": "1980-01-01", "Q10_S11": "b", "Q10_S12": "a", "Q110": "-oth-",
        "Q110_Cother": "べつ",
    }  # fmt: skip
    (answers,) = read(archive(survey.bytes(version=717), [row]), "x.lsa").responses
    assert answers["r1"]["ranks"] == ["b", "a"]
    assert answers["l1"]["other"] == {"other": "べつ"}


def test_ten_answers_count_as_limesurvey_counts_them():
    """2 A, 3 B, 3 C, nobody without an answer, 2 not displayed, 10 in all."""
    survey = Survey().ask("Q1", "L", answers=("A", "B", "C")).bytes()
    given = ["A"] * 2 + ["B"] * 3 + ["C"] * 3
    rows = [{"id": n, "submitdate": "1980-01-01", "_1X1X10": v} for n, v in enumerate(given)]
    rows += [{"id": 8, "submitdate": "1980-01-01", "_1X1X10": ""}]
    rows += [{"id": 9, "submitdate": "1980-01-01"}]
    found = [r["q1"] for r in read(archive(survey, rows), "x.lsa").responses]
    assert [sum(r.get("codes") == [c] for r in found) for c in "ABC"] == [2, 3, 3]
    assert sum(r["state"] == "no-answer" for r in found) == 0
    assert sum(r["state"] == "not-shown" for r in found) == 2
    assert responses(rows)


# -- the tab-separated form -------------------------------------------------------------------


def test_out_and_in_again_says_the_same():
    survey = (
        Survey(more="en")
        .ask("Y1", "Y", mandatory="Y")
        .ask("M1", "M", rows=("a", "b", "c"), other="Y", attributes={"max_answers": "2"})
        .ask("L1", "L", answers=POINTS, relevance="M1_a == 'Y' and Y1 == 'Y'")
        .page(grelevance="count(M1_a, M1_b) > 0")
        .ask("F1", "F", rows=("a", ("b", 'L1 == "A1"')), answers=POINTS)
        .ask("K1", "K", "{Y1.shown}", rows=ROWS, attributes={"equals_num_value": "100"})
        .ask("R1", "R", answers=POINTS, attributes={"random_order": "1"})
        .ask("W1", "1", rows=ROWS, answers=POINTS, second=("B1", "B2"))
    )
    document = read(survey.bytes(), "x.lss").document
    data, report = write_tsv(parse(document))
    again = read(data, "x.txt")
    assert report.counts()["expression"]["dropped"] == 0
    assert again.report.counts()["expression"]["dropped"] == 0
    before, after = parse(document), parse(again.document)
    assert list(before.questions) == list(after.questions)
    for code, question in before.questions.items():
        other = after.questions[code]
        assert question.text == other.text
        assert (question.type, question.required) == (other.type, other.required)
        assert question.option_codes == other.option_codes
        assert [row.code for row in question.rows] == [row.code for row in other.rows]
        assert question.show_if == other.show_if
    assert after.questions["f1"].rows[1].show_if == "l1 = 'A1'"
    assert after.questions["k1"].sum.equals == 100


def test_a_rule_does_not_grow_on_its_way_out_and_in_again():
    document = read(Survey().ask("Q1", "N").ask("M1", "M", rows=ROWS).bytes(), "x").document
    first, second = document["pages"][0]["questions"]
    first["checks"] = [{"holds": "this != 0", "message": {"ja": "0 以外"}}]
    second["checks"] = [{"holds": "count(this) = 2", "message": {"ja": "2つ"}}]
    again = parse(read(write_tsv(parse(document))[0], "x.txt").document)
    assert [q.checks[0].holds for q in again.questions.values()] == [
        "this != 0", "count(this) = 2",
    ]  # fmt: skip


def test_the_file_is_found_by_its_content():
    survey = Survey().ask("Q1", "S").bytes()
    assert formats.detected(survey, "x") == "limesurvey"
    assert formats.detected(archive(survey, []), "x") == "limesurvey"
    assert formats.detected(write_tsv(parse(read(survey, "x").document))[0], "x") == "limesurvey"


def test_words_that_look_like_formulas_or_places_stay_words():
    document = read(Survey().ask("Q1", "S").bytes(), "x").document
    document["pages"][0]["questions"][0]["text"] = {"ja": "{q1} <b>と \t 改\n行 ｜漢字《かんじ》"}
    again = read(write_tsv(parse(document))[0], "x.txt").document
    assert again["pages"][0]["questions"][0]["text"]["ja"] == "{ q1} <b>と 改\n行 ｜漢字《かんじ》"


def test_what_limesurvey_cannot_hold_is_said():
    document = read(Survey().ask("L1", "L", answers=POINTS).ask("Q1", "S").bytes(), "x").document
    first, second = document["pages"][0]["questions"]
    first["options"][0] |= {"role": "dont_know", "show_if": "today() > '2026-01-01'"}
    second["show_if"] = "days_between(today(), date(2026, 1, 1)) > 3"
    report = write_tsv(parse(document))[1]
    assert {line.code for line in report.lines if line.outcome == "dropped"} == {
        "export-lost", "export-option-condition", "export-expression",
    }  # fmt: skip


def test_every_reason_has_a_sentence():
    import re
    from pathlib import Path

    import surveys.interchange.limesurvey as package

    folder = Path(package.__file__).parent
    codes = {
        code
        for path in folder.glob("*.py")
        for code in re.findall(r'"((?:import|export)-[a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert codes
    assert not codes - SENTENCES.keys()
