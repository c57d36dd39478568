"""Named, confidential, anonymous: what each keeps, who can change what, what is published."""

import hashlib
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from engage.core import audit, clock, jobs
from engage.core.errors import Conflict, NotFound
from engage.core.mail import Message
from surveys import numbers, operations
from surveys.frame import frame_of
from surveys.models import (
    AnswerChange,
    Draft,
    IncomingResponse,
    NoticeWish,
    Participation,
    ReceiptLedger,
    Response,
    SealedDraft,
    Survey,
)
from surveys.operations import mixing
from surveys.queries import answering as queries
from surveys.queries.receipts import counted, leaves
from tests.factories.surveys import ask, fill_in, make_survey, send

KEY = b"a key of the installation"
MODES = ("named", "confidential", "anonymous")
WORDS = "川の近くに木を植えてほしい。"


def begin(database, at, mode, people=1):
    with database.transaction() as session:
        survey = make_survey(session, at=at, mode=mode)
        return [ask(session, survey, key=KEY) for _ in range(people)]


def write(database, person, at, note=WORDS):
    database.run_tx(lambda s: fill_in(s, person, key=KEY, at=at, note=note))


def answer(database, person, at, note=WORDS):
    write(database, person, at, note)
    return send(database, person, numbers.new_nonce(), key=KEY, at=at)


def count(database, model):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def change_seat(database, person, receipt):
    return operations.seat_of_receipt(survey_id=person.seat.survey_id, receipt=receipt, key=KEY)


def change(database, seat, at, note, receipt=""):
    """Lay out, write the last page again, send."""
    database.run_tx(lambda s: operations.begin_change(s, seat=seat, at=at))
    with database.reading() as session:
        read = operations.read_page(
            session, seat=seat, number=4, raw={"q6": [note]}, move="next", at=at
        )
    assert database.run_tx(lambda s: operations.keep_page(s, read=read, key=KEY))
    with database.reading() as session:
        sending = operations.prepare_sending(
            session, seat=seat, nonce=numbers.new_nonce(), key=KEY, at=at, receipt=receipt
        )
    assert database.run_tx(lambda s: operations.submit(s, sending=sending))
    return sending.receipt


def finish(database, at):
    with database.transaction() as session:
        survey = session.scalars(select(Survey)).one()
        return operations.finish_counting(session, survey=survey, at=at)


