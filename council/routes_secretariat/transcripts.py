"""The secretariat brings in what a meeting program wrote down, and makes opinions of passages."""

from collections.abc import Sequence

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from council import operations
from council.forms import PassageForm, TranscriptForm, choices
from council.models import Meeting, Transcript
from council.queries import bodies, meetings
from council.queries import transcripts as queries
from council.queries.roster import roster
from council.routes_secretariat.blueprint import blueprint, load_item, load_meeting
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.headers import DOWNLOAD_POLICY
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from engage.documents import captions

VOICE = "voice-"


@blueprint.get("/meetings/<code>/transcripts")
@requires(Permission.RUN_MEETINGS)
def transcripts(code: str) -> str:
    """List the files of a meeting, and take one more."""
    meeting = load_meeting(code)
    return _list(meeting, TranscriptForm(formdata=None, begins_at=meeting.opened_at))


@blueprint.post("/meetings/<code>/transcripts")
@requires(Permission.RUN_MEETINGS)
@commits
def add_transcript(code: str) -> ResponseReturnValue:
    """Take a file of captions in; passages that cannot be read are named by their lines."""
    meeting, form = load_meeting(code), TranscriptForm()
    upload = request.files.get("file")
    if not form.validate() or form.begins_at.data is None:
        return make_response(_list(meeting, form), 422)
    data = upload.stream.read(captions.MOST_BYTES + 1) if upload else b""
    try:
        read = captions.read_captions(data)
    except captions.UnreadableCaptions as error:
        form.refuse(Invalid(error.code, field="file"))
        return make_response(_list(meeting, form), 422)
    found = operations.add_transcript(
        db(),
        meeting=meeting,
        name=(upload.filename if upload else "") or "captions",
        data=data,
        captions=read,
        begins_at=form.begins_at.data,
        actor=current_actor(),
        at=now(),
    )
    return go(
        "council_staff.transcript",
        code=code,
        transcript_id=found.id,
        notice=_left_out(read.faults),
    )


@blueprint.get("/meetings/<code>/transcripts/<transcript_id>")
@requires(Permission.RUN_MEETINGS)
def transcript(code: str, transcript_id: str) -> str:
    """Show the passages of a file beside the items that were on."""
    meeting, found = _load(code, transcript_id)
    return _page(meeting, found, None)


@blueprint.post("/meetings/<code>/transcripts/<transcript_id>/voices")
@requires(Permission.RUN_MEETINGS)
@commits
def name_voices(code: str, transcript_id: str) -> Response:
    """Say which organisation each name speaks for."""
    meeting, found = _load(code, transcript_id)
    known = {line.organisation_id for line in roster(db(), meeting)}
    voices = queries.voices_of(db(), found)
    chosen = {
        voice.voice: request.form.get(f"{VOICE}{place}", "") for place, voice in enumerate(voices)
    }
    operations.name_voices(
        db(),
        transcript=found,
        organisations={voice: of if of in known else None for voice, of in chosen.items()},
        actor=current_actor(),
        at=now(),
    )
    return go(
        "council_staff.transcript",
        code=code,
        transcript_id=transcript_id,
        notice=_("声と団体を結びました。"),
    )


@blueprint.post("/meetings/<code>/passages/<passage_id>")
@requires(Permission.RUN_MEETINGS)
@commits
def take_passage(code: str, passage_id: str) -> ResponseReturnValue:
    """Make an opinion of a passage."""
    meeting = load_meeting(code)
    passage = or_404(queries.passage(db(), meeting, passage_id))
    form = PassageForm(prefix=f"p{passage_id}-")
    _fill(form, meeting)
    if not form.validate():
        return make_response(_page(meeting, passage.transcript, (passage_id, form)), 422)
    organisations = {line.organisation_id for line in roster(db(), meeting)}
    chosen = form.organisation.data if form.organisation.data in organisations else None
    operations.take_as_opinion(
        db(),
        passage=passage,
        item=load_item(code, form.item.data or ""),
        organisation=bodies.organisation(db(), chosen),
        text=form.text.data or "",
        channel=form.channel.data or "room",
        actor=current_actor(),
        at=now(),
    )
    return go(
        "council_staff.transcript",
        code=code,
        transcript_id=passage.transcript_id,
        notice=_("意見として書きとりました。"),
        page=request.args.get("page", 1, type=int),
        _anchor=f"p-{passage_id}",
    )


@blueprint.get("/meetings/<code>/transcripts/<transcript_id>/captions.<any(vtt, srt):kind>")
@requires(Permission.RUN_MEETINGS)
def captions_file(code: str, transcript_id: str, kind: str) -> Response:
    """Hand the passages out as captions for the recording."""
    _meeting, found = _load(code, transcript_id)
    cues = [
        captions.Cue(v.passage.begins_ms, v.passage.ends_ms, v.passage.text, v.passage.voice)
        for v in queries.passages_of(db(), found, size=None)
    ]
    text = captions.as_vtt(cues) if kind == "vtt" else captions.as_srt(cues)
    response = Response(text, content_type=captions.MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f"attachment; filename={code}.{kind}"
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _load(code: str, transcript_id: str) -> tuple[Meeting, Transcript]:
    meeting = load_meeting(code)
    return meeting, or_404(queries.transcript(db(), meeting, transcript_id))


def _left_out(faults: Sequence[captions.Fault]) -> str:
    if not faults:
        return _("読みこみました。")
    lines = "、".join(str(fault.line) for fault in faults[:20])
    return _(
        "読みこみました。読めなかったところが%(n)sあります（%(lines)s行目）。",
        n=len(faults),
        lines=lines,
    )


def _list(meeting: Meeting, form: TranscriptForm) -> str:
    files = queries.transcripts_of(db(), meeting)
    return render_template(
        "council/staff/transcripts.html",
        meeting=meeting,
        form=form,
        files=[(each, queries.passage_count(db(), each)) for each in files],
    )


def _page(meeting: Meeting, found: Transcript, sent: tuple[str, PassageForm] | None) -> str:
    page = max(1, min(10_000, request.args.get("page", 1, type=int)))
    count = queries.passage_count(db(), found)
    views = queries.passages_of(db(), found, page=page)
    forms = {view.passage.id: _passage_form(meeting, view) for view in views}
    if sent is not None:
        forms |= {sent[0]: sent[1]}
    return render_template(
        "council/staff/transcript.html",
        meeting=meeting,
        transcript=found,
        voices=queries.voices_of(db(), found),
        roster=roster(db(), meeting),
        views=views,
        forms=forms,
        form=sent[1] if sent else None,
        items={v.item.id: v.item.title for v in meetings.agenda(db(), meeting, now())},
        page=page,
        pages=max(1, -(-count // queries.PASSAGES_A_PAGE)),
    )


def _passage_form(meeting: Meeting, view: queries.PassageView) -> PassageForm:
    form = PassageForm(
        formdata=None,
        prefix=f"p{view.passage.id}-",
        item=view.item_id,
        organisation=view.organisation_id or "",
        text=view.passage.text,
    )
    _fill(form, meeting)
    return form


def _fill(form: PassageForm, meeting: Meeting) -> None:
    agenda = meetings.agenda(db(), meeting, now())
    form.item.choices = choices(
        [(v.item.id, v.item.title) for v in agenda if v.item.state != "withdrawn"]
    )
    named = [(line.organisation_id, line.name) for line in roster(db(), meeting)]
    form.organisation.choices = choices([("", _("団体の記載なし")), *named])
