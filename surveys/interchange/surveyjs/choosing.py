"""Elements of SurveyJS that offer choices made into questions of ours."""

from typing import Any

from surveys.definition.given import NO, WORDS, YES
from surveys.interchange.codes import Codes
from surveys.interchange.naming import Meant, reference
from surveys.interchange.surveyjs.elements import Plain, choices, items, said
from surveys.interchange.surveyjs.making import MOST_POINTS, Made, Maker, is_number, ours


class ChoiceMaker(Maker):
    """Makes questions of choices beside those that are written."""

    def _options(self, made: Made, given: list[Plain]) -> dict[str, str]:
        codes = Codes("option")
        written: dict[str, str] = {}
        made.question["options"] = []
        for number, choice in enumerate(given, start=1):
            value = said(choice["value"])
            code = codes.allot(value, str(number))
            written.setdefault(value, code)
            text = self.texts(choice.get("text"), made.question["code"], value or code)
            option: Plain = {"code": code, "text": text}
            option |= own_of(choice)
            if choice.get("showCommentArea") is True:
                option["other_text"] = True
            if choice.get("isExclusive") is True:
                option["exclusive"] = True
            made.question["options"].append(option)
            made.options.append((option, choice))
        return written

    def _choosing(self, element: Plain, type_: str, display: str = "") -> list[Made]:
        given = choices(element, self._languages)
        carried = element.get("choicesFromQuestion")
        source = self.made_of.get(str(carried), []) if carried else []
        if source and source[0].options:
            plain = [choice for option, choice in source[0].options
                     if not {"other_text", "exclusive", "role"} & option.keys()]  # fmt: skip
            given = plain + [c for c in given if c["value"] not in {p["value"] for p in plain}]
        if not given or (element.get("choicesByUrl") and not given):
            self._changed("import-list-missing", name=str(element.get("name") or "")[:40])
            made = self._new(element, {"type": "short_text"})
            self._named(element, made)
            return [made]
        made = self._new(element, {"type": type_} | ({"display": display} if display else {}))
        written = self._options(made, given)
        self._finish_choice(element, made, written)
        if source and source[0].options:
            mode = str(element.get("choicesFromQuestionMode") or "all")
            if mode in {"selected", "unselected"}:
                which = "chosen" if mode == "selected" else "not_chosen"
                made.question["options_from"] = {"question": source[0].question["code"],
                                                 "which": which}  # fmt: skip
        return [made]

    def _finish_choice(self, element: Plain, made: Made, written: dict[str, str]) -> None:
        question = made.question
        if question.get("display") == "dropdown" and any(
            "other_text" in o for o in question["options"]
        ):
            del question["display"]
        if question["type"] != "multiple":
            for option in question["options"]:
                option.pop("exclusive", None) if question["type"] == "ranking" else None
        if str(element.get("choicesOrder")) == "random":
            question["shuffle"] = True
        elif str(element.get("choicesOrder")) in {"asc", "desc"}:
            question["options"].sort(
                key=lambda o: next(iter(o["text"].values())),
                reverse=element["choicesOrder"] == "desc",
            )
        for key, name in (
            ("min_choices", "minSelectedChoices"),
            ("max_choices", "maxSelectedChoices"),
        ):
            self._choice_limit(question, key, element.get(name))
        name, code = str(element.get("name") or ""), question["code"]
        if any(option.get("other_text") for option in question["options"]):
            self._names.add(f"{name}-Comment", Meant(reference(code, "other"), "text"))
        if element.get("showCommentArea") is True or element.get("hasComment") is True:
            comment = element.get("commentText") or self._languages.own(
                {"ja": "ご意見", "en": "Comment"}
            )
            question["comment"] = self.texts(comment, code)
            self._names.add(f"{name}-Comment", Meant(reference(code, "comment"), "text"))
        self._named(element, made, written)

    def _choice_limit(self, question: Plain, key: str, value: Any) -> None:
        if question["type"] in {"multiple", "ranking"} and isinstance(value, int) and value > 0:
            ordinary = sum(not option.get("exclusive") for option in question["options"])
            if value <= ordinary:
                question[key] = value

    def _radiogroup(self, element: Plain) -> list[Made]:
        return self._choosing(element, "single" if not is_district(element) else "district")

    def _dropdown(self, element: Plain) -> list[Made]:
        type_ = "district" if is_district(element) else "single"
        return self._choosing(element, type_, "dropdown")

    def _buttongroup(self, element: Plain) -> list[Made]:
        return self._choosing(element, "single", "buttons")

    def _checkbox(self, element: Plain) -> list[Made]:
        return self._choosing(element, "multiple")

    def _tagbox(self, element: Plain) -> list[Made]:
        return self._choosing(element, "multiple", "dropdown")

    def _ranking(self, element: Plain) -> list[Made]:
        return self._choosing(element, "ranking")

    def _imagepicker(self, element: Plain) -> list[Made]:
        self._changed("import-pictures-in-words")
        return self._choosing(element, "multiple" if element.get("multiSelect") else "single")

    def _imagemap(self, element: Plain) -> list[Made]:
        self._changed("import-pictures-in-words")
        areas = [{"choices": element.get("areas") or []}]
        return self._choosing(
            element | areas[0], "multiple" if element.get("multiSelect") else "single"
        )

    def _boolean(self, element: Plain) -> list[Made]:
        if ours(element).get("type") == "consent":
            made = self._new(element, {"type": "consent"})
            self._named(element, made, {"yes": YES, "true": YES})
            return [made]
        labels = [element.get("labelTrue"), element.get("labelFalse")]
        values = [said(element.get("valueTrue", True)), said(element.get("valueFalse", False))]
        codes = {values[0]: YES, values[1]: NO, "true": YES, "false": NO}
        if not any(labels) or self._is_given(labels):
            made = self._new(element, {"type": "yes_no"})
        else:
            made = self._new(element, {"type": "single"})
            pairs = zip((YES, NO), labels, strict=True)
            words = [{"value": code, "text": label or self._languages.own(WORDS[code])}
                     for code, label in pairs]  # fmt: skip
            self._options(made, words)
        self._named(element, made, codes)
        return [made]

    def _is_given(self, labels: list[Any]) -> bool:
        return all(
            WORDS[code].get(lang) == text
            for code, label in zip((YES, NO), labels, strict=True)
            for lang, text in self._languages.texts(label).items()
        )

    def _rating(self, element: Plain) -> list[Made]:
        values = items(element.get("rateValues"))
        low, high = element.get("rateMin", 1), element.get("rateMax")
        step, count = element.get("rateStep", 1), element.get("rateCount")
        if high is None:
            high = low + (count - 1) * step if isinstance(count, int) else 5
        numbers = [v["value"] for v in values]
        bare = values and not any("text" in v for v in values)
        whole = bare and all(isinstance(n, int) for n in numbers)
        if whole and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            low, high, step, values = numbers[0], numbers[-1], 1, []
        if values or not is_scale(low, high, step):
            if not values and is_number(low) and is_number(high) and is_number(step) and step > 0:
                count_ = min(int((high - low) / step) + 1, 100)
                values = [{"value": low + n * step} for n in range(count_)]
            return self._choosing(element | {"choices": values}, "single", "buttons")
        made = self._new(element, {"type": "scale", "lowest": low, "highest": high})
        ends = [element.get("minRateDescription"), element.get("maxRateDescription")]
        if all(ends):
            code = made.question["code"]
            made.question["ends"] = {
                "low": self.texts(ends[0], code),
                "high": self.texts(ends[1], code),
            }
            middle = self.texts(ours(element).get("middle"), code)
            if middle:
                made.question["ends"]["middle"] = middle
        extra = items(ours(element).get("options"))
        written = self._options(made, extra) if extra else {}
        self._named(element, made)
        self.options_of[made.question["code"]] = written
        return [made]


def own_of(choice: Plain) -> Plain:
    """Return what a choice carries of ours: roles, values, readings."""
    own = ours(choice)
    found: Plain = {}
    role = choice.get("role") or own.get("role")
    if role in {"dont_know", "refused"}:
        found["role"] = role
    if own.get("fixed") is True:
        found["fixed"] = True
    if is_number(own.get("value")):
        found["value"] = own["value"]
    if isinstance(own.get("yomi"), str) and own["yomi"]:
        found["yomi"] = own["yomi"][:100]
    return found


def is_scale(low: Any, high: Any, step: Any) -> bool:
    """Whether numbers from low to high are points that our scale has."""
    return (
        all(isinstance(n, int) and not isinstance(n, bool) for n in (low, high, step))
        and step == 1
        and 0 <= low < high <= 100
        and high - low < MOST_POINTS
    )


def is_district(element: Plain) -> bool:
    """Whether we wrote this as a question for the district."""
    return ours(element).get("type") == "district"
