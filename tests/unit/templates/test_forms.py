"""Fields say what they want, what is wrong, and join both to the control by ids."""

from types import SimpleNamespace

import pytest
from wtforms import (
    BooleanField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from tests.unit.templates.conftest import words

IMPORT = "{% from 'components/forms.html' import field, error_summary, button, csrf, post %}"


class Proposal(Form):
    name = StringField("団体の名前", [InputRequired("名前を書いてください。"), Length(max=20)])
    reason = TextAreaField("理由", [Optional()])
    people = IntegerField("人数", [Optional()])
    kind = RadioField(
        "改訂の種類",
        [InputRequired("1つ選んでください。")],
        choices=[SelectChoice("new", "新規"), SelectChoice("end", "廃止")],
    )
    topics = SelectMultipleField(
        "どれですか（3つまで）",
        choices=[
            SelectChoice("1", "手続"),
            SelectChoice("2", "Wi-Fi"),
            SelectChoice("90", "とくにない"),
        ],
    )
    role = SelectField("役割", choices=[SelectChoice("p", "計画担当")])
    paper = FileField("資料")
    agreed = BooleanField("読みました")

    @property
    def error_list(self):
        return [
            SimpleNamespace(control=field.id, text=text) for field in self for text in field.errors
        ]


def test_every_control_has_a_label_that_names_it(show):
    page = show(IMPORT + "{% for f in form %}{{ field(f) }}{% endfor %}", form=Proposal())
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for label in (e for e in page.iter("label") if e.get("for")):
        assert label.get("for") in ids
    for tag in ("textarea", "select"):
        assert all(
            any(label.get("for") == e.get("id") for label in page.iter("label"))
            for e in page.iter(tag)
        )
    for control in page.iter("input"):
        wrapped = any(control in list(label) for label in page.iter("label"))
        named = any(label.get("for") == control.get("id") for label in page.iter("label"))
        assert wrapped or named, control.get("name")


def test_a_mistake_stands_between_hint_and_control_and_is_announced_with_it(show):
    form = Proposal()
    form.validate()
    page = show(IMPORT + "{{ field(form.name, hint='法人格から書いてください。') }}", form=form)
    box = page[0]
    assert "has-error" in box.get("class")
    assert [e.tag for e in box] == ["label", "p", "p", "input"]
    control = page.find(".//input")
    assert control.get("aria-invalid") == "true"
    described = control.get("aria-describedby").split()
    texts = {e.get("id"): words(e) for e in page.iter() if e.get("id")}
    assert [texts[i] for i in described] == ["法人格から書いてください。", "名前を書いてください。"]


def test_the_browser_neither_blocks_nor_cuts_what_is_typed(show):
    control = show(IMPORT + "{{ field(form.name) }}", form=Proposal()).find(".//input")
    assert control.get("required") is None
    assert control.get("maxlength") is None


def test_numbers_are_text_so_that_full_width_digits_can_be_typed(show):
    control = show(IMPORT + "{{ field(form.people) }}", form=Proposal()).find(".//input")
    assert (control.get("type"), control.get("inputmode")) == ("text", "numeric")


def test_only_the_optional_field_says_that_it_may_stay_empty(show):
    page = show(IMPORT + "{{ field(form.reason) }}{{ field(form.name) }}", form=Proposal())
    labels = [words(label) for label in page.iter("label")]
    assert labels == ["理由（書かなくてもかまいません）", "団体の名前"]


@pytest.mark.parametrize("shape", ["rows", "kinds"])
def test_choices_are_one_group_with_a_legend(show, shape):
    form = Proposal()
    form.validate()
    page = show(IMPORT + "{{ field(form.kind, shape=shape) }}", form=form, shape=shape)
    group = page.find(".//fieldset")
    assert words(group.find("legend")) == "改訂の種類"
    assert group.get("aria-describedby") == "kind-error"
    assert [e.get("id") for e in group.iter("input")] == ["kind-0", "kind-1"]
    assert all(e.get("type") == "radio" for e in group.iter("input"))


def test_exclusive_choices_stand_apart(show):
    page = show(IMPORT + "{{ field(form.topics, exclusive=('90',)) }}", form=Proposal())
    rows = [e for e in page.find(".//div") if e.tag in {"label", "p"}]
    assert [words(e) for e in rows] == ["手続", "Wi-Fi", "上から選ばないとき", "とくにない"]


def test_the_question_may_be_the_heading_of_the_page(show):
    page = show(IMPORT + "{{ field(form.kind, heading=1) }}", form=Proposal())
    assert words(page.find(".//legend/h1")) == "改訂の種類"


def test_the_summary_links_each_mistake_to_its_control(show):
    form = Proposal()
    form.validate()
    page = show(IMPORT + "{{ error_summary(form) }}{{ field(form.name) }}", form=form)
    summary = page[0]
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    title = summary.get("aria-labelledby")
    assert words(summary.find(f".//*[@id='{title}']")) == "入力を確かめてください"
    first = summary.find(".//a")
    assert first.get("href") == "#name"
    assert words(first) == "名前を書いてください。"


def test_no_summary_without_a_mistake(show):
    assert words(show(IMPORT + "{{ error_summary(form) }}", form=Proposal())) == ""


def test_what_was_typed_is_escaped(show):
    page = show(IMPORT + "{{ field(form.name) }}", form=Proposal(data={"name": '"><script>'}))
    assert page.find(".//script") is None
    assert page.find(".//input").get("value") == '"><script>'


def test_a_posting_button_carries_the_token_and_says_what_it_is_about(show):
    page = show(IMPORT + "{{ post('/x', '確認する', {'n': 9}, about='意見9') }}")
    form = page.find(".//form")
    assert form.get("method") == "post"
    hidden = {e.get("name"): e.get("value") for e in form.iter("input")}
    assert hidden == {"csrf_token": "token", "n": "9"}
    assert words(form.find("button")) == "確認する（意見9）"


def test_buttons_send_only_what_they_are_told(show):
    page = show(IMPORT + "{{ button('次へ') }}{{ button('前の問へ', second=true, name='back') }}")
    plain, back = page.findall(".//button")
    assert plain.get("name") is None
    assert (back.get("name"), back.get("value")) == ("back", "1")
