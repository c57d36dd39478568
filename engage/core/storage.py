"""Uploaded papers: checked by size, then type, then structure; named by their digest."""

import hashlib
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engage.core.errors import Invalid

MAX_ENTRIES = 1_000
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100


@dataclass(frozen=True)
class StoredFile:
    """A file that passed the checks: its digest is its name on disk."""

    digest: str
    size: int
    media_type: str
    extension: str


_OFFICE = {
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "word/document.xml",
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xl/workbook.xml",
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "ppt/presentation.xml",
    ),
}
_BINARY = {
    "pdf": ("application/pdf", b"%PDF-", b"%%EOF"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n", b"IEND"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
}
ALLOWED = sorted([*_BINARY, *_OFFICE])
"""Extensions of the papers that a meeting may carry."""


class Storage:
    """A folder of files that nobody names: each is found by its SHA-256."""

    def __init__(self, folder: Path, *, max_mb: int = 20) -> None:
        """Use `folder`; it is made with the first file."""
        self._folder = folder
        self._max_bytes = max_mb * 1024 * 1024

    def keep(self, stream: BinaryIO, filename: str) -> StoredFile:
        """Check and store an upload; raises Invalid with the reason and stores nothing."""
        data = stream.read(self._max_bytes + 1)
        if len(data) > self._max_bytes:
            raise Invalid("file-too-large", mb=self._max_bytes // 1024 // 1024)
        if not data:
            raise Invalid("file-empty")
        extension = _extension(filename)
        media_type = _checked_type(extension, data)
        stored = StoredFile(hashlib.sha256(data).hexdigest(), len(data), media_type, extension)
        self._write(stored.digest, data)
        return stored

    def keep_own(self, data: bytes) -> str:
        """Store what this program made itself, and return its digest."""
        digest = hashlib.sha256(data).hexdigest()
        self._write(digest, data)
        return digest

    def path(self, digest: str) -> Path:
        """Return where a stored file is; the digest comes from our own database only."""
        return self._folder / digest[:2] / digest

    def _write(self, digest: str, data: bytes) -> None:
        path = self.path(digest)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)


def _extension(filename: str) -> str:
    extension = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    extension = "jpg" if extension == "jpeg" else extension
    if extension not in _BINARY and extension not in _OFFICE:
        raise Invalid("file-kind-not-allowed", allowed="、".join(ALLOWED))
    return extension


def _checked_type(extension: str, data: bytes) -> str:
    if extension in _BINARY:
        media_type, head, tail = _BINARY[extension]
        if not data.startswith(head):
            raise Invalid("file-not-what-it-says")
        if tail not in data[-1024:]:
            raise Invalid("file-cut-short")
        return media_type
    media_type, member = _OFFICE[extension]
    checked_package(data, member)
    return media_type


def checked_package(data: bytes, member: str) -> None:
    """Look into an Office file's list of contents without unpacking anything."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise Invalid("file-cut-short") from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise Invalid("file-unpacks-too-large")
    if member not in names or "[Content_Types].xml" not in names:
        raise Invalid("file-not-what-it-says")
    if any("vbaProject" in name for name in names):
        raise Invalid("file-has-macros")
