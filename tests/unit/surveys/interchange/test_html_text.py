"""HTML of other programs becomes plain words, in bounded time."""

import time

import pytest

from surveys.interchange.html_text import plain_text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>はい<br>いいえ</p><p>つぎ</p>", "はい\nいいえ\nつぎ"),
        ("a < b & c", "a < b & c"),
        ("1 <2 and 3> 2", "1 <2 and 3> 2"),
        ("x &lt;b&gt; &amp;&nbsp;y", "x <b> & y"),
        ("<ul><li>一<li>二</ul>", "・一\n・二"),
        ("<ruby>郡山<rp>(</rp><rt>こおりやま</rt><rp>)</rp></ruby>", "｜郡山《こおりやま》"),
        ('<a href="https://example.jp/a">ここ</a>', "ここ（https://example.jp/a）"),
        ('<a href="javascript:alert(1)">ここ</a>', "ここ"),
        ("<script>alert(1)</script>x<style>p{}</style>", "x"),
        ("<script>never closed", ""),
        ("<!-- > x -->y<![CDATA[z]]>", "y"),
        ("一行目\n<b>二行目</b>", "一行目\n二行目"),
        ("a\x00b\u200bc\ufeff", "abc"),
        ('<img src="x" alt="市の花">', "市の花"),
    ],
)
def test_only_words_are_left(source, words):
    assert plain_text(source).text == words


def test_what_was_lost_is_said():
    found = plain_text('<h1 onclick="x()">あ</h1><img src=x><script>y</script><table></table>')
    assert found.formatting == ("h1", "table")
    assert found.media == ("img",)
    assert found.scripts == ("onclick", "script")


@pytest.mark.parametrize("piece", ["<a", "<!--", "<a b='", "</a", "<script>", "<a>x", "&#", "{'"])
def test_no_text_takes_long(piece):
    begun = time.monotonic()
    plain_text("x" + piece * (200_000 // len(piece)))
    assert time.monotonic() - begun < 3