class TestWhatIsKept:
    @pytest.mark.parametrize("mode", MODES)
    def test_only_a_named_answer_says_whose_it_is(self, database, at, mode):
        (person,) = begin(database, at, mode)
        answer(database, person, at)
        with database.reading() as session:
            table = IncomingResponse if mode == "anonymous" else Response
            (kept,) = session.scalars(select(table))
            whose = getattr(kept, "monitor_id", None)
            assert kept.document["q6"]["text"] == WORDS
        assert whose == (person.seat.monitor_id if mode == "named" else None)

    @pytest.mark.parametrize("mode", ["confidential", "anonymous"])
    def test_the_database_refuses_a_person_on_an_answer_that_has_none(self, database, at, mode):
        (person,) = begin(database, at, mode)
        with database.reading() as session:
            version = session.scalar(
                select(Survey.current_version).where(Survey.id == person.seat.survey_id)
            )
            assert version == 1
            version_id = queries.desk(session, person.seat).version_id
        row = {
            "survey_id": person.seat.survey_id,
            "monitor_id": person.seat.monitor_id,
            "definition_version_id": version_id,
            "channel": "web",
            "document": {},
        }
        for said in (mode, "named"):  # the truth, and a lie about the mode
            with pytest.raises(IntegrityError), database.transaction() as session:
                session.execute(insert(Response).values(row | {"mode": said}))

    def test_the_database_refuses_a_readable_draft_of_an_anonymous_survey(self, database, at):
        (person,) = begin(database, at, "anonymous")
        row = {
            "survey_id": person.seat.survey_id,
            "monitor_id": person.seat.monitor_id,
            "document": {},
            "resume_hmac": "x",
        }
        for said in ("anonymous", "confidential"):
            with pytest.raises(IntegrityError), database.transaction() as session:
                session.execute(insert(Draft).values(row | {"mode": said}))

    def test_an_anonymous_draft_opens_only_with_its_writers_number(self, database, at):
        (person,) = begin(database, at, "anonymous")
        write(database, person, at)
        assert count(database, Draft) == 0
        with database.reading() as session:
            (draft,) = session.scalars(select(SealedDraft))
            everything = draft.lookup.encode() + draft.ciphertext
            for known in (WORDS, person.seat.monitor_id, person.code, "中央公園"):
                assert known.encode() not in everything
            assert queries.desk(session, person.seat).answers["q6"]["text"] == WORDS
            entrance = queries.by_code(session, key=KEY, code=person.code)
            again = queries.with_secret(session, entrance, key=KEY, secret=person.code)
            assert again.seat == person.seat
            assert again.page == 4
            other = numbers.sealed_by(KEY, person.seat.survey_id, numbers.new_survey_code())
            assert queries.opened(other, draft.ciphertext) is None

    def test_drafts_of_other_lengths_look_alike(self, database, at):
        one, two = begin(database, at, "anonymous", people=2)
        write(database, one, at, "短い")
        write(database, two, at, "長い" * 20)
        with database.reading() as session:
            assert len({len(d.ciphertext) for d in session.scalars(select(SealedDraft))}) == 1

    def test_a_signed_in_persons_anonymous_draft_opens_with_its_own_number(self, database, at):
        (person,) = begin(database, at, "anonymous")
        secret = numbers.new_survey_code()
        with database.reading() as session:
            entrance = queries.by_code(session, key=KEY, code=person.code)
            mine = queries.with_secret(session, entrance, key=KEY, secret=secret)
        write(database, type(person)(mine.seat, ""), at)
        with database.reading() as session:
            found = queries.by_secret(session, key=KEY, secret=secret)
            assert found.seat == mine.seat
            assert queries.by_secret(session, key=KEY, secret=numbers.new_survey_code()) is None


class TestWaiting:
    def test_nobody_can_count_an_anonymous_answer_before_it_is_mixed(self, database, at):
        people = begin(database, at, "anonymous", people=20)
        for person in people[:19]:
            answer(database, person, at)
        with database.transaction() as session:
            survey = session.scalars(select(Survey)).one()
            assert frame_of(session, survey).responses == 0
            assert not mixing.mix_tonight(session, survey_id=survey.id, at=at)
        receipt = answer(database, people[19], at)
        with database.transaction() as session:
            assert counted(session, key=KEY, receipt=receipt).is_waiting
            assert mixing.mix_tonight(session, survey_id=people[0].seat.survey_id, at=at)
        with database.reading() as session:
            survey = session.scalars(select(Survey)).one()
            assert frame_of(session, survey).responses == 20
            assert not counted(session, key=KEY, receipt=receipt).is_waiting
        assert count(database, IncomingResponse) == 0

    def test_the_nights_follow_each_other_until_the_end(self, database, at):
        (person,) = begin(database, at, "anonymous")
        with database.transaction() as session:
            mixing.mix_tonight(session, survey_id=person.seat.survey_id, at=at)
        with database.transaction() as session:
            mixing.mix_tonight(session, survey_id=person.seat.survey_id, at=at + timedelta(days=1))
            times = sorted(
                session.scalars(select(jobs.Job.run_at).where(jobs.Job.kind == mixing.MIX))
            )
        hours = [t.astimezone(clock.JST).hour for t in times]
        assert hours[:2] == [3, 3]
        assert len(times) == 3  # two nights, and the end
        with database.transaction() as session:
            over = at + timedelta(days=20)
            assert not mixing.mix_tonight(session, survey_id=person.seat.survey_id, at=over)

    def test_at_the_end_even_a_few_are_let_in(self, database, at):
        people = begin(database, at, "anonymous", people=3)
        for person in people:
            answer(database, person, at)
        assert finish(database, at + timedelta(days=11))
        assert count(database, Response) == 3
        assert not finish(database, at + timedelta(days=12))

    def test_a_running_survey_cannot_be_ended_by_counting(self, database, at):
        begin(database, at, "confidential")
        with pytest.raises(Conflict, match="survey-still-running"):
            finish(database, at)


