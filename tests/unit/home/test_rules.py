"""A link that changes the text size leads back to the page it stood on, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.home.rules import HOME, safe_next


@pytest.mark.parametrize("page", ["/", "/plan/elements/1", "/surveys/dx-2021/results?by=sex#t2"])
def test_pages_of_this_site_are_kept(page):
    assert safe_next(page) == page


@pytest.mark.parametrize(
    "address",
    [
        "",
        "plan",
        "//evil.example",
        "/\\evil.example",
        "/plan\\..\\x",
        "\\/evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/plan\n/x",
        "/plan\r\nSet-Cookie: a=b",
        " /plan",
        "/\t/evil.example",
        "/計画",
    ],
)
def test_everything_else_leads_home(address):
    assert safe_next(address) == HOME


@given(st.text(max_size=40))
def test_no_text_leads_to_another_host(text):
    for address in (text, "/" + text, "//" + text):
        target = safe_next(address)
        assert target.startswith("/")
        assert not target.startswith(("//", "/\\"))
