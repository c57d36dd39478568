"""QR codes as part of a page: a drawing with a name, without style and without requests."""

import html
import re

import segno

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_QUIET = 4  # the empty border that readers need, in modules
_MODULE = 4  # pixels; the size on the page is up to the style sheet


class QrCode(str):
    """An SVG element that templates may place in a page as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say that this text is markup; title and data were escaped when it was made."""
        return str(self)


def svg(text: str, *, title: str, key: str = "qr") -> QrCode:
    """Return a QR code of a text, such as an address; `key` makes its ids unique on the page."""
    if not text.strip() or not title.strip():
        raise ValueError("a QR code needs a text and a title")
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} cannot be an id")
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    modules = len(rows) + 2 * _QUIET
    path = "".join(
        f"M{run.start() + _QUIET} {y + _QUIET}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows)
        for run in re.finditer(rb"\x01+", row)
    )
    size = modules * _MODULE
    return QrCode(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" width="{size}" height="{size}" '
        f'viewBox="0 0 {modules} {modules}" role="img" aria-labelledby="{key}-t" '
        f'shape-rendering="crispEdges"><title id="{key}-t">{html.escape(title)}</title>'
        f'<path fill="#fff" d="M0 0h{modules}v{modules}H0z"/><path fill="#000" d="{path}"/></svg>'
    )