class TestChanging:
    @pytest.mark.parametrize("mode", MODES)
    def test_with_the_receipt_an_answer_is_changed_in_its_place(self, database, at, mode):
        (person,) = begin(database, at, mode)
        receipt = answer(database, person, at)
        seat = change_seat(database, person, receipt)
        with database.reading() as session:
            before = counted(session, key=KEY, receipt=receipt)
        assert change(database, seat, at, "ベンチも。", receipt) == receipt
        with database.reading() as session:
            after = counted(session, key=KEY, receipt=receipt)
            table = IncomingResponse if mode == "anonymous" else Response
            (kept,) = session.scalars(select(table))
            assert kept.document["q6"]["text"] == "ベンチも。"
            assert kept.document["q1"]["codes"] == ["1"]
            assert session.get(AnswerChange, person.seat.survey_id).edits == 1
        assert before.fits
        assert after.fits
        assert before.leaf != after.leaf
        assert count(database, SealedDraft) == 0

    def test_a_named_answer_is_changed_by_its_person_and_gets_a_new_receipt(self, database, at):
        (person,) = begin(database, at, "named")
        receipt = answer(database, person, at)
        with database.reading() as session:
            seat = operations.seat_of_own_answer(session, seat=person.seat, key=KEY)
        new = change(database, seat, at, "ベンチも。")
        assert new != receipt
        with database.reading() as session:
            assert counted(session, key=KEY, receipt=receipt) is None
            assert counted(session, key=KEY, receipt=new).fits
            (kept,) = session.scalars(select(Response))
            assert kept.monitor_id == person.seat.monitor_id

    @pytest.mark.parametrize("mode", ["confidential", "anonymous"])
    def test_elsewhere_being_the_person_is_not_enough(self, database, at, mode):
        (person,) = begin(database, at, mode)
        answer(database, person, at)
        with database.reading() as session:
            assert operations.seat_of_own_answer(session, seat=person.seat, key=KEY) is None

    @pytest.mark.parametrize("mode", MODES)
    def test_withdrawn_is_gone_and_nobody_answers_twice(self, database, at, mode):
        (person,) = begin(database, at, mode)
        receipt = answer(database, person, at)
        seat = change_seat(database, person, receipt)
        database.run_tx(lambda s: operations.withdraw(s, seat=seat, at=at))
        assert count(database, Response) + count(database, IncomingResponse) == 0
        with pytest.raises(Conflict, match="already-answered"):
            write(database, person, at)
        with pytest.raises(Conflict, match="receipt-unknown"):
            database.run_tx(lambda s: operations.withdraw(s, seat=seat, at=at))
        finish(database, at + timedelta(days=11))
        with database.reading() as session:
            (entry,) = session.scalars(select(ReceiptLedger))
        assert (entry.used, entry.answers, entry.withdrawn) == (1, 0, 1)

    def test_after_the_end_nothing_can_be_changed(self, database, at):
        (person,) = begin(database, at, "confidential")
        seat = change_seat(database, person, answer(database, person, at))
        over = at + timedelta(days=10)
        for work in (operations.begin_change, operations.withdraw):
            with pytest.raises(Conflict, match="survey-closed"):
                database.run_tx(lambda s, w=work: w(s, seat=seat, at=over))

    def test_a_made_up_receipt_changes_nothing(self, database, at):
        (person,) = begin(database, at, "confidential")
        answer(database, person, at)
        seat = change_seat(database, person, numbers.receipt_of(KEY, numbers.new_nonce()))
        with pytest.raises(NotFound):
            database.run_tx(lambda s: operations.begin_change(s, seat=seat, at=at))

    def test_a_late_autosave_brings_no_draft_of_a_change_back(self, database, at):
        (person,) = begin(database, at, "anonymous")
        receipt = answer(database, person, at)
        seat = change_seat(database, person, receipt)
        database.run_tx(lambda s: operations.begin_change(s, seat=seat, at=at))
        with database.reading() as session:
            late = operations.read_while_writing(
                session, seat=seat, number=4, raw={"q6": ["x"]}, revision=1, at=at
            )
        change(database, seat, at, "ベンチも。", receipt)
        assert not database.run_tx(lambda s: operations.keep_page(s, read=late, key=KEY))
        assert count(database, SealedDraft) == 0

    def test_figures_follow_a_change(self, database, at):
        (person,) = begin(database, at, "confidential")
        receipt = answer(database, person, at)
        with database.reading() as session:
            survey = session.scalars(select(Survey)).one()
            assert frame_of(session, survey).texts["q6"] == [WORDS]
        change(database, change_seat(database, person, receipt), at, "ベンチも。", receipt)
        with database.reading() as session:
            survey = session.scalars(select(Survey)).one()
            assert frame_of(session, survey).texts["q6"] == ["ベンチも。"]


