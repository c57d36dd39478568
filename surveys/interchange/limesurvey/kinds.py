"""What each of LimeSurvey's 29 types of question becomes, and the words that it brings along."""

from surveys.interchange.limesurvey.source import Question, Words

DROPPED = ""
_PLAIN = {
    "1": "matrix_dual",
    "5": "scale",
    "A": "matrix",
    "B": "matrix",
    "C": "matrix",
    "E": "matrix",
    "F": "matrix",
    "H": "matrix",
    "D": "date",
    "G": "single",
    "K": "numbers",
    "L": "single",
    "!": "single",
    "O": "single",
    "M": "multiple",
    "P": "multiple",
    "N": "number",
    "Q": "short_texts",
    "R": "ranking",
    "S": "short_text",
    "T": "long_text",
    "U": "long_text",
    "X": "note",
    "Y": "yes_no",
    "|": "file",
    "*": "computed",
    ";": "matrix_text",
    ":": "matrix_number",
}
_OF_NUMBERS = {"short_texts": "numbers", "short_text": "number", "matrix_text": "matrix_number"}
"""What the types of texts become where only numbers may be written."""


def _words(**texts: str) -> Words:
    return texts


GIVEN: dict[str, dict[str, Words]] = {
    "C": {
        "Y": _words(en="Yes", ja="はい", de="Ja", fr="Oui", it="Sì", es="Sí", nl="Ja"),
        "U": _words(
            en="Uncertain", ja="わからない", de="Unsicher", fr="Incertain", it="Incerto",
            es="No sé", nl="Onzeker",
        ),
        "N": _words(en="No", ja="いいえ", de="Nein", fr="Non", it="No", es="No", nl="Nee"),
    },
    "E": {
        "I": _words(
            en="Increase", ja="増えた", de="Zunahme", fr="Augmentation", it="Aumento",
            es="Aumentar", nl="Toename",
        ),
        "S": _words(
            en="Same", ja="変わらない", de="Gleich", fr="Sans changement", it="Uguale",
            es="Igual", nl="Hetzelfde",
        ),
        "D": _words(
            en="Decrease", ja="減った", de="Abnahme", fr="Diminution", it="Diminuzione",
            es="Disminuir", nl="Afname",
        ),
    },
    "G": {
        "F": _words(
            en="Female", ja="女性", de="Weiblich", fr="Féminin", it="Femmina", es="Femenino",
            nl="Vrouw",
        ),
        "M": _words(
            en="Male", ja="男性", de="Männlich", fr="Masculin", it="Maschio", es="Masculino",
            nl="Man",
        ),
    },
    "A": {str(n): _words(en=str(n)) for n in range(1, 6)},
    "B": {str(n): _words(en=str(n)) for n in range(1, 11)},
}  # fmt: skip
"""The options that LimeSurvey brings along by itself, by code and language."""

OTHER = _words(
    en="Other", ja="その他", de="Sonstiges", fr="Autre", it="Altro", es="Otro", nl="Anders"
)
COMMENT = _words(
    en="Comment", ja="コメント", de="Kommentar", fr="Commentaire", it="Commento",
    es="Comentario", nl="Opmerking",
)  # fmt: skip
FULL = _words(
    en="There are enough answers of this kind. Thank you.",
    ja="必要な数の回答が集まりました。ご協力ありがとうございました。",
)
CHECK = _words(
    en="Please check this answer.",
    ja="この回答は条件に合いません。もう一度確かめてください。",
    de="Bitte prüfen Sie diese Antwort.",
    fr="Veuillez vérifier cette réponse.",
    it="Controllare la risposta.",
    es="Compruebe esta respuesta.",
)
DEPENDING = _words(
    en="Because of another answer here, this is not to be answered: %s",
    ja="ほかの回答により、ここには答えません：%s",
)


def type_of(question: Question) -> str:
    """Return the type of ours that a question becomes; "" for one that is dropped."""
    type_ = _PLAIN.get(question.type, DROPPED)
    if question.type == ":" and question.is_on("multiflexible_checkbox"):
        return "matrix_multiple"
    if question.is_on("numbers_only"):
        return _OF_NUMBERS.get(type_, type_)
    if question.type == "D" and is_time_only(question):
        return "short_text"
    return type_


def is_time_only(question: Question) -> bool:
    """Whether a date question asks only for the time of day."""
    wanted = question.attribute("date_format").lower()
    return bool(wanted) and "y" not in wanted and "d" not in wanted


def in_languages(given: Words, languages: list[str]) -> Words:
    """Return words of ours in these languages; in English where we have no others."""
    return {tag: given.get(tag.split("-")[0], given["en"]) for tag in languages}
