"""A meeting is convened, led and minuted; what is published never changes."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from council import operations
from council.evidence_source import MinutesSource, OpinionSource
from council.models import AgendaItem, Meeting, Minutes, MinutesBlock, MinutesPublication, Opinion
from council.queries import minutes as minutes_queries
from council.queries.roster import roster
from engage.core import audit
from engage.core.digest import digest
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.jobs import Job
from engage.samples.koriyama.data import data
from tests.integration.council.scene import STAFF, Scene


def test_convening_writes_to_each_delegate_once(scene: Scene):
    with scene.database.reading() as session:
        jobs = session.scalars(select(Job).where(Job.kind == "council.meeting-convened")).all()
    assert sorted(job.payload["account_id"] for job in jobs) == sorted(
        account for _seat, account in scene.seats.values()
    )
    with scene.database.writing() as session, pytest.raises(Conflict, match="already-convened"):
        operations.convene_meeting(
            session, meeting=scene.meeting_in(session), actor=STAFF, at=scene.at
        )


def test_a_cancelled_meeting_says_why_and_takes_no_opinion(scene: Scene):
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        with pytest.raises(Invalid):
            operations.cancel_meeting(
                session, meeting=meeting, reason=" ", actor=STAFF, at=scene.at
            )
        operations.cancel_meeting(
            session, meeting=meeting, reason="大雪のため", actor=STAFF, at=scene.at
        )
        with pytest.raises(Conflict, match="meeting-is-cancelled"):
            scene.post(session, "asaka", "意見")
    with scene.database.reading() as session:
        jobs = session.scalar(
            select(func.count()).select_from(Job).where(Job.kind == "council.meeting-cancelled")
        )
        assert jobs == 2


def test_one_item_is_on_however_many_start_at_once(scene: Scene):
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        others = [
            operations.add_item(
                session, meeting=meeting, title=f"議題{n}", actor=STAFF, at=scene.at
            ).id
            for n in range(3)
        ]
        operations.open_meeting(session, meeting=meeting, actor=STAFF, at=scene.at)

    def start(item_id: str) -> None:
        scene.database.run_tx(
            lambda session: operations.start_item(
                session, item=session.get_one(AgendaItem, item_id), actor=STAFF, at=scene.at
            )
        )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, [scene.item, *others]))
    with scene.database.reading() as session:
        states = session.scalars(
            select(AgendaItem.state).where(AgendaItem.meeting_id == scene.meeting)
        ).all()
    assert sorted(states) == ["done", "done", "done", "ongoing"]


def test_the_database_itself_refuses_two_items_at_once(scene: Scene):
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        operations.add_item(session, meeting=meeting, title="議題2", actor=STAFF, at=scene.at)
    with scene.database.writing() as session, pytest.raises(DBAPIError):
        session.execute(
            text("UPDATE agenda_item SET state = 'ongoing', started_at = opinions_open_at")
        )
        session.flush()


def test_moving_items_renumbers_plain_numbers_only(scene: Scene):
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        step = {"actor": STAFF, "at": scene.at}
        second = operations.add_item(session, meeting=meeting, title="データの公開", **step)
        opening = operations.add_item(
            session, meeting=meeting, title="開会", number_label="開会", **step
        )
        operations.move_item(session, item=opening, up=True, **step)
        operations.move_item(session, item=opening, up=True, **step)
        operations.move_item(session, item=opening, up=True, **step)
        operations.move_item(session, item=second, up=True, **step)
    with scene.database.reading() as session:
        items = session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == scene.meeting)
            .order_by(AgendaItem.position)
        ).all()
    assert [(i.number_label, i.title) for i in items] == [
        ("開会", "開会"),
        ("1", "データの公開"),
        ("2", "手続のオンライン化と窓口の見直し"),
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_the_reports_rosters_come_out_in_order_from_shuffled_input(scene: Scene, number: int):
    """The order is the printed one; the input is shuffled with a fixed seed."""
    report = next(m for m in data("meetings") if m["number"] == number)
    printed = report["organisations"]
    names = {o["code"]: o for o in data("organisations")}
    shuffled = random.Random(number).sample(printed, len(printed))
    with scene.database.transaction() as session:
        step = {"actor": STAFF, "at": scene.at}
        meeting = operations.record_past_meeting(
            session,
            body=scene.meeting_in(session).body,
            code=f"past-{number}",
            ordinal=number,
            title=report["title"],
            held_on=date.fromisoformat(report["date"]),
            source=report["source"],
            **step,
        )
        for code in shuffled:
            organisation = operations.register_organisation(
                session, code=code, name=names[code]["name"], reading=names[code]["reading"], **step
            )
            operations.record_attendance(
                session, meeting=meeting, organisation=organisation, mode="unrecorded", **step
            )
    with scene.database.reading() as session:
        lines = roster(session, session.get_one(Meeting, meeting.id))
    assert [line.name for line in lines] == [names[code]["name"] for code in printed]


def test_an_old_roster_keeps_the_old_name(scene: Scene):
    with scene.database.transaction() as session:
        step = {"actor": STAFF, "at": scene.at}
        asaka = scene.organisation_in(session, "asaka")
        operations.rename_organisation(
            session,
            organisation=asaka,
            name="あさか暮らし研究所（架空）",
            reading="あさかくらしけんきゅうじょ",
            from_on=date(2021, 4, 1),
            **step,
        )
        meeting = operations.record_past_meeting(
            session,
            body=scene.meeting_in(session).body,
            code="old",
            title="前の会議",
            held_on=date(2019, 2, 20),
            source="記録",
            **step,
        )
        operations.record_attendance(
            session, meeting=meeting, organisation=asaka, mode="unrecorded", **step
        )
        operations.record_attendance(
            session,
            meeting=scene.meeting_in(session),
            organisation=asaka,
            mode="room",
            **step,
        )
    with scene.database.reading() as session:
        [old] = roster(session, session.get_one(Meeting, meeting.id))
        [new] = roster(session, scene.meeting_in(session))
    assert (old.name, new.name) == ("あさか暮らしの会（架空）", "あさか暮らし研究所（架空）")


def minuted(scene: Scene, session) -> Minutes:
    """Hold the meeting with two opinions and compile its minutes."""
    meeting, step = scene.meeting_in(session), {"actor": STAFF, "at": scene.at}
    for code in ("asaka", "mizuumi"):
        scene.post(session, code, f"{code}の意見")
    operations.open_meeting(session, meeting=meeting, **step)
    operations.record_attendance(
        session,
        meeting=meeting,
        organisation=scene.organisation_in(session, "asaka"),
        mode="room",
        **step,
    )
    operations.start_item(session, item=scene.item_in(session), **step)
    operations.record_outcome(
        session, item=scene.item_in(session), outcome="窓口の一覧を示す。", **step
    )
    operations.end_meeting(session, meeting=meeting, **step)
    return operations.compile_minutes(session, meeting=meeting, **step)


def check_all(session, minutes: Minutes, at) -> None:
    for view in minutes_queries.blocks(session, minutes):
        operations.check_block(session, block=view.block, is_checked=True, actor=STAFF, at=at)


def test_minutes_are_compiled_with_their_sources_and_compiled_again_without_doubling(scene: Scene):
    with scene.database.transaction() as session:
        minutes = minuted(scene, session)
        late = scene.post(session, "asaka", "あとから届いた意見", at=scene.at + timedelta(hours=1))
        meeting = scene.meeting_in(session)
        operations.compile_minutes(session, meeting=meeting, actor=STAFF, at=scene.at)
        views = minutes_queries.blocks(session, minutes)
    assert [view.block.kind for view in views] == [
        "attendance",
        "opinion",
        "opinion",
        "opinion",
        "outcome",
    ]
    assert views[3].sources[0].opinion_id == late.id
    assert views[0].text == "会場（1団体）　あさか暮らしの会（架空）"


def test_two_secretaries_cannot_overwrite_each_other(scene: Scene):
    with scene.database.transaction() as session:
        minutes = minuted(scene, session)
        block = minutes_queries.blocks(session, minutes)[1].block
        step = {"block": block, "actor": STAFF, "at": scene.at}
        operations.edit_block(session, text="先に直した文", expected_seq=1, **step)
        with pytest.raises(Conflict, match="block-changed-meanwhile"):
            operations.edit_block(session, text="あとから直した文", expected_seq=1, **step)
        assert minutes_queries.blocks(session, minutes)[1].text == "先に直した文"


def test_published_minutes_never_change(scene: Scene):
    with scene.database.transaction() as session:
        minutes, step = minuted(scene, session), {"actor": STAFF, "at": scene.at}
        with pytest.raises(Conflict, match="minutes-have-unchecked-blocks"):
            operations.confirm_minutes(session, minutes=minutes, **step)
        check_all(session, minutes, scene.at)
        with pytest.raises(Conflict, match="minutes-not-confirmed"):
            operations.publish_minutes(session, minutes=minutes, **step)
        operations.confirm_minutes(session, minutes=minutes, **step)
        operations.publish_minutes(session, minutes=minutes, **step)
        block = minutes_queries.blocks(session, minutes)[1].block
        for change in (
            lambda: operations.edit_block(session, block=block, text="x", expected_seq=1, **step),
            lambda: operations.check_block(session, block=block, is_checked=False, **step),
            lambda: operations.leave_out_block(session, block=block, is_left_out=True, **step),
            lambda: operations.confirm_minutes(session, minutes=minutes, **step),
            lambda: operations.reopen_minutes(session, minutes=minutes, **step),
            lambda: operations.publish_minutes(session, minutes=minutes, **step),
        ):
            with pytest.raises(Conflict):
                change()
    with scene.database.reading() as session:
        sealed = session.scalars(select(MinutesPublication)).one()
        assert digest(sealed.document) == sealed.digest
        assert scene.meeting_in(session).state == "closed"
        assert audit.verify(session).is_intact
    with scene.database.writing() as session, pytest.raises(DBAPIError):
        session.execute(text("UPDATE minutes_publication SET digest = 'x'"))


def test_minutes_that_quote_a_hidden_opinion_wait_until_it_is_left_out(scene: Scene):
    with scene.database.transaction() as session:
        minutes, step = minuted(scene, session), {"actor": STAFF, "at": scene.at}
        check_all(session, minutes, scene.at)
        view = minutes_queries.blocks(session, minutes)[1]
        opinion = session.scalars(
            select(MinutesBlock).where(MinutesBlock.id == view.block.id)
        ).one()
        hidden = session.get_one(Opinion, view.sources[0].opinion_id)
        operations.hide_opinion(session, opinion=hidden, reason="個人の名前のため", **step)
        with pytest.raises(Conflict, match="minutes-quote-closed-opinion"):
            operations.confirm_minutes(session, minutes=minutes, **step)
        operations.leave_out_block(session, block=opinion, is_left_out=True, **step)
        operations.confirm_minutes(session, minutes=minutes, **step)
        sealed = operations.publish_minutes(session, minutes=minutes, **step)
    assert "asakaの意見" not in str(sealed.document)


def test_only_public_words_and_published_minutes_can_be_cited(scene: Scene):
    opinions, passages = OpinionSource(), MinutesSource()
    with scene.database.transaction() as session:
        minutes, step = minuted(scene, session), {"actor": STAFF, "at": scene.at}
        assert passages.search(session, "") == []
        [hit] = opinions.search(session, "ＡＳＡＫＡ")
        assert opinions.resolve(session, hit.ref.key).title == "「asakaの意見」"
        draft = minutes_queries.blocks(session, minutes)[1].revision_id
        with pytest.raises(NotFound):
            passages.resolve(session, draft)
        check_all(session, minutes, scene.at)
        operations.confirm_minutes(session, minutes=minutes, **step)
        operations.publish_minutes(session, minutes=minutes, **step)
        assert passages.resolve(session, draft).title == "「asakaの意見」"
        hidden = session.scalars(select(Opinion).where(Opinion.number == 1)).one()
        operations.hide_opinion(session, opinion=hidden, reason="個人の名前のため", **step)
        assert opinions.search(session, "asaka") == []
        with pytest.raises(NotFound):
            opinions.resolve(session, hit.ref.key)