class TestThePublicList:
    def test_everyone_finds_their_own_mark_and_can_compute_it_and_the_root(self, database, at):
        people = begin(database, at, "anonymous", people=25)
        receipts = [answer(database, p, at, f"意見{i}") for i, p in enumerate(people)]
        finish(database, at + timedelta(days=11))
        with database.reading() as session:
            listed = list(leaves(session, people[0].seat.survey_id))
            (entry,) = session.scalars(select(ReceiptLedger))
            bodies = {
                r.document["q6"]["text"]: r.document for r in session.scalars(select(Response))
            }
            (published,) = [
                e
                for e in session.scalars(select(audit.AuditEvent))
                if e.verb == "survey.receipts-published"
            ]
        assert listed == sorted(listed)
        assert len(listed) == 25
        for number, receipt in enumerate(receipts):
            body = json.dumps(
                bodies[f"意見{number}"],
                ensure_ascii=False,
                sort_keys=True,
                separators=(",", ":"),
            )
            inner = hashlib.sha256(body.encode()).hexdigest()
            own = hashlib.sha256(f"leaf|{receipt}|{inner}".encode()).hexdigest()
            assert own in listed
        assert (entry.used, entry.answers, entry.leaves) == (25, 25, 25)
        assert entry.root == numbers.root_of(listed) == published.details["root"]

    def test_an_answer_changed_behind_our_back_does_not_fit_its_mark(self, database, at):
        (person,) = begin(database, at, "confidential")
        receipt = answer(database, person, at)
        with database.transaction() as session:
            kept = session.scalars(select(Response)).one()
            kept.document = kept.document | {"q6": {"state": "answered", "text": "別の意見"}}
        with database.reading() as session:
            assert not counted(session, key=KEY, receipt=receipt).fits

    def test_once_published_the_end_cannot_move(self, database, at):
        from engage.core.permissions import SYSTEM

        begin(database, at, "confidential")
        over = at + timedelta(days=11)
        finish(database, over)
        with database.transaction() as session:
            survey = session.scalars(select(Survey)).one()
            with pytest.raises(Conflict, match="survey-already-counted"):
                operations.change_dates(
                    session,
                    survey=survey,
                    opens_at=survey.opens_at,
                    closes_at=over + timedelta(days=3),
                    actor=SYSTEM,
                    at=over,
                )


