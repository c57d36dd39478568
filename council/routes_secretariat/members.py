"""Organisations become members, change their names, and send people."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from council import operations
from council.forms import DelegateForm, OrganisationForm, RenameForm
from council.models import Body
from council.queries import bodies, people
from council.routes_secretariat.blueprint import blueprint
from engage.accounts.models import Account
from engage.accounts.queries import account_of_email
from engage.core.clock import now, today
from engage.core.errors import Conflict, Invalid
from engage.core.forms import Form
from engage.core.permissions import Permission, Role
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("/members")
@requires(Permission.RUN_MEETINGS)
def members() -> str:
    """List the council's members and those who act for them."""
    return _list_page(OrganisationForm(formdata=None))


@blueprint.post("/members")
@requires(Permission.RUN_MEETINGS)
@commits
def admit_organisation() -> ResponseReturnValue:
    """Register an organisation and make it a member."""
    form = OrganisationForm()
    if form.validate():
        try:
            organisation = operations.register_organisation(
                db(),
                code=form.code.data or "",
                name=form.name.data or "",
                reading=form.reading.data or "",
                actor=current_actor(),
                at=now(),
            )
            operations.admit_organisation(
                db(),
                body=_council(),
                organisation=organisation,
                from_on=form.from_on.data,
                actor=current_actor(),
                at=now(),
            )
            return go("council_staff.members", notice=_("構成団体に加えました。"))
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid(error.code, field="code"))
    return _list_page(form), 422


@blueprint.get("/members/<membership_id>")
@requires(Permission.RUN_MEETINGS)
def member(membership_id: str) -> str:
    """Show one member: its names, its people, and the forms to change them."""
    return _member_page(
        membership_id, DelegateForm(formdata=None, prefix="delegate"), RenameForm(formdata=None)
    )


@blueprint.post("/members/<membership_id>/delegates")
@requires(Permission.RUN_MEETINGS)
@commits
def appoint_delegate(membership_id: str) -> ResponseReturnValue:
    """Let a person act for the organisation."""
    found = or_404(people.membership(db(), membership_id))
    form = DelegateForm(prefix="delegate")
    if form.validate():
        try:
            account = _delegate_account(form.email.data or "")
            _refuse_reversed_term(form.from_on.data, form.until_on.data)
            operations.appoint_delegate(
                db(),
                membership=found,
                account_id=account.id,
                kind=form.kind.data,
                from_on=form.from_on.data,
                until_on=form.until_on.data,
                actor=current_actor(),
                at=now(),
            )
            return go(
                "council_staff.member",
                membership_id=membership_id,
                notice=_("代表か代理を登録しました。"),
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid(error.code, field="email"))
    return _member_page(membership_id, form, RenameForm(formdata=None), shown=form), 422


@blueprint.post("/members/<membership_id>/name")
@requires(Permission.RUN_MEETINGS)
@commits
def rename_organisation(membership_id: str) -> ResponseReturnValue:
    """Give the organisation a new name from a day on."""
    found = or_404(people.membership(db(), membership_id))
    form = RenameForm()
    if form.validate() and form.from_on.data is not None:
        try:
            operations.rename_organisation(
                db(),
                organisation=found.organisation,
                name=form.name.data or "",
                reading=form.reading.data or "",
                from_on=form.from_on.data,
                actor=current_actor(),
                at=now(),
            )
            return go(
                "council_staff.member",
                membership_id=membership_id,
                notice=_("新しい名前を登録しました。前の名簿の名前は変わりません。"),
            )
        except Invalid as error:
            form.refuse(error)
    return _member_page(
        membership_id, DelegateForm(formdata=None, prefix="delegate"), form, shown=form
    ), 422


@blueprint.post("/members/<membership_id>/delegates/<representation_id>/end")
@requires(Permission.RUN_MEETINGS)
@commits
def end_representation(membership_id: str, representation_id: str) -> ResponseReturnValue:
    """Let a person's acting end today."""
    found = or_404(people.representation(db(), membership_id, representation_id))
    operations.end_representation(
        db(), representation=found, until_on=today(now()), actor=current_actor(), at=now()
    )
    return go(
        "council_staff.member", membership_id=membership_id, notice=_("今日で任期を終えました。")
    )


def _council() -> Body:
    return or_404(bodies.council_body(db()))


def _delegate_account(email: str) -> Account:
    account = account_of_email(db(), email)
    if account is None or not account.is_open:
        raise Invalid("person-unknown", field="email")
    if Role.DELEGATE not in account.role_set:
        raise Invalid("person-is-not-delegate", field="email")
    return account


def _refuse_reversed_term(from_on: date | None, until_on: date | None) -> None:
    if from_on is not None and until_on is not None and until_on <= from_on:
        raise Invalid("term-ends-before-beginning", field="until_on")


def _list_page(form: OrganisationForm) -> str:
    body = bodies.council_body(db())
    return render_template(
        "council/staff/members.html",
        body=body,
        members=bodies.members_on(db(), body.id, today(now())) if body else [],
        people=people.by_membership(db(), today(now())),
        form=form,
    )


def _member_page(
    membership_id: str,
    delegate_form: DelegateForm,
    rename_form: RenameForm,
    *,
    shown: Form | None = None,
) -> str:
    found = or_404(people.membership(db(), membership_id))
    return render_template(
        "council/staff/member.html",
        membership=found,
        name=bodies.organisation_name(db(), found.organisation_id, today(now())),
        names=people.names(db(), found.organisation_id),
        people=people.of_membership(db(), membership_id, today(now())),
        delegate_form=delegate_form,
        rename_form=rename_form,
        form=shown,
    )
