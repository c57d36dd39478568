"""Who may do what: one table, read by every route."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the city."""

    ADMINISTRATOR = "administrator"
    PLANNER = "planner"
    SECRETARIAT = "secretariat"
    DEPARTMENT = "department"
    HEADQUARTERS = "headquarters"
    AUDITOR = "auditor"
    MONITOR = "monitor"
    DELEGATE = "delegate"


class Permission(StrEnum):
    """What a route may ask of its visitor."""

    VISIT = "visit"
    SIGNED_IN = "signed-in"
    ANSWER_SURVEYS = "answer-surveys"
    SPEAK_IN_COUNCIL = "speak-in-council"
    SEE_WORKSPACE = "see-workspace"
    SEE_RESULTS = "see-results"
    MANAGE_SURVEYS = "manage-surveys"
    EXPORT_ANSWERS = "export-answers"
    RUN_MEETINGS = "run-meetings"
    ANSWER_OPINIONS = "answer-opinions"
    EDIT_PLAN = "edit-plan"
    DECIDE_REVISIONS = "decide-revisions"
    PUBLISH_PLAN = "publish-plan"
    READ_AUDIT = "read-audit"
    MANAGE_ACCOUNTS = "manage-accounts"
    READ_MAILBOX = "read-mailbox"


P = Permission

STAFF = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.PLANNER,
        Role.SECRETARIAT,
        Role.DEPARTMENT,
        Role.HEADQUARTERS,
        Role.AUDITOR,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset({P.SEE_WORKSPACE, P.MANAGE_ACCOUNTS, P.READ_AUDIT}),
    Role.PLANNER: frozenset(
        {
            P.SEE_WORKSPACE,
            P.SEE_RESULTS,
            P.MANAGE_SURVEYS,
            P.EXPORT_ANSWERS,
            P.ANSWER_OPINIONS,
            P.EDIT_PLAN,
            P.PUBLISH_PLAN,
        }
    ),
    Role.SECRETARIAT: frozenset({P.SEE_WORKSPACE, P.RUN_MEETINGS, P.ANSWER_OPINIONS}),
    Role.DEPARTMENT: frozenset({P.SEE_WORKSPACE, P.SEE_RESULTS, P.ANSWER_OPINIONS}),
    Role.HEADQUARTERS: frozenset(
        {P.SEE_WORKSPACE, P.SEE_RESULTS, P.DECIDE_REVISIONS, P.PUBLISH_PLAN}
    ),
    Role.AUDITOR: frozenset({P.SEE_WORKSPACE, P.SEE_RESULTS, P.READ_AUDIT}),
    Role.MONITOR: frozenset({P.ANSWER_SURVEYS}),
    Role.DELEGATE: frozenset({P.SPEAK_IN_COUNCIL}),
}
"""What each role may do. Everyone may VISIT; everyone with an account is SIGNED_IN."""

ANYONE = frozenset({P.VISIT, P.READ_MAILBOX})
"""READ_MAILBOX is open because its page exists only on a development machine without SMTP."""


@dataclass(frozen=True)
class Actor:
    """Who is acting: a plain value, so that domain code needs no web and no database row."""

    id: str | None
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody with an account is acting."""
        return self.id is not None

    @property
    def is_staff(self) -> bool:
        """Whether the actor works for the city."""
        return bool(self.roles & STAFF)

    def may(self, permission: Permission) -> bool:
        """Whether the actor holds a permission through any of their roles."""
        if permission in ANYONE:
            return True
        if permission is Permission.SIGNED_IN:
            return self.is_signed_in
        return any(permission in GRANTS[role] for role in self.roles)


NOBODY = Actor(id=None, name="")
"""A visitor who has not signed in."""

SYSTEM = Actor(id=None, name="system")
"""The program itself: jobs, the command line, sample data."""