class Outbox:
    def __init__(self):
        self.sent: list[Message] = []

    def send(self, message, *, message_id):
        self.sent.append(message)


class TestTheWishToBeTold:
    def release(self, app, database, at):
        from engage.core.permissions import SYSTEM

        with database.transaction() as session:
            survey = session.scalars(select(Survey)).one()
            operations.release_results(session, survey=survey, actor=SYSTEM, at=at)
        outbox = Outbox()
        with clock.stopped_at(at):
            jobs.run_due(
                database=database,
                handlers=app.extensions["engage.house"].handlers,
                settings=app.extensions["engage.settings"],
                mailer=outbox,
            )
        return outbox.sent

    def test_one_mail_comes_and_the_address_is_erased(self, app, database, at):
        begin(database, at, "confidential")
        with database.transaction() as session:
            survey = session.scalars(select(Survey)).one()
            for address in ("a@example.jp", "A@example.jp ", "b@example.jp"):
                operations.ask_to_be_told(session, survey=survey, email=address, at=at)
        sent = self.release(app, database, at + timedelta(days=12))
        assert sorted(m.to for m in sent) == ["a@example.jp", "b@example.jp"]
        assert "/surveys/park/results" in sent[0].text
        assert re.search(r"/notices/stop#[0-9a-f]{64}", sent[0].text)
        assert count(database, NoticeWish) == 0
        assert self.release_again(app, database, at) == []

    def release_again(self, app, database, at):
        outbox = Outbox()
        with clock.stopped_at(at + timedelta(days=20)):
            jobs.run_due(
                database=database,
                handlers=app.extensions["engage.house"].handlers,
                settings=app.extensions["engage.settings"],
                mailer=outbox,
            )
        return outbox.sent

    def test_a_wish_taken_back_gets_no_mail(self, app, database, at):
        begin(database, at, "confidential")
        with database.transaction() as session:
            survey = session.scalars(select(Survey)).one()
            wish = operations.ask_to_be_told(session, survey=survey, email="a@example.jp", at=at)
            number = numbers.stop_number(KEY, wish)
            assert not operations.stop_telling(session, number=number[:-1] + "x", key=KEY)
            assert operations.stop_telling(session, number=number, key=KEY)
        assert self.release(app, database, at + timedelta(days=12)) == []

    def test_nothing_leads_from_a_wish_to_an_answer(self):
        columns = NoticeWish.__table__.columns
        assert set(columns.keys()) == {"id", "survey_id", "email", "asked_on"}
        assert columns["asked_on"].type.python_type.__name__ == "date"
        targets = {key.column.table.name for key in NoticeWish.__table__.foreign_keys}
        assert targets == {"survey"}


