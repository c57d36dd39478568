"""Who may come in, where they may go next, which password is too easy."""

from datetime import timedelta

import pytest

from engage.accounts import rules
from engage.core.permissions import Role

FOREIGN = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example",
    "evil.example",
    "@evil.example",
    "account",
    "./account",
    "?next=/account",
    "#top",
    " /account",
    "/account ",
    "/\t/evil.example",
    "/\n/evil.example",
    "/account\r\nSet-Cookie: a=b",
    "/a\\b",
    "/アカウント",
    "／account",
    "/\x00/evil.example",
    "\t//evil.example",
    "",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_another_place_is_never_the_next_page(address):
    assert rules.safe_next(address) == "/"


def test_no_address_leads_home():
    assert rules.safe_next(None) == "/"


@pytest.mark.parametrize(
    "address", ["/", "/account", "/plan/1?edition=5#line", "/surveys/dx-2021", "/a//b", "/@x"]
)
def test_a_page_of_this_site_is_kept(address):
    assert rules.safe_next(address) == address


@pytest.mark.parametrize(
    "password",
    ["nagai-kotoba-4tsu", "みずうみ と やま と かわ", "correct horse battery", "asaka-canal-1882"],
)
def test_a_long_password_is_fine(password):
    assert rules.password_faults(password, email="hana@example.jp", name="会津 はな") == []


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "password-too-short"),
        ("", "password-too-short"),
        ("x" * 129, "password-too-long"),
        ("password1234", "password-too-common"),
        ("ＰＡＳＳＷＯＲＤ１２３４", "password-too-common"),
        ("aaaaaaaaaaaa", "password-too-common"),
        ("121212121212", "password-too-common"),
        ("Hana@Example.JP", "password-like-you"),
        ("hana@example.jp2026", "password-like-you"),
    ],
)
def test_a_password_that_others_would_guess_is_refused(password, reason):
    assert rules.password_faults(password, email="hana@example.jp", name="会津 はな") == [reason]


def test_no_common_password_is_shorter_than_the_shortest_allowed():
    assert {p for p in rules.COMMON_PASSWORDS if len(p) < rules.MIN_PASSWORD} == set()


@pytest.mark.parametrize(
    "email", ["hana@example.jp", "ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ", "a+b@c.example.jp"]
)
def test_an_address_is_an_address(email):
    assert rules.is_email(email)


@pytest.mark.parametrize(
    "email", ["", "hana", "hana@", "@example.jp", "hana@example", "a b@example.jp", "a@b@c.jp"]
)
def test_what_is_no_address_is_refused(email):
    assert not rules.is_email(email)


def test_one_address_has_one_spelling():
    assert rules.email_key(" Hana@Example.JP ") == rules.email_key("ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.113.1", "203.0.113.0/24"),
        ("::ffff:203.0.113.5", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::", "2001:db8:1::/48"),
        (None, "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_neighbours_share_one_count(address, network):
    assert rules.network_of(address) == network


@pytest.mark.parametrize(
    ("roles", "has", "must", "needs"),
    [
        ({Role.PLANNER}, False, False, False),
        ({Role.PLANNER}, False, True, True),
        ({Role.PLANNER}, True, False, True),
        ({Role.MONITOR}, False, True, False),
        ({Role.DELEGATE}, True, True, True),
        ({Role.MONITOR, Role.AUDITOR}, False, True, True),
        (set(), False, True, False),
    ],
)
def test_the_second_factor_is_asked_of_staff_and_of_who_wants_it(roles, has, must, needs):
    assert rules.needs_second_factor(roles=roles, has_second_factor=has, staff_must=must) is needs


IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)


@pytest.mark.parametrize(
    ("seen_before", "created_before", "old"),
    [
        (timedelta(minutes=29, seconds=59), timedelta(hours=1), False),
        (timedelta(minutes=30), timedelta(hours=1), True),
        (timedelta(0), timedelta(hours=11, minutes=59), False),
        (timedelta(0), timedelta(hours=12), True),
    ],
)
def test_a_sign_in_ends_unused_and_ends_in_any_case(at, seen_before, created_before, old):
    ended = rules.is_too_old(
        created_at=at - created_before,
        seen_at=at - seen_before,
        at=at,
        idle=IDLE,
        longest=LONGEST,
    )
    assert ended is old


def test_the_last_administrator_stays():
    assert rules.leaves_no_administrator(administrators=["a"], account_id="a")
    assert not rules.leaves_no_administrator(administrators=["a", "b"], account_id="a")
    assert not rules.leaves_no_administrator(administrators=["a"], account_id="b")
    assert not rules.leaves_no_administrator(administrators=[], account_id="b")
