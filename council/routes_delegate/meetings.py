"""What a delegate does: sees meetings, replies, gives opinions, rewords them, takes them back."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from council import calendars, operations
from council.files import calendar_response, download, office
from council.forms import OpinionForm, ReplyForm, RequestForm, ReviseForm, WithdrawForm
from council.models import AgendaItem, Minutes, Opinion
from council.queries import confirming, meetings, opinions, polls, replies
from council.queries.delegates import Seat, seats_of
from council.queries.meetings import ItemView
from council.queries.minutes import block_of, blocks
from council.routes_delegate.blueprint import Place, blueprint, organisations_of, place_of
from council.rules.confirming import answering_obstacles
from council.rules.opinions import MAX_OPINION
from engage.core.clock import now, today
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("")
@requires(Permission.SPEAK_IN_COUNCIL)
def index() -> str:
    """Show the delegate's organisations, meetings and what they said so far."""
    seats = seats_of(db(), current_actor().id, now())
    bodies = list(dict.fromkeys(seat.body_id for seat in seats))
    return render_template(
        "council/delegate/index.html",
        seats=seats,
        upcoming=[m for body_id in bodies for m in meetings.upcoming(db(), body_id, now())],
        past=[m for body_id in bodies for m in meetings.past(db(), body_id, now())],
        answers=replies.answers_of(db(), seats),
        spoken=[
            view
            for seat in seats
            for view in opinions.of_organisation(db(), seat.organisation_id, seat.body_id)
        ],
    )


@blueprint.get("/meetings/<code>")
@requires(Permission.SPEAK_IN_COUNCIL)
def meeting(code: str) -> str:
    """Show one meeting as its members see it: the join link, the reply, the items."""
    place = place_of(code)
    return _meeting_page(place, _reply_form(place))


@blueprint.get("/meetings/<code>/event.ics")
@requires(Permission.SPEAK_IN_COUNCIL)
def event(code: str) -> Response:
    """Hand out a meeting for the member's own calendar, with the way in online."""
    place = place_of(code)
    content = calendars.event_file(
        place.meeting, office(), method="PUBLISH", at=now(), with_link=True
    )
    return calendar_response(content)


@blueprint.post("/meetings/<code>/reply")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def reply(code: str) -> ResponseReturnValue:
    """Say whether the organisation will come."""
    place = place_of(code)
    form = _reply_form(place)
    if form.validate():
        operations.reply(
            db(),
            meeting=place.meeting,
            representation=place.seat(form.organisation.data).representation,
            answer=form.answer.data,
            note=form.note.data or "",
            actor=current_actor(),
            at=now(),
        )
        return go("council_delegate.meeting", code=code, notice=_("出欠を受け取りました。"))
    return _meeting_page(place, form), 422


@blueprint.get("/meetings/<code>/items/<item_id>")
@requires(Permission.SPEAK_IN_COUNCIL)
def item(code: str, item_id: str) -> str:
    """Show an item with its opinions and the form for one's own."""
    place = place_of(code)
    return _item_page(place, _item(place, item_id), _opinion_form(place))


@blueprint.post("/meetings/<code>/items/<item_id>")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def post_opinion(code: str, item_id: str) -> ResponseReturnValue:
    """Give an opinion; what was typed is never lost, even when the item has just closed."""
    place = place_of(code)
    view = _item(place, item_id)
    form = _opinion_form(place)
    if not form.validate():
        return _item_page(place, view, form), 422
    try:
        operations.post_opinion(
            db(),
            item=view.item,
            representation=place.seat(form.organisation.data).representation,
            kind=form.kind.data,
            channel=form.channel.data,
            text=form.text.data or "",
            nonce=form.nonce.data or "",
            actor=current_actor(),
            at=now(),
        )
    except (Conflict, Invalid) as error:
        form.refuse(Invalid(error.code, field="text", **error.values))
        return _item_page(place, view, form), error.status
    return go(
        "council_delegate.item", code=code, item_id=item_id, notice=_("意見を受け取りました。")
    )


