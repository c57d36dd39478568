"""What SurveyJS does when something becomes true, as conditions, defaults and computed values."""

from surveys.interchange.climbing import Unsaid, function, negated
from surveys.interchange.drafting import Source
from surveys.interchange.surveyjs.elements import Plain, dicts, said
from surveys.interchange.surveyjs.translating import Translator
from surveys.interchange.surveyjs.validating import Validators
from surveys.logic import Expression, Lit, questions_in


class Triggers(Validators):
    """Turns what is set, skipped and worked out into conditions, defaults and computed values."""

    def _calculated(self) -> None:
        values = [v for v in dicts(self.source.get("calculatedValues")) if v.get("name")]
        for value in values:
            self._place = str(value["name"])[:40]
            made = self.maker.made({"type": "expression", "name": value["name"]})[0]
            made.question["hidden"] = True
            self._first_page(made.question)
            text = value.get("expression")
            if isinstance(text, str) and text.strip():
                place = f"{self._place} · calculatedValues"
                self._later(made.question, "formula", text, place)

    def _first_page(self, question: Plain) -> None:
        """Put something first of all; it moves behind what it looks at in the end."""
        taken_codes = {page["code"] for page in self.draft.pages}
        code = next(
            c for c in ("values", *(f"values_{n}" for n in range(400))) if c not in taken_codes
        )
        if self.draft.pages and self.draft.pages[0]["code"].startswith("values"):
            self.draft.pages[0]["questions"].append(question)
        else:
            self.draft.pages.insert(0, {"code": code, "questions": [question]})

    def _triggers(self) -> None:
        for number, trigger in enumerate(dicts(self.source.get("triggers")), start=1):
            place = f"triggers {number} · {str(trigger.get('type') or '')[:20]}"
            kind = str(trigger.get("type") or "").removesuffix("trigger")
            act = {"complete": self._complete, "skip": self._skip, "setvalue": self._set_value,
                   "copyvalue": self._set_value, "runexpression": self._set_value,
                   "visible": self._show}.get(kind)  # fmt: skip
            found = self._said(str(trigger.get("expression") or "false"), place)
            if found is None:
                continue
            if act is None or not act(trigger, found):
                self.report.dropped("expression", place, "import-trigger")

    def _complete(self, _trigger: Plain, when: Source) -> bool:
        """Show nothing more once the condition holds: the pages behind what it looks at."""
        asked = questions_in(when.tree)
        places = [n for n, page in enumerate(self.draft.pages)
                  if asked & {q["code"] for q in page["questions"]}]  # fmt: skip
        if not places:
            return False
        later = self.draft.pages[max(places) + 1 :]
        self._hide(later, when)
        return True

    def _hide(self, parts: list[Plain], when: Source) -> None:
        place = when.place
        for part in parts:
            source = Source(
                negated(when.tree), place, None, when.code or "import-skip-as-condition"
            )
            self.draft.say(part, "show_if", source)
            place = ""
        if place:
            self.report.changed("expression", place, "import-skip-as-condition")

    def _skip(self, trigger: Plain, when: Source) -> bool:
        """Show nothing between what the condition looks at and where it leads."""
        target = self.maker.made_of.get(str(trigger.get("gotoName") or ""))
        if not target:
            return False
        order = list(self.draft.questions())
        codes = [q["code"] for q in order]
        asked = [codes.index(code) for code in questions_in(when.tree) if code in codes]
        goal = codes.index(target[0].question["code"])
        if not asked or goal <= max(asked):
            return False
        self._hide(order[max(asked) + 1 : goal], when)
        return True

    def _set_value(self, trigger: Plain, when: Source) -> bool:
        """Turn a value that is set into the default of the question, under the same condition."""
        name = str(trigger.get("setToName") or "")
        value = self._set_to(trigger, name)
        if not name or value is None:
            return False
        made = self.maker.made_of.get(name)
        if not made:
            made = self.maker.made({"type": "expression", "name": name})
            made[0].question["hidden"] = True
            self._first_page(made[0].question)
        question = made[0].question
        key = "formula" if question["type"] == "computed" else "default"
        tree = function("if", when.tree, value, Lit(None))
        self.draft.either(question, key, Source(tree, when.place, None, "import-set-as-default"))
        return True

    def _set_to(self, trigger: Plain, name: str) -> Expression | None:
        try:
            if trigger.get("fromName"):
                return self.names.meant(str(trigger["fromName"])).is_
            if isinstance(trigger.get("runExpression"), str):
                return Translator(self.names).value(trigger["runExpression"])
        except Unsaid:
            return None
        value = trigger.get("setValue")
        if isinstance(value, dict | list) or value is None:
            return None
        meant = self.names.get(name)
        options = meant.options if meant else {}
        return Lit(options.get(said(value), said(value)))

    def _show(self, trigger: Plain, when: Source) -> bool:
        names = [*(trigger.get("questions") or []), *(trigger.get("pages") or [])]
        made = [m for name in names for m in self.maker.made_of.get(str(name), [])]
        place = when.place
        for each in made:
            self.draft.say(each.question, "show_if", Source(when.tree, place, None, when.code))
            place = ""
        return bool(made)
