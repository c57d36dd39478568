"""Captions as Zoom, Teams and others write them, whole and broken."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.documents.captions import (
    Cue,
    Fault,
    UnreadableCaptions,
    as_srt,
    as_vtt,
    clock,
    merged,
    read_captions,
)

ZOOM = """WEBVTT

1
00:00:03.120 --> 00:00:06.480
安積 はるか: 夜も窓口を開けてほしい。

2
00:00:06.900 --> 00:00:09.000
安積 はるか: 8時まででよいです。

3
00:00:12.000 --> 00:00:15.500
事務局：ありがとうございます。
"""
TEAMS = """WEBVTT

0f1e2d3c-aaaa-bbbb-cccc-0123456789ab/12-0
01:02:03.004 --> 01:02:05.000
<v 湖南 みなと>データを<b>公開</b>してください。</v>

0f1e2d3c-aaaa-bbbb-cccc-0123456789ab/12-1
01:02:06.000 --> 01:02:07.000
<v.loud 湖南 みなと>R&amp;D も
"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nこんにちは\r\n\r\n"
    "2\r\n00:01:00,5 --> 00:01:02,000\r\n終わります\r\n"
)


def read(text, encoding="utf-8"):
    return read_captions(text.encode(encoding))


def test_zoom_names_stand_before_the_words():
    found = read(ZOOM)
    assert found.voices == ("安積 はるか", "事務局")
    assert found.cues[0] == Cue(3120, 6480, "夜も窓口を開けてほしい。", "安積 はるか")
    assert found.faults == ()


def test_teams_names_stand_in_tags_and_markup_is_taken_off():
    first, second = read(TEAMS).cues
    assert first == Cue(3_723_004, 3_725_000, "データを公開してください。", "湖南 みなと")
    assert second.text == "R&D も"
    assert second.voice == "湖南 みなと"


def test_srt_with_other_line_ends():
    first, second = read(SRT).cues
    assert first == Cue(1000, 2500, "こんにちは")
    assert second.begins == 60_500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_every_encoding_that_programs_use(encoding):
    assert read(ZOOM, encoding).voices[0] == "安積 はるか"


def test_hours_may_be_missing_and_the_header_may_stand_close():
    found = read("WEBVTT Kind: captions\n01:02.5 --> 01:04.000 align:start position:0%\nはい\n")
    assert found.cues == (Cue(62_500, 64_000, "はい"),)


def test_a_long_meeting():
    found = read("WEBVTT\n\n123:00:00.000 --> 123:00:01.000\nまだ続きます\n")
    assert found.cues[0].begins == 123 * 3_600_000
    assert clock(123 * 3_600_000) == "123:00:00.000"


def test_broken_passages_are_named_by_line_and_left_out():
    text = (
        "WEBVTT\n\nNOTE 作成：会議室\n\n"
        "00:00:05.000 --> 00:00:04.000\n逆です\n\n"
        "00:00:01.000 --> 00:00:02.000\n\n"
        "時刻のない文\n\n"
        "00:00:06.000 --> 00:00:07.000\nはい\n"
    )
    found = read(text)
    assert [cue.text for cue in found.cues] == ["はい"]
    assert found.faults == (
        Fault(5, "ends-before-beginning"), Fault(8, "no-text"), Fault(10, "no-timing"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "captions-empty"),
        ("ただの文です。".encode(), "captions-empty"),
        (b"WEBVTT\n\n", "captions-empty"),
        (b"\x00\x01\x02\x03", "captions-not-text"),
        (b"\x81\xff\xfe\x00\x00", "captions-not-text"),
        (b"a" * 10_000_001, "captions-too-large"),
    ],
)
def test_what_holds_no_captions_is_refused(data, code):
    with pytest.raises(UnreadableCaptions) as refused:
        read_captions(data)
    assert refused.value.code == code


def test_scripts_and_addresses_stay_words():
    found = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script> https://example.jp/a: b\n"
    )
    assert found.cues[0] == Cue(1000, 2000, "alert(1) https://example.jp/a: b")


def test_one_voice_with_short_pauses_is_one_passage():
    found = merged(read(ZOOM).cues)
    assert [cue.text for cue in found] == [
        "夜も窓口を開けてほしい。8時まででよいです。", "ありがとうございます。",
    ]  # fmt: skip
    assert (found[0].begins, found[0].ends) == (3120, 9000)
    assert len(merged(read(ZOOM).cues, pause=100)) == 3
    assert merged([Cue(0, 1, "I see", "A"), Cue(2, 3, "yes", "A")])[0].text == "I see yes"


@pytest.mark.parametrize("write", [as_vtt, as_srt])
def test_what_is_written_is_read_again(write):
    cues = read(ZOOM).cues
    assert read(write(cues)).cues == cues


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 10**6), WORDS), max_size=6))
def test_any_words_survive_a_file(passages):
    """Only spaces are tidied; nothing becomes a voice, a tag or another passage."""
    cues = sorted(
        (
            Cue(at, at + long, f"あ{' '.join(text.split())}".strip(), "声")
            for at, long, text in passages
        ),
        key=lambda cue: (cue.begins, cue.ends),
    )
    cues = [cue for cue in cues if cue.text.isprintable() and "-->" not in cue.text]
    if cues:
        again = read(as_vtt(cues)).cues
        assert [(c.begins, c.ends, c.voice) for c in again] == [
            (c.begins, c.ends, "声") for c in cues
        ]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_bring_it_down(data):
    with suppress(UnreadableCaptions):
        read_captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + data)
