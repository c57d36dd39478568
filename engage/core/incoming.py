"""A request as pages read it: without the one character that no database keeps.

PostgreSQL refuses NUL in every text, and no keyboard writes it: it is left out where text enters
the house, so that no page has to think of it.
"""

from functools import cached_property
from typing import Any

from flask import Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

NUL = "\x00"


class Incoming(Request):
    """A request whose fields, addresses and file names hold no NUL."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The fields of the address."""
        return _without_nul(super().args)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        for file in self.files.values():
            _rename(file)
        self.__dict__["form"] = _without_nul(self.form)


def _without_nul(sent: MultiDict[str, str]) -> Any:
    if not any(NUL in name or NUL in text for name, text in sent.items(multi=True)):
        return sent
    return ImmutableMultiDict(
        (name.replace(NUL, ""), text.replace(NUL, "")) for name, text in sent.items(multi=True)
    )


def _rename(file: FileStorage) -> None:
    if file.filename and NUL in file.filename:
        file.filename = file.filename.replace(NUL, "")
