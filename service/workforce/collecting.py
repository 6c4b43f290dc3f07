"""Fewer garbage collections while many rows are made.

The collector looks at every new row again and again for cycles, and rows have none: a tenth of the
time of a large return. It is not switched off, because other requests run meanwhile: it only waits
for more objects.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MANY = (50_000, 50, 100)
"""Thresholds of the three generations (Python's own: 700, 10, 10)."""

_lock = threading.Lock()
_inside = 0
_usual = gc.get_threshold()


@contextmanager
def few_collections() -> Iterator[None]:
    """Raise the thresholds of the process until the last block like this is left."""
    global _inside, _usual  # noqa: PLW0603 -- the collector is one for the process
    with _lock:
        if _inside == 0:
            _usual = gc.get_threshold()
            gc.set_threshold(*MANY)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                gc.set_threshold(*_usual)
