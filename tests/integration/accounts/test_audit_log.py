"""Somebody reads the audit log, and is written down for it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.core import clock
from engage.core.audit import AuditEvent
from engage.core.permissions import Role
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only


def test_the_log_opens_by_a_button_that_writes_it_down(sign_in, database):
    auditor = sign_in(Role.AUDITOR)
    door = auditor.get("/staff/audit")
    assert Page.of(door).faults() == []
    assert "account.created" not in door.text
    assert auditor.post("/staff/audit").location == "/staff/audit"
    page = auditor.get("/staff/audit")
    assert Page.of(page).faults() == []
    assert "利用者を登録した" in page.text
    assert "変えられたところはありません" in page.text
    with database.reading() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (last.verb, last.actor_id) == ("audit.read", auditor.account_id)


def test_it_closes_by_itself_and_for_everyone_else_it_never_opened(sign_in, at):
    auditor, administrator = sign_in(Role.AUDITOR), sign_in(Role.ADMINISTRATOR)
    auditor.post("/staff/audit")
    assert "確かめて開く" in administrator.get("/staff/audit").text
    with clock.stopped_at(at + timedelta(minutes=15)):
        assert "確かめて開く" in auditor.get("/staff/audit").text


def test_a_changed_entry_is_shown_to_be_changed(sign_in, database):
    auditor = sign_in(Role.AUDITOR)
    auditor.post("/staff/audit")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_refuses_update")
        connection.exec_driver_sql("UPDATE audit_event SET verb = 'nothing' WHERE seq = 1")
    assert "1件目の記録が合いません" in auditor.get("/staff/audit").text


def test_long_logs_have_older_pages(sign_in, database, at):
    from engage.core import audit
    from engage.core.permissions import SYSTEM

    auditor = sign_in(Role.AUDITOR)
    with database.transaction() as session:
        for n in range(60):
            audit.record(session, actor=SYSTEM, verb="test.made", about=("test", str(n)), at=at)
    auditor.post("/staff/audit")
    page = auditor.get("/staff/audit").text
    assert "もっと古い記録" in page
    older = auditor.get("/staff/audit?before=13").text
    assert "もっと古い記録" not in older
    assert "利用者を登録した" in older
