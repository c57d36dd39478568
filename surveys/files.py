"""Files that respondents send: checked, pictures drawn anew without hidden data, kept apart."""

import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from engage.core.errors import Invalid
from engage.core.storage import Storage
from surveys.questions.file import MOST_BYTES

MOST_PIXELS = 40_000_000
ALLOWED = frozenset({"pdf", "jpg", "jpeg", "png"})
_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}


def storage_in(data_dir: Path) -> Storage:
    """Return where the files of answers lie."""
    return Storage(data_dir / "answers", max_mb=MOST_BYTES // 1_000_000)


def put_away(storage: Storage, uploads: Iterable[FileStorage]) -> list[str]:
    """Keep what was sent and return it as the page lists it; Invalid keeps nothing of this file."""
    return [_put_away(storage, upload) for upload in uploads if upload.filename]


def _put_away(storage: Storage, upload: FileStorage) -> str:
    name = Path((upload.filename or "").replace("\\", "/")).name[-100:]
    extension = name.rsplit(".", 1)[-1].lower()
    if extension not in ALLOWED:
        raise Invalid("answer-file-not-allowed")
    data = upload.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid("answer-file-too-large", most=MOST_BYTES // 1_000_000)
    stream: BinaryIO = io.BytesIO(data)
    if extension in _FORMATS:
        stream = _drawn_anew(data, _FORMATS[extension])
    kept = storage.keep(stream, f"file.{extension}")
    plain = {"id": kept.digest, "name": name, "size": kept.size, "kind": kept.extension}
    return json.dumps(plain, ensure_ascii=False)


def _drawn_anew(data: bytes, format_: str) -> io.BytesIO:
    """Return the same picture without place, camera and whatever else was hidden in it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[format_]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Invalid("answer-file-too-large", most=MOST_BYTES // 1_000_000)
                upright = ImageOps.exif_transpose(picture)
                plain = upright if format_ == "PNG" else upright.convert("RGB")
                bare = Image.new(plain.mode, plain.size)
                bare.paste(plain)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise Invalid("answer-file-not-allowed") from error
    drawn = io.BytesIO()
    bare.save(drawn, format_, quality=85) if format_ == "JPEG" else bare.save(drawn, format_)
    drawn.seek(0)
    return drawn


def reports_in(data_dir: Path) -> Storage:
    """Return where reports lie; staff alone may fetch them."""
    return Storage(data_dir / "reports")


def pictures_in(data_dir: Path) -> Storage:
    """Return where the pictures of questionnaires lie; anybody may see them."""
    return Storage(data_dir / "pictures", max_mb=MOST_BYTES // 1_000_000)


def keep_picture(storage: Storage, upload: FileStorage) -> str:
    """Keep a picture and return its name: the digest of its bytes."""
    extension = (upload.filename or "").rsplit(".", 1)[-1].lower()
    if extension not in _FORMATS:
        raise Invalid("picture-not-allowed")
    data = upload.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid("answer-file-too-large", most=MOST_BYTES // 1_000_000)
    kept = storage.keep(_drawn_anew(data, _FORMATS[extension]), f"picture.{extension}")
    return f"{kept.digest}.{kept.extension}"


def files_in(documents: Iterable[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every file of some answers with the code of its question."""
    for document in documents:
        for code, state in document.items():
            for file in state.get("files", ()):
                yield code, file


def as_zip(storage: Storage, documents: Iterable[dict[str, Any]]) -> io.BytesIO:
    """Return all files in one archive, named by question and number, never by their senders."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as whole:
        for number, (code, file) in enumerate(files_in(documents), start=1):
            path = storage.path(file["id"])
            if path.exists():
                entry = zipfile.ZipInfo(f"{code}-{number:05d}.{file['kind']}")
                whole.writestr(entry, path.read_bytes())
    archive.seek(0)
    return archive
