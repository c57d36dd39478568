"""Every template obeys the house: no inline style or script, no text outside gettext, no |safe."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
JAPANESE = re.compile(r"[ぁ-んァ-ン一-龥]{2,}")
WRITTEN_IN_JAPANESE_ON_PURPOSE = {"home/easy.html"}


def name(path):
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_inline_style_or_script_and_nothing_unescaped(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", text)
    assert not re.search(r"<script(?![^>]*(?:\ssrc=|type=\"application/json\"))", text)
    assert not re.search(r"\|\s*safe\b|autoescape false", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_japanese_sentence_is_in_the_catalogue(path):
    if name(path) in WRITTEN_IN_JAPANESE_ON_PURPOSE:
        return
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    text = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", "", text, flags=re.S)
    text = re.sub(r"\b_\(\s*'(?:[^'\\]|\\.)*'", "", text)
    text = re.sub(r'\b_\(\s*"(?:[^"\\]|\\.)*"', "", text)
    text = text.replace('lang="ja">日本語<', "<")
    found = JAPANESE.findall(text)
    assert not found, f"{name(path)}: {found}"
