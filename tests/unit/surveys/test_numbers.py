"""The numbers that respondents hold: derived where they must repeat, never stored."""

from engage.core.secrets import normalise_code
from surveys import numbers

KEY = b"a key of the installation"


def test_a_retry_gets_the_same_receipt_and_another_nonce_another():
    nonce = numbers.new_nonce()
    assert numbers.receipt_of(KEY, nonce) == numbers.receipt_of(KEY, nonce)
    assert numbers.receipt_of(KEY, nonce) != numbers.receipt_of(KEY, numbers.new_nonce())


def test_receipts_and_resume_numbers_can_be_typed_with_mistakes_of_the_eye():
    receipt = numbers.receipt_of(KEY, numbers.new_nonce())
    assert len(receipt) == 16
    assert normalise_code(receipt.lower().replace("0", "o").replace("1", "l")) == receipt
    resume = numbers.resume_number(KEY, "survey", "monitor")
    assert len(resume) == 8
    assert normalise_code(resume) == resume


def test_what_is_kept_of_one_nonce_does_not_tell_the_other():
    """The two hashes that one submission leaves have nothing in common without the nonce."""
    nonce = numbers.new_nonce()
    kept = numbers.nonce_hash(KEY, nonce)
    shown = numbers.receipt_hash(KEY, numbers.receipt_of(KEY, nonce))
    assert kept != shown
    assert numbers.receipt_hash(KEY, numbers.receipt_of(KEY, kept)) != shown


def test_only_our_own_form_of_nonce_is_taken():
    assert numbers.is_nonce(numbers.new_nonce())
    assert not any(map(numbers.is_nonce, ["", "0" * 31, "0" * 33, "G" * 32, "0" * 31 + "\n"]))


def test_ten_thousand_random_codes_hit_none_of_a_thousand():
    kept = {numbers.code_hmac(KEY, numbers.new_survey_code()) for _ in range(1000)}
    tries = (numbers.code_hmac(KEY, numbers.new_survey_code()) for _ in range(10_000))
    assert len(kept) == 1000
    assert not any(t in kept for t in tries)
