"""matplotlib's SVG rewritten for a page with a strict policy: attributes only, nothing external."""

import re
from xml.etree import ElementTree as ET

from engage.charts.sheet import Rect, Sheet, Text

_NS = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_KEPT = {
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-dasharray",
    "fill-opacity",
    "stroke-opacity",
}


class Svg(str):
    """An SVG element that templates may place in a page as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say that this text is markup; everything in it was escaped when it was made."""
        return str(self)


def for_page(source: str, sheet: Sheet, *, key: str, layout: str, title: str, desc: str) -> Svg:
    """Return a drawing as an element of a page: named, described, without any style."""
    # The source was written by matplotlib a moment ago, with every label escaped.
    drawn = ET.fromstring(source)  # noqa: S314
    root = ET.Element("svg", _root_attributes(sheet, key, layout))
    ET.SubElement(root, "title", {"id": f"{key}-t"}).text = title
    ET.SubElement(root, "desc", {"id": f"{key}-d"}).text = desc
    patterns = _patterns(drawn, key)
    if patterns:
        ET.SubElement(root, "defs").extend(patterns.values())
    groups = {group.get("id"): group for group in drawn.iter(f"{_NS}g")}
    for index, shape in enumerate(sheet.shapes):
        group = groups.get(f"shape-{index}")
        for element in group if group is not None else ():
            if element.tag == f"{_NS}text" and isinstance(shape, Text):
                root.append(_text(element, shape))
            elif element.tag == f"{_NS}path":
                root.append(_path(element, patterns, is_bar=isinstance(shape, Rect)))
    return Svg(ET.tostring(root, encoding="unicode"))


def _root_attributes(sheet: Sheet, key: str, layout: str) -> dict[str, str]:
    width, height = _short(f"{sheet.width:.3f}"), _short(f"{sheet.height:.3f}")
    return {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"chart chart-{layout}",
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-labelledby": f"{key}-t {key}-d",
        "font-family": "inherit",
    }


def _patterns(drawn: ET.Element, key: str) -> dict[str, ET.Element]:
    """Return the hatches by matplotlib's name, renamed so that no two drawings on a page clash."""
    patterns = {}
    for index, pattern in enumerate(drawn.iter(f"{_NS}pattern")):
        copy = ET.Element("pattern", {**pattern.attrib, "id": f"{key}-h{index}"})
        for element in pattern:
            attributes = {name: value for name, value in element.attrib.items() if name != "style"}
            attributes |= _looks(element)
            if "d" in attributes:
                attributes["d"] = _short_path(attributes["d"])
            ET.SubElement(copy, element.tag.removeprefix(_NS), attributes)
        patterns[pattern.attrib["id"]] = copy
    return patterns


def _path(element: ET.Element, patterns: dict[str, ET.Element], *, is_bar: bool) -> ET.Element:
    looks = _looks(element)
    hatched = re.fullmatch(r"url\(#(\w+)\)", looks.get("fill", ""))
    if hatched:
        looks["fill"] = f"url(#{patterns[hatched[1]].attrib['id']})"
    if is_bar and not hatched:
        looks["shape-rendering"] = "crispEdges"
    return ET.Element("path", {"d": _short_path(element.attrib["d"]), **looks})


def _text(element: ET.Element, shape: Text) -> ET.Element:
    attributes = {"x": _short(element.attrib["x"]), "y": _short(element.attrib["y"])}
    if shape.anchor != "start":
        attributes["text-anchor"] = shape.anchor
    attributes |= {"font-size": _short(f"{shape.size:.3f}"), "fill": shape.fill}
    if shape.bold:
        attributes["font-weight"] = "700"
    if shape.role:
        attributes["class"] = shape.role
    text = ET.Element("text", attributes)
    text.text = shape.text
    return text


def _looks(element: ET.Element) -> dict[str, str]:
    """Return the style of an element as attributes."""
    pairs = (rule.split(":", 1) for rule in element.get("style", "").split(";") if ":" in rule)
    named = {name.strip(): value.strip() for name, value in pairs}
    return {name: value for name, value in named.items() if name in _KEPT}


def _short_path(path: str) -> str:
    return _short(" ".join(path.split()))


def _short(numbers: str) -> str:
    """Round to a hundredth of a pixel; more digits only make the page heavier."""
    return _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), numbers)