def test_a_second_person_at_the_same_browser_gets_a_receipt_of_their_own(app, client, database, at):
    """A tablet at the counter: what the first left in the cookie is not the second's."""
    key = app.extensions["engage.settings"].key
    with database.transaction() as session:
        survey = make_survey(session, at=at)
        people = [ask(session, survey, key=key) for _ in range(2)]
        for person in people:
            fill_in(session, person, key=key, at=at)
    found = []
    for person in people:
        client.post("/surveys/park/start", data={"code": person.code})
        check = client.get("/surveys/park/check").get_data(as_text=True)
        nonce = re.search(r'name="nonce" value="([0-9a-f]{32})"', check).group(1)
        client.post("/surveys/park/submit", data={"nonce": nonce})
        page = client.get("/surveys/park/receipt").get_data(as_text=True)
        found.append(re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", page).group(0))
    assert found[0] != found[1]
    assert count(database, Response) == 2
    with database.reading() as session:
        assert session.scalar(select(func.sum(Participation.used))) == 2


class TestTheJob:
    def run(self, app, database, at):
        with clock.stopped_at(at):
            return jobs.run_due(
                database=database,
                handlers=app.extensions["engage.house"].handlers,
                settings=app.extensions["engage.settings"],
                mailer=Outbox(),
            )

    @pytest.mark.parametrize("mode", MODES)
    def test_ten_minutes_after_the_close_everything_is_counted(self, app, database, at, mode):
        people = begin(database, at, mode, people=3)
        for person in people:
            answer(database, person, at)
        write(database, begin_late(database, at, mode), at)
        close = at + timedelta(days=10)
        self.run(app, database, close + timedelta(minutes=9))
        assert count(database, ReceiptLedger) == 0
        self.run(app, database, close + timedelta(minutes=10))
        assert count(database, ReceiptLedger) == 1
        assert count(database, Response) == 3
        assert count(database, Draft) + count(database, SealedDraft) == 0
        with database.reading() as session:
            states = session.scalars(select(jobs.Job.state).where(jobs.Job.kind == mixing.MIX))
            assert set(states) <= {"done"}
            verbs = [e.verb for e in session.scalars(select(audit.AuditEvent))]
            assert ("survey.answers-mixed" in verbs) == (mode != "named")
            assert audit.verify(session).is_intact

    def test_after_a_crash_between_mixing_and_writing_anew_the_files_are_written(
        self, app, database, at, monkeypatch
    ):
        people = begin(database, at, "anonymous", people=2)
        for person in people:
            answer(database, person, at)
        close, written = at + timedelta(days=10, minutes=10), []

        def crash(_database):
            raise RuntimeError("the power went")

        monkeypatch.setattr(mixing, "rewrite_files", crash)
        self.run(app, database, close)
        assert count(database, Response) == 2
        monkeypatch.setattr(mixing, "rewrite_files", written.append)
        self.run(app, database, close + timedelta(hours=1))
        assert written
        with database.reading() as session:
            verbs = [e.verb for e in session.scalars(select(audit.AuditEvent))]
        assert verbs.count("survey.answers-mixed") == 1

    def test_a_closing_that_was_moved_ends_nothing_early(self, app, database, at):
        from engage.core.permissions import SYSTEM

        begin(database, at, "confidential")
        with database.transaction() as session:
            survey = session.scalars(select(Survey)).one()
            operations.change_dates(
                session,
                survey=survey,
                opens_at=survey.opens_at,
                closes_at=at + timedelta(days=20),
                actor=SYSTEM,
                at=at,
            )
        self.run(app, database, at + timedelta(days=11))
        assert count(database, ReceiptLedger) == 0
        self.run(app, database, at + timedelta(days=21))
        assert count(database, ReceiptLedger) == 1


def begin_late(database, at, mode):
    del at, mode
    with database.transaction() as session:
        return ask(session, session.scalars(select(Survey)).one(), key=KEY)


def test_mixing_while_64_send_loses_and_doubles_nothing(database, at):
    """Over and over, as no night ever does; everyone ends with one answer and its receipt."""
    people = begin(database, at, "anonymous", people=64)
    for person in people:
        write(database, person, at)
    stop = threading.Event()

    def mixer():
        rounds = 0
        while not stop.is_set():
            with database.transaction() as session:
                survey = session.scalars(select(Survey)).one()
                mixing.mix(session, survey=survey, at=at)
            rounds += 1
            stop.wait(0.01)
        return rounds

    def hand(person):
        return send(database, person, numbers.new_nonce(), key=KEY, at=at)

    with ThreadPoolExecutor(17) as pool:
        mixing_work = pool.submit(mixer)
        receipts = list(pool.map(hand, people))
        stop.set()
        assert mixing_work.result() > 1
    assert len(set(receipts)) == 64
    with database.transaction() as session:
        mixing.mix(session, survey=session.scalars(select(Survey)).one(), at=at)
    assert count(database, Response) == 64
    assert count(database, IncomingResponse) == 0
    with database.reading() as session:
        assert session.scalar(select(func.sum(Participation.used))) == 64
        assert all(counted(session, key=KEY, receipt=receipt) for receipt in receipts)