@blueprint.get("/opinions/<opinion_id>")
@requires(Permission.SPEAK_IN_COUNCIL)
def opinion(opinion_id: str) -> str:
    """Show one's organisation's opinion with the forms to reword it or take it back."""
    found, seat = _own(opinion_id)
    view = or_404(opinions.any_opinion(db(), found.id))
    return _opinion_page(found, seat, ReviseForm(text=view.text, seq=str(view.seq)))


@blueprint.post("/opinions/<opinion_id>")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def revise(opinion_id: str) -> ResponseReturnValue:
    """Reword an opinion."""
    found, seat = _own(opinion_id)
    form = ReviseForm()
    if not form.validate():
        return _opinion_page(found, seat, form), 422
    try:
        operations.revise_opinion(
            db(),
            opinion=found,
            representation=seat.representation,
            text=form.text.data or "",
            expected_seq=int(form.seq.data or "0"),
            actor=current_actor(),
            at=now(),
        )
    except (Conflict, Invalid) as error:
        form.refuse(Invalid(error.code, field="text", **error.values))
        return _opinion_page(found, seat, form), error.status
    return go("council_delegate.opinion", opinion_id=opinion_id, notice=_("意見を直しました。"))


@blueprint.post("/opinions/<opinion_id>/withdraw")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def withdraw(opinion_id: str) -> Response:
    """Take an opinion back."""
    found, seat = _own(opinion_id)
    form = WithdrawForm()
    if not form.validate():
        raise Invalid("text-too-long", field="reason")
    operations.withdraw_opinion(
        db(),
        opinion=found,
        representation=seat.representation,
        reason=form.reason.data or "",
        actor=current_actor(),
        at=now(),
    )
    return go("council_delegate.opinion", opinion_id=opinion_id, notice=_("意見を取り下げました。"))


@blueprint.get("/papers/<paper_id>/file")
@requires(Permission.SPEAK_IN_COUNCIL)
def paper_file(paper_id: str) -> Response:
    """Hand out a paper of a meeting that may be closed to the public."""
    paper = or_404(meetings.any_paper(db(), paper_id))
    place_of(paper.item.meeting.code)
    return download(paper)


@blueprint.get("/meetings/<code>/minutes")
@requires(Permission.SPEAK_IN_COUNCIL)
def minutes(code: str) -> str:
    """Show the minutes to the organisations that took part, before they are published."""
    place = place_of(code)
    return _minutes_page(place, _minutes(place), RequestForm(formdata=None))


@blueprint.post("/meetings/<code>/minutes/confirm")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def confirm_minutes(code: str) -> Response:
    """Confirm the text for one's organisation."""
    place = place_of(code)
    seat = place.seat(request.form.get("organisation"))
    operations.confirm_as_organisation(
        db(),
        minutes=_minutes(place),
        representation=seat.representation,
        actor=current_actor(),
        at=now(),
    )
    return go("council_delegate.minutes", code=code, notice=_("確認しました。"))


@blueprint.post("/meetings/<code>/minutes/requests")
@requires(Permission.SPEAK_IN_COUNCIL)
@commits
def request_change(code: str) -> ResponseReturnValue:
    """Ask for a passage to be changed, or object to the whole."""
    place, form = place_of(code), RequestForm()
    found = _minutes(place)
    form.organisation.choices = organisations_of(place)
    if not form.validate():
        return _minutes_page(place, found, form), 422
    block_id = form.block.data or ""
    operations.request_change(
        db(),
        minutes=found,
        representation=place.seat(form.organisation.data).representation,
        block=or_404(block_of(db(), found, block_id)) if block_id else None,
        text=form.text.data or "",
        nonce=form.nonce.data or "",
        actor=current_actor(),
        at=now(),
    )
    return go("council_delegate.minutes", code=code, notice=_("事務局に伝えました。"))


