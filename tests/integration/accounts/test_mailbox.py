"""The development mailbox shows what would have been sent."""

import pytest

from engage.core.mail import MailboxMailer, Message
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only


def test_it_is_empty_at_first(client):
    page = client.get("/mailbox")
    assert Page.of(page).faults() == []
    assert "メールはまだありません" in page.text


def test_it_shows_mail_with_its_link_on_this_host(client, planner, mail):
    client.post("/sign-in/mail", data={"email": "hana@example.jp"})
    mail()
    page = Page.of(client.get("/mailbox"))
    assert page.faults() == []
    assert "宛先：hana@example.jp" in page.words(page.root)
    links = [a.get("href") for a in page.all("a") if "#" in (a.get("href") or "")]
    assert any(link.startswith("/sign-in/link#") for link in links)


def test_mail_is_shown_as_text_never_as_markup(client, settings):
    evil = Message(to="a@example.jp", subject="<b>x</b>", text="<script>alert(1)</script>\n")
    MailboxMailer(settings.data_dir / "mailbox", "b@example.jp").send(evil, message_id="<1@engage>")
    page = client.get("/mailbox")
    assert Page.of(page).faults() == []
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_mail_without_a_link_is_whole(client, settings):
    plain = Message(to="a@example.jp", subject="お知らせ", text="一行目\n二行目\n")
    MailboxMailer(settings.data_dir / "mailbox", "b@example.jp").send(
        plain, message_id="<2@engage>"
    )
    assert "二行目" in client.get("/mailbox").text
