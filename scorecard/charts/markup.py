"""SVG as text: elements with escaped attributes, and coordinates in tenths of a pixel."""

import re
from collections.abc import Iterable

Attribute = str | int | None
"""A text is written as it is, a whole number as tenths of a pixel, None not at all."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_UNWRITABLE = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)
"""What XML has no way to write: left out."""


_PLAIN = re.compile(r"[\w .,:;%()/|#+-]*", re.ASCII).fullmatch
"""What needs no escape, as nearly everything: looked at in one go."""


def escaped(text: str) -> str:
    """``text`` as the content of an element or of an attribute in double quotes."""
    if _PLAIN(text):
        return text
    return text.translate(_UNWRITABLE).translate(_ESCAPES)


def px(tenths: int) -> str:
    """Tenths of a pixel as SVG writes them: 125 is ``12.5`` and 120 is ``12``."""
    whole, tenth = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{tenth}" if tenth else f"{sign}{whole}"


def element(name: str, attributes: dict[str, Attribute], *content: str) -> str:
    """One element; ``content`` is markup already. Underscores in names become hyphens."""
    written = "".join(
        f' {key.replace("_", "-")}="{px(value) if isinstance(value, int) else escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(content)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def label(x: int, y: int, words: str, kind: str, anchor: str | None = None) -> str:
    """Words at a place. ``anchor`` is where the place is of them: start (default), middle or end."""
    return element("text", {"x": x, "y": y, "class": kind, "text-anchor": anchor}, escaped(words))


def segment(start: tuple[int, int], end: tuple[int, int], kind: str) -> str:
    """A straight line between two places."""
    return element(
        "line",
        {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1], "class": kind},
    )


def rectangle(x: int, y: int, width: int, height: int, kind: str, *content: str) -> str:
    """A rectangle; ``content`` may be its title."""
    return element(
        "rect",
        {"x": x, "y": y, "width": width, "height": height, "class": kind},
        *content,
    )


def polyline(places: Iterable[tuple[int, int]], kind: str) -> str:
    """A line through places."""
    points = " ".join(f"{px(x)},{px(y)}" for x, y in places)
    return element("polyline", {"points": points, "class": kind})


def polygon(places: Iterable[tuple[int, int]], kind: str, *content: str) -> str:
    """A filled outline."""
    points = " ".join(f"{px(x)},{px(y)}" for x, y in places)
    return element("polygon", {"points": points, "class": kind}, *content)


def picture(
    name: str, size: tuple[int, int], kind: str, words: tuple[str, str], *content: str
) -> str:
    """A whole chart: ``name`` makes its ids unique on the page, ``words`` are title and description.

    ``size`` is width and height in whole pixels.
    """
    width, height = size
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "class": f"chart {kind}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
        element("title", {"id": f"{name}-title"}, escaped(words[0])),
        element("desc", {"id": f"{name}-desc"}, escaped(words[1])),
        *content,
    )
