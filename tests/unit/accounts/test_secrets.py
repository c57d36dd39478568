"""What is kept of passwords and phones: nothing that a thief of the database could use."""

import argon2
import pytest

from engage.accounts import passwords, sealing

KEY = b"a key of this installation"


def test_a_password_is_kept_with_argon2id_at_owasps_least_cost():
    kept = passwords.hashed("nagai-kotoba-4tsu")
    parameters = argon2.extract_parameters(kept)
    assert parameters.type is argon2.Type.ID
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2
    assert "nagai" not in kept


def test_the_right_password_opens_and_no_other():
    kept = passwords.hashed("nagai-kotoba-4tsu")
    assert passwords.matches(kept, "nagai-kotoba-4tsu")
    assert passwords.matches(kept, "ｎａｇａｉ-kotoba-4tsu")
    assert not passwords.matches(kept, "nagai-kotoba-4ts")
    assert not passwords.matches(None, "nagai-kotoba-4tsu")
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.matches("not a hash", "nagai-kotoba-4tsu")


def test_a_weaker_old_hash_is_noticed():
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8 * 1024).hash("x")
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hashed("x"))


def test_a_sealed_secret_is_read_only_with_key_and_owner():
    sealed = sealing.seal(KEY, "owner", {"secret": "JBSWY3DP"})
    assert "JBSWY3DP" not in sealed
    assert sealing.unseal(KEY, "owner", sealed) == {"secret": "JBSWY3DP"}
    for key, owner in ((b"another key", "owner"), (KEY, "another owner")):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(key, owner, sealed)


def test_a_changed_sealed_secret_is_noticed():
    sealed = sealing.seal(KEY, "owner", "x")
    changed = ("A" if sealed[20] != "A" else "B").join((sealed[:20], sealed[21:]))
    for bad in (changed, "", "no base64!", sealed[:-8]):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(KEY, "owner", bad)


def test_the_same_secret_is_never_sealed_alike():
    assert sealing.seal(KEY, "owner", "x") != sealing.seal(KEY, "owner", "x")
