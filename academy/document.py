"""Plain JSON read field by field: each refusal says where it stands and what was expected."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from academy.errors import ProgrammeInvalid

LONGEST_TEXT = 5_000
_MOMENT = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Word = TypeVar("Word", bound=StrEnum)


class Fields:
    """The fields of one object. ``finish`` refuses fields that nobody asked for."""

    def __init__(self, document: Any, where: str) -> None:
        if not isinstance(document, Mapping):
            raise ProgrammeInvalid(f"{where} is not an object with fields")
        self._document = document
        self._where = where
        self._asked: set[str] = set()

    def _refuse(self, name: str, expected: str) -> ProgrammeInvalid:
        return ProgrammeInvalid(f"{name!r} of {self._where} must be {expected}")

    def _get(self, name: str) -> Any:
        self._asked.add(name)
        return self._document.get(name)

    def finish(self) -> None:
        for name in self._document:
            if name not in self._asked:
                raise ProgrammeInvalid(f"{self._where} has an unknown field {name!r}")

    def text(self, name: str) -> str:
        text = self.optional_text(name)
        if text is None:
            raise self._refuse(name, "a text")
        return text

    def optional_text(self, name: str) -> str | None:
        value = self._get(name)
        return None if value is None else self._plain(name, value)

    def _plain(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._refuse(name, "a text")
        if len(value) > LONGEST_TEXT:
            raise self._refuse(name, f"at most {LONGEST_TEXT} characters")
        if any(unicodedata.category(mark) in {"Cc", "Cs"} for mark in value.replace("\n", " ")):
            raise self._refuse(name, "a text without control characters")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._refuse(name, "a list of texts")
        texts = tuple(self._plain(name, text) for text in value)
        if len(set(texts)) < len(texts):
            raise self._refuse(name, "a list that names nothing twice")
        return texts

    def whole(self, name: str, *, least: int, most: int) -> int:
        number = self.optional_whole(name, least=least, most=most)
        if number is None:
            raise self._refuse(name, f"a whole number from {least} to {most}")
        return number

    def optional_whole(self, name: str, *, least: int, most: int) -> int | None:
        value = self._get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self._refuse(name, f"a whole number from {least} to {most}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self._refuse(name, "true or false")
        return value

    def day(self, name: str) -> date:
        day = self.optional_day(name)
        if day is None:
            raise self._refuse(name, "a date written as 2027-01-11")
        return day

    def optional_day(self, name: str) -> date | None:
        text = self.optional_text(name)
        if text is None:
            return None
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError as fault:
            raise self._refuse(name, "a date written as 2027-01-11") from fault

    def moment(self, name: str) -> time:
        moment = self.optional_moment(name)
        if moment is None:
            raise self._refuse(name, "a time of day written as 09:30")
        return moment

    def optional_moment(self, name: str) -> time | None:
        text = self.optional_text(name)
        if text is None:
            return None
        if not _MOMENT.fullmatch(text):
            raise self._refuse(name, "a time of day written as 09:30")
        return time.fromisoformat(text)

    def one_of(self, name: str, words: type[Word]) -> Word:
        word = self.optional_one_of(name, words)
        if word is None:
            raise self._refuse(name, f"one of {', '.join(words)}")
        return word

    def optional_one_of(self, name: str, words: type[Word]) -> Word | None:
        text = self.optional_text(name)
        return None if text is None else self._word(name, text, words)

    def several(self, name: str, words: type[Word]) -> tuple[Word, ...]:
        return tuple(self._word(name, text, words) for text in self.texts(name))

    def _word(self, name: str, text: str, words: type[Word]) -> Word:
        try:
            return words(text)
        except ValueError as fault:
            raise self._refuse(name, f"one of {', '.join(words)}") from fault

    def parts(self, name: str, called: str) -> list["Fields"]:
        """The objects of a list, each named by its key where it has one."""
        value = self._get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._refuse(name, "a list")
        return [Fields(part, _name(part, called, number)) for number, part in enumerate(value, 1)]


def _name(part: object, called: str, number: int) -> str:
    key = part.get("key") if isinstance(part, Mapping) else None
    return f"{called} {key}" if isinstance(key, str) else f"{called} number {number}"
