"""What can go wrong in the domain, as codes; `messages` turns codes into sentences."""

from typing import Any, ClassVar


class DomainError(Exception):
    """Something that a person asked for cannot be done, with a code that says why."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, **values: Any) -> None:
        """Take the reason code and the values that its sentence mentions."""
        super().__init__(code)
        self.code = code
        self.values = values


class NotFound(DomainError):
    """The thing does not exist, or not for this viewer."""

    status = 404


class NotAllowed(DomainError):
    """The viewer may see the thing but not do this with it."""

    status = 403


class Conflict(DomainError):
    """The thing is no longer, or not yet, in a state that allows this."""

    status = 409


class Invalid(DomainError):
    """What was typed cannot be used; `field` names the control to mend."""

    status = 422

    def __init__(self, code: str, *, field: str | None = None, **values: Any) -> None:
        """Take the reason code, the name of the form field and the sentence's values."""
        super().__init__(code, **values)
        self.field = field


class TooMany(DomainError):
    """Too many tries in a short time."""

    status = 429
