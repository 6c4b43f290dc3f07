"""What a person should know of a text before they code it: never a reason to drop or repair it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from scorecard.themes.english import common_words
from scorecard.themes.personal_patterns import PersonalKind
from scorecard.themes.redaction import PersonalSpan, personal_spans

ENOUGH_WORDS = 6
"""Words from which the language of a text can be told."""
LEAST_ENGLISH = 40
"""Per cent of words that are everyday English, below which a text is taken for another language."""
NEAR = 60
"""Characters between a name and a word for a child."""


class Remark(StrEnum):
    NO_WORDS = "NO_WORDS"
    """Signs or pictures only: an emoji, a dash."""
    MARKUP = "MARKUP"
    """HTML or a script; it is kept and shown as the plain text that it is."""
    OTHER_LANGUAGE = "OTHER_LANGUAGE"
    """Hardly an English word: suggestions will be empty, and a person who reads it is needed."""
    PERSONAL_DATA = "PERSONAL_DATA"
    """Names, numbers or addresses, which nobody but the coder is shown."""
    CHILD_NAMED = "CHILD_NAMED"
    """A name beside a word for a child: take it out for good."""


@dataclass(frozen=True, slots=True)
class Remarks:
    remarks: tuple[Remark, ...]
    spans: tuple[PersonalSpan, ...]


_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|javascript:|&#\w+;", re.IGNORECASE)
_CHILD = re.compile(
    r"\b(?:child|children|kid|kids|baby|babies|toddler|teenager|boy|girl|lad|lass|bairn|son|daughter|"
    r"sibling|siblings|brother|sister|pupil|young person|young people|year[- ]old|aged \d+|"
    r"looked[- ]after|foster(?:ed|ing)?|unborn)\b",
    re.IGNORECASE,
)


def remarks_on(text: str) -> Remarks:
    """What stands out in a text, and the places of personal data in it."""
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]
    spans = personal_spans(text)
    found: list[Remark] = []
    if not words:
        found.append(Remark.NO_WORDS)
    if _TAG.search(text):
        found.append(Remark.MARKUP)
    if len(words) >= ENOUGH_WORDS:
        english = sum(word in common_words() for word in words)
        if english * 100 < LEAST_ENGLISH * len(words):
            found.append(Remark.OTHER_LANGUAGE)
    if spans:
        found.append(Remark.PERSONAL_DATA)
    if any(span.kind is PersonalKind.NAME and _of_a_child(text, span) for span in spans):
        found.append(Remark.CHILD_NAMED)
    return Remarks(tuple(found), spans)


def _of_a_child(text: str, span: PersonalSpan) -> bool:
    around = text[max(0, span.start - NEAR) : span.end + NEAR]
    return bool(_CHILD.search(around))
