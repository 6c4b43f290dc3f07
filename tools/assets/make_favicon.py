"""Draw service/static/favicon.ico, the same three rising bars as icon.svg, without any library."""

import struct
from pathlib import Path

SIZE = 32
GROUND, BARS = (0x5B, 0x52, 0x00, 0xFF), (0xFF, 0xFF, 0xFF, 0xFF)
"""Blue, green, red, opacity: the order in which an icon stores them."""

RECTANGLES = [(6, 18, 11, 26), (13, 12, 18, 26), (21, 6, 26, 26)]
"""Left, top, right, bottom of each bar."""

TARGET = Path(__file__).parents[2] / "service" / "static" / "favicon.ico"


def pixel(x: int, y: int) -> tuple[int, int, int, int]:
    inside = any(left <= x < right and top <= y < bottom for left, top, right, bottom in RECTANGLES)
    return BARS if inside else GROUND


def icon() -> bytes:
    rows = b"".join(bytes(pixel(x, y)) for y in reversed(range(SIZE)) for x in range(SIZE))
    mask = bytes(SIZE * SIZE // 8)
    header = struct.pack(
        "<IiiHHIIiiII", 40, SIZE, SIZE * 2, 1, 32, 0, len(rows) + len(mask), 0, 0, 0, 0
    )
    image = header + rows + mask
    directory = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", SIZE, SIZE, 0, 0, 1, 32, len(image), 6 + 16)
    return directory + entry + image


if __name__ == "__main__":
    TARGET.write_bytes(icon())
