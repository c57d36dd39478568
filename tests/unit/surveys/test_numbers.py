"""The numbers that respondents hold: derived where they must repeat, never stored."""

import hashlib

from engage.core.secrets import normalise_code
from surveys import numbers

KEY = b"a key of the installation"


def test_a_retry_gets_the_same_receipt_and_another_nonce_another():
    nonce = numbers.new_nonce()
    assert numbers.receipt_of(KEY, nonce) == numbers.receipt_of(KEY, nonce)
    assert numbers.receipt_of(KEY, nonce) != numbers.receipt_of(KEY, numbers.new_nonce())


def test_receipts_and_resume_numbers_can_be_typed_with_mistakes_of_the_eye():
    receipt = numbers.receipt_of(KEY, numbers.new_nonce())
    assert len(receipt) == 28
    assert normalise_code(receipt.lower().replace("0", "o").replace("1", "l")) == receipt
    resume = numbers.resume_number(KEY, "survey", "monitor")
    assert len(resume) == 8
    assert normalise_code(resume) == resume


def test_what_is_kept_of_a_receipt_tells_neither_the_receipt_nor_the_nonce():
    nonce = numbers.new_nonce()
    receipt = numbers.receipt_of(KEY, nonce)
    kept = numbers.receipt_hash(KEY, receipt)
    assert nonce not in kept
    assert receipt not in kept
    assert numbers.receipt_hash(b"another key", receipt) != kept


def test_a_leaf_can_be_computed_without_any_key_of_ours():
    """As the public page tells: SHA-256 over the receipt and the answer's own SHA-256."""
    document = {"q1": {"state": "answered", "codes": ["1"]}}
    body = '{"q1":{"codes":["1"],"state":"answered"}}'
    inner = hashlib.sha256(body.encode()).hexdigest()
    expected = hashlib.sha256(f"leaf|ABC|{inner}".encode()).hexdigest()
    assert numbers.leaf("ABC", document) == expected
    assert numbers.leaf("ABC", {"q1": {"state": "answered", "codes": ["2"]}}) != expected


def test_the_root_follows_from_the_set_of_leaves_whatever_their_order():
    def node(a, b):
        return hashlib.sha256(f"node|{a}|{b}".encode()).hexdigest()

    assert numbers.root_of([]) == "0" * 64
    assert numbers.root_of(["a"]) == "a"
    assert numbers.root_of(["c", "a", "b"]) == node(node("a", "b"), "c")
    assert numbers.root_of(["b", "c", "a"]) == numbers.root_of(["a", "b", "c"])
    assert numbers.root_of(["a", "b", "d"]) != numbers.root_of(["a", "b", "c"])


def test_only_our_own_form_of_nonce_is_taken():
    assert numbers.is_nonce(numbers.new_nonce())
    assert not any(map(numbers.is_nonce, ["", "0" * 31, "0" * 33, "G" * 32, "0" * 31 + "\n"]))


def test_ten_thousand_random_codes_hit_none_of_a_thousand():
    kept = {numbers.code_hmac(KEY, numbers.new_survey_code()) for _ in range(1000)}
    tries = (numbers.code_hmac(KEY, numbers.new_survey_code()) for _ in range(10_000))
    assert len(kept) == 1000
    assert not any(t in kept for t in tries)