def _minutes(place: Place) -> Minutes:
    """Return the minutes while they are being confirmed; only those who took part see them."""
    found = or_404(confirming.open_minutes(db(), place.meeting))
    mine = {seat.organisation_id for seat in place.seats}
    asked = confirming.answering(db(), found, today(now()))
    if not any(each.organisation_id in mine for each in asked):
        raise NotFound("not-found")
    return found


def _minutes_page(place: Place, found: Minutes, form: RequestForm) -> str:
    form.organisation.choices = organisations_of(place)
    mine = {seat.organisation_id for seat in place.seats}
    asked = confirming.answering(db(), found, today(now()))
    return render_template(
        "council/delegate/minutes.html",
        meeting=place.meeting,
        minutes=found,
        seats=[
            seat
            for seat in place.seats
            if seat.organisation_id in {a.organisation_id for a in asked}
        ],
        asked=[each for each in asked if each.organisation_id in mine],
        requests=[r for r in confirming.requests_of(db(), found) if r.organisation_id in mine],
        views=[view for view in blocks(db(), found) if not view.block.is_left_out],
        obstacles=answering_obstacles(found.state, found.confirm_by, today(now())),
        form=form,
    )


def _item(place: Place, item_id: str) -> ItemView:
    views = meetings.agenda(db(), place.meeting, now())
    return or_404(next((view for view in views if view.item.id == item_id), None))


def _own(opinion_id: str) -> tuple[Opinion, Seat]:
    """Return an opinion of the visitor's own organisation; 404 for all others."""
    found = or_404(db().get(Opinion, opinion_id))
    item: AgendaItem = found.item
    place = place_of(item.meeting.code)
    return found, place.seat(found.organisation_id)


def _reply_form(place: Place) -> ReplyForm:
    answers = replies.answers_of(db(), place.seats)
    first = place.seats[0]
    given = answers.get((place.meeting.id, first.organisation_id))
    form = ReplyForm(
        organisation=first.organisation_id,
        answer=given.answer if given else None,
        note=given.note if given else "",
    )
    form.organisation.choices = organisations_of(place)
    return form


def _opinion_form(place: Place) -> OpinionForm:
    form = OpinionForm(organisation=place.seats[0].organisation_id)
    form.organisation.choices = organisations_of(place)
    if place.meeting.mode == "in_writing":
        form.channel.choices = [c for c in form.channel.choices if c.value == "writing"]
        form.channel.data = form.channel.data if form.is_submitted() else "writing"
    return form


def _meeting_page(place: Place, form: ReplyForm) -> str:
    return render_template(
        "council/delegate/meeting.html",
        meeting=place.meeting,
        minutes=confirming.open_minutes(db(), place.meeting),
        seats=place.seats,
        agenda=meetings.agenda(db(), place.meeting, now()),
        answers=replies.answers_of(db(), place.seats),
        polls=polls.of_meeting(db(), place.meeting),
        form=form,
    )


def _item_page(place: Place, view: ItemView, form: OpinionForm) -> str:
    mine = {seat.organisation_id for seat in place.seats}
    return render_template(
        "council/delegate/item.html",
        meeting=place.meeting,
        view=view,
        opinions=opinions.of_item(db(), view.item.id),
        mine=mine,
        seats=place.seats,
        form=form,
        most=MAX_OPINION,
    )


def _opinion_page(opinion: Opinion, seat: Seat, form: ReviseForm) -> str:
    view = or_404(opinions.any_opinion(db(), opinion.id))
    window = meetings.window(opinion.item.meeting, opinion.item)
    return render_template(
        "council/delegate/opinion.html",
        opinion=view,
        meeting=opinion.item.meeting,
        item=opinion.item,
        seat=seat,
        form=form,
        withdraw_form=WithdrawForm(),
        obstacles=meetings.revising(window, view.state, now()),
    )
