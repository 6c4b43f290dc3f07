"""Programmes for tests: the shipped one, and small ones written as they would be in a file."""

from typing import Any

from academy.programme import Programme
from academy.template import programme_from
from service.cohorts.shipped import programme_document


def lancashire() -> Programme:
    return programme_from(programme_document("lancashire"))


def item(key: str, start: str, end: str | None, *, day: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "title": key, "kind": "session", "day": day, "start": start, "end": end, **more
    }  # fmt: skip


def document(*items: dict[str, Any], days: int = 5, **more: Any) -> dict[str, Any]:
    """One block called ``start`` of five days for all."""
    block = {
        "key": "start", "title": "Start", "offset_weeks": 0, "working_days": days,
        "audience": "all", "items": list(items),
    }  # fmt: skip
    return {
        "key": "tiny", "title": "Tiny", "version": 1, "effective_from": "2027-01-01",
        "source": "a test", "blocks": [block], **more,
    }  # fmt: skip


def programme(*items: dict[str, Any], days: int = 5, **more: Any) -> Programme:
    return programme_from(document(*items, days=days, **more))
