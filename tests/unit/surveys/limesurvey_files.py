"""Small LimeSurvey files written for the tests, in both layouts."""

import io
import zipfile
from xml.sax.saxutils import escape


def table(name, rows):
    cells = "".join(
        "<row>" + "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in row.items()) + "</row>"
        for row in rows
    )
    return f"<{name}><rows>{cells}</rows></{name}>"


def lss(*tables, version=600, kind="Survey", language="ja"):
    inside = "".join(table(name, rows) for name, rows in tables)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>{kind}'
        f"</LimeSurveyDocType><DBVersion>{version}</DBVersion>"
        f"<languages><language>{language}</language></languages>{inside}</document>"
    ).encode()


class Survey:
    """Builds a survey of the new layout, question by question."""

    def __init__(self, *, language="ja", more=""):
        self.languages = [language, *more.split()]
        self.survey = {
            "sid": 1, "language": language, "additional_languages": more, "admin": "担当",
        }  # fmt: skip
        self.groups = [{"gid": 1, "group_order": 1}]
        self.questions, self.parts, self.words, self.attributes = [], [], [], []
        self.answers, self.answer_words, self.defaults, self.more = [], [], [], []
        self._gid = 1

    def page(self, **fields):
        self._gid += 1
        self.groups.append({"gid": self._gid, "group_order": self._gid, **fields})
        return self

    def ask(self, code, type_, text="問", *, rows=(), columns=(), answers=(), second=(),
            attributes=None, default="", **fields):  # fmt: skip
        qid = len(self.questions) * 100 + 10
        self.questions.append(
            {"qid": qid, "parent_qid": 0, "gid": self._gid, "type": type_, "title": code,
             "question_order": len(self.questions), "mandatory": "N", "other": "N",
             "relevance": "1"} | fields
        )  # fmt: skip
        for language in self.languages:
            self.words.append({"qid": qid, "question": text, "language": language})
        for scale, parts in enumerate((rows, columns)):
            for n, part in enumerate(parts):
                name, relevance = part if isinstance(part, tuple) else (part, "1")
                id_ = qid + 1 + n + 40 * scale
                self.parts.append(
                    {"qid": id_, "parent_qid": qid, "gid": self._gid, "title": name,
                     "scale_id": scale, "question_order": n, "relevance": relevance}
                )  # fmt: skip
                for language in self.languages:
                    self.words.append({"qid": id_, "question": f"行 {name}", "language": language})
        for scale, points in enumerate((answers, second)):
            for n, point in enumerate(points):
                aid = len(self.answers) + 1
                self.answers.append(
                    {"aid": aid, "qid": qid, "code": point, "sortorder": n, "scale_id": scale,
                     "assessment_value": n}
                )  # fmt: skip
                for language in self.languages:
                    self.answer_words.append(
                        {"aid": aid, "answer": f"選択肢 {point}", "language": language}
                    )
        for name, value in (attributes or {}).items():
            self.attributes.append({"qid": qid, "attribute": name, "value": value})
        if default:
            self.defaults.append(
                {"qid": qid, "sqid": 0, "specialtype": "", "language": self.languages[0],
                 "defaultvalue": default}
            )  # fmt: skip
        return self

    def add(self, name, *rows):
        self.more.append((name, list(rows)))
        return self

    def bytes(self, **options):
        return lss(
            ("groups", self.groups),
            ("questions", self.questions),
            ("subquestions", self.parts),
            ("question_l10ns", self.words),
            ("question_attributes", self.attributes),
            ("answers", self.answers),
            ("answer_l10ns", self.answer_words),
            ("defaultvalues", self.defaults),
            ("surveys", [self.survey]),
            ("surveys_languagesettings", [
                {"surveyls_language": tag, "surveyls_title": f"調査 {tag}"}
                for tag in self.languages
            ]),
            *self.more,
            **options,
        )  # fmt: skip


def archive(survey, rows, *, people=()):
    """Return a .lsa with these response rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("survey_1.lss", survey)
        packed.writestr("survey_1_responses.lsr", responses(rows))
        if people:
            packed.writestr("survey_1_tokens.lst", lss(("tokens", people), kind="Tokens"))
    return out.getvalue()


def responses(rows):
    cells = "".join(
        "<row>" + "".join(
            f"<{k}/>" if v == "" else f"<{k}><![CDATA[{v}]]></{k}>" for k, v in row.items()
        ) + "</row>"
        for row in rows
    )  # fmt: skip
    return (
        "<document><LimeSurveyDocType>Responses</LimeSurveyDocType><DBVersion>600</DBVersion>"
        f"<responses><rows>{cells}</rows></responses></document>"
    )
