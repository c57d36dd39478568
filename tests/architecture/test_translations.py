"""The English catalogue is complete, and says the same things with the same values."""

import re

import pytest

from engage.translations.update import collected, english

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(scope="module")
def source():
    return [message for message in collected() if message.id]


@pytest.fixture(scope="module")
def catalogue():
    return english()


def first(message_id):
    return message_id if isinstance(message_id, str) else message_id[0]


def test_every_text_has_english(source, catalogue):
    missing = [m.id for m in source if not (catalogue.get(m.id) and catalogue[m.id].string)]
    assert missing == []


def test_the_catalogue_holds_nothing_that_is_no_longer_used(source, catalogue):
    used = {first(m.id) for m in source}
    assert [m.id for m in catalogue if m.id and first(m.id) not in used] == []


def test_the_english_mentions_the_same_values(source, catalogue):
    wrong = []
    for message in source:
        text = catalogue[message.id].string if catalogue.get(message.id) else ""
        for line in [text] if isinstance(text, str) else text:
            if set(PLACEHOLDER.findall(line)) - set(PLACEHOLDER.findall(first(message.id))):
                wrong.append((message.id, line))
    assert wrong == []


def test_the_english_is_not_japanese(source, catalogue):
    """Names of real things (郡山) may stay in brackets; whole sentences may not."""
    wrong = []
    for message in source:
        text = catalogue[message.id].string if catalogue.get(message.id) else ""
        text = text if isinstance(text, str) else " ".join(text)
        if len(JAPANESE.findall(text)) > 12:
            wrong.append(text)
    assert wrong == []
