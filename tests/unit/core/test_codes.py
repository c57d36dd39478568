"""Codes that people type from a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.secrets import ALPHABET, grouped, keyed_hash, new_code, normalise_code


def test_a_code_may_be_typed_in_any_width_case_and_grouping():
    code = new_code()
    typed = grouped(code).lower().replace("-", " ー ")
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c != " " else c for c in typed)
    assert normalise_code(wide) == code


@pytest.mark.parametrize("dash", list("-‐‑‒–—―−ー_ "))
def test_every_kind_of_dash_is_forgiven(dash):
    code = new_code()
    assert normalise_code(grouped(code).replace("-", dash)) == code


def test_lookalikes_are_read_as_digits():
    code = next(c for c in (new_code() for _ in range(10_000)) if "0" in c and "1" in c)
    assert normalise_code(code.replace("0", "o").replace("1", "l")) == code


@given(position=st.integers(0, 15), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(position, other):
    code = new_code()
    wrong = code[:position] + other + code[position + 1 :]
    assert (normalise_code(wrong) is None) == (other != code[position])


@given(st.text(max_size=200))
def test_nothing_that_is_typed_breaks_the_reader(typed):
    read = normalise_code(typed)
    assert read is None or set(read) <= set(ALPHABET)


def test_a_code_carries_75_random_bits():
    assert len({new_code() for _ in range(5_000)}) == 5_000
    assert len(new_code()) == 16


def test_the_stored_hash_depends_on_key_and_purpose():
    one = keyed_hash(b"k", "answer", "CODE")
    assert one != keyed_hash(b"other", "answer", "CODE")
    assert one != keyed_hash(b"k", "link", "CODE")
    # printf 'answer\0CODE' | openssl dgst -sha256 -hmac k
    assert one == "a77912b02ddaf63a958b258cfd2e2056c601cdee082afd54b638a6636e4d0565"
