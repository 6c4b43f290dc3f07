"""Personal data in a comment, found by what is not known to be harmless rather than by lists of names.

A capitalised word is personal unless it is a known place, system, month, title or a common English word:
lists of names protect some names better than others, this treats them alike. It is a first sieve; unique
facts ("the only Welsh speaker") identify too, so a person approves every quotation.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from scorecard.themes.english import common_words
from scorecard.themes.personal_patterns import PersonalKind, patterned


@dataclass(frozen=True, slots=True)
class PersonalSpan:
    """``text[start:end]`` is personal data of this kind."""

    start: int
    end: int
    kind: PersonalKind


_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Judge|Justice|PC|DC|DS|Cllr|Councillor|Baby|Sister|Imam|Father|Nana|Nanna|Auntie|Aunty|Uncle|Grandma|Grandad)"
_BEFORE = re.compile(rf"\b(?:{_TITLE}\.?(?: (?:and|&) {_TITLE}\.?)? )+$")
_LOWER_TITLE = re.compile(
    r"\b(?:(?:mr|mrs|ms|miss|dr)\.? (?:(?:and|&) (?:mr|mrs)\.? )?)(?P<name>[a-z][a-z'-]+(?: [a-z]+-[a-z]+)?)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:manager|boss|supervisor|deputy|director|colleague|mentor|leader|worker|educator|head|"
    r"husband|wife|partner|daughter|son|called|named|name is|name was|name's)(?: (?:is|was|called|named))? "
    r"(?P<name>[a-z][a-z'-]+(?: [a-z]+)?)",
    re.IGNORECASE,
)
_PERSON_BEFORE = re.compile(
    r"\b(?:told|tell|ask|asked|asking|supervised by|managed by|led by|bullied by|treated by|called by|seen by|signed by|"
    r"worked with|working with|work with|spoke to|spoke with|talked to|reported to|reports to|complained to|complained about|"
    r"thanks to|thank|rang|phoned|emailed|texted|met|working for|worked for|alongside|"
    r"replaced by) (?P<name>[a-z][a-z'-]+(?: [a-z][a-z'-]+)?)(?![\w'-])",
    re.IGNORECASE,
)
"""What is said to or of a person, in texts that nobody put capitals into."""
_NAMED = re.compile(r"\b(?:called|named|name)\b", re.IGNORECASE)
_INITIAL = re.compile(
    r"\b(?:family of|child,?|baby|mother of|father of|mr|mrs|ms|for|with|of|young person|and) (?P<name>[A-Z]\.(?:[A-Z]\.)*|(?!I\b|A\b)[A-Z](?=[ ,;]))"
)
_SENTENCE_START = re.compile(
    r"(?:^|[.!?:;\n\u2022]|[\"\u201c(]|\s[-\u2013])\s*[\"'\u2018\u201c(]*$"
)
_SPEAKS = re.compile(
    r"\s+(?:and (?:I\b|me\b|[A-Z])|was\b(?! in\b)|is\b|has\b|had\b|kept\b|keeps\b|told\b|said\b|says\b|gave\b|gives\b|never\b|always\b|"
    r"did(?:n't)?\b|who\b|left\b|would\b|could\b|just\b|and the\b|[a-z]+(?:ed|es)\b)|['\u2019]s\b|\s*,\s*[A-Z]"
)
_MONTHS = frozenset(("may", "june", "april", "august", "march", "summer", "winter", "autumn"))
_IN_TIME = re.compile(
    r"\b(?:in|since|until|till|by|last|next|from|of|early|late|this|every|to|before|after|during|mid|\d+(?:st|nd|rd|th)?)[ -]$",
    re.IGNORECASE,
)
_COMMON_ENDINGS = (
    "tion", "sion", "ment", "ness", "able", "ible", "ful", "less", "ous", "ship", "ism", "n't", "'ve", "'ll",
    "'re", "ical", "ology",
)  # fmt: skip
"""Endings that hardly any name has."""
_STEM_ENDINGS = ("ing", "ed", "ly", "er", "ers", "es", "s", "ity", "d", "ive", "al")
"""Endings that count when what stands before them is an everyday word: Xiaoling is a name."""
_PLACE_NOUN = frozenset(
    ("centre", "team", "service", "services", "council", "act", "framework", "trust", "outline", "review", "report",
     "hospital", "university", "college", "network", "panel", "board", "programme", "model", "academy", "group", "day", "inquiry")
)  # fmt: skip
_SURE_NAMED = frozenset(
    (
        "street",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "crescent",
        "grove",
        "terrace",
        "mews",
        "gardens",
    )
)
_PARTICLES = frozenset(
    (
        "van",
        "de",
        "der",
        "den",
        "al",
        "el",
        "bin",
        "ibn",
        "da",
        "dos",
        "del",
        "di",
        "la",
        "le",
        "von",
        "ter",
        "ap",
    )
)


_VERBAL = ("ing", "ed", "ly")
"""After "my manager" a word in lower case with these endings is taken for a verb or how it was done."""
_FINITE = frozenset(("was", "is", "had", "has", "never", "did", "would", "always", "left", "said"))
"""What follows a name and hardly a verb: "my manager xiaoling was kind"."""
_AUXILIARIES = frozenset(("will", "may", "mark", "long"))
MIN_STEM = 3
REACH = 40
"""Characters before a word that are looked at for a title or a date."""
_NEXT_CAPITAL = re.compile(r" ([A-Z]\w*(?:['\u2019-]\w+)*)")
_ADDRESSED = re.compile(r"\b(?:with|told|manager|boss|called|and|Mrs|colleague) $")


@dataclass(frozen=True, slots=True)
class Harmless:
    """Words known not to name a person; ``either`` are words that may."""

    common: frozenset[str]
    allowed: frozenset[str]
    either: frozenset[str]
    sayings: re.Pattern[str]


@cache
def shipped_harmless() -> Harmless:
    """The lists shipped with the scorecard."""
    data = files("scorecard").joinpath("data")
    return harmless_from(common_words(), data.joinpath("capitals-1.txt").read_text("utf-8"))


def harmless_from(common: frozenset[str], capitals: str) -> Harmless:
    """Everyday words, and the list of capitalised words in named sections."""
    sections: dict[str, list[str]] = {}
    held: list[str] = []
    for line in _told(capitals):
        if line.startswith("["):
            held = sections.setdefault(line.strip("[]"), [])
        else:
            held.append(line)
    either = frozenset(" ".join(sections.pop("either", [])).lower().split())
    sayings = sorted(map(re.escape, sections.pop("sayings", [])), key=len, reverse=True)
    words = " ".join(line for lines in sections.values() for line in lines).split()
    return Harmless(
        common - either,
        frozenset(words),
        either,
        re.compile("|".join(sayings) or r"(?!)", re.IGNORECASE),
    )


def _told(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def personal_spans(text: str, harmless: Harmless | None = None) -> tuple[PersonalSpan, ...]:
    """Every span of personal data, in order, none overlapping."""
    return _Reading(text, harmless or shipped_harmless()).spans()


def redacted(text: str, spans: tuple[PersonalSpan, ...]) -> str:
    """The text with each span replaced by its kind in square brackets."""
    out: list[str] = []
    at = 0
    for span in spans:
        out += [text[at : span.start], f"[{span.kind.lower()}]"]
        at = span.end
    return "".join([*out, text[at:]])


class _Reading:
    """One text being read; spans are claimed first come, first served."""

    def __init__(self, text: str, harmless: Harmless) -> None:
        self.text = text
        self.harmless = harmless
        self.claimed: list[PersonalSpan] = []
        self.taken = bytearray(len(text))
        self.said = [match.span() for match in harmless.sayings.finditer(text)]
        self.cased = any(letter.islower() for letter in text)
        self.raised = any(letter.isupper() for letter in text.replace("I", ""))

    def spans(self) -> tuple[PersonalSpan, ...]:
        for begin, end, kind, street in patterned(self.text):
            if not street or self._is_street(begin, street):
                self._claim(begin, end, kind)
        self._initials()
        self._capitals()
        self._cued()
        if not self.cased:
            self._shouted()
        if not self.cased or not self.raised:
            self._spoken_of()
        return tuple(sorted(self.claimed, key=lambda span: span.start))

    def _claim(self, begin: int, end: int, kind: PersonalKind) -> None:
        if not any(self.taken[begin:end]):
            self.claimed.append(PersonalSpan(begin, end, kind))
            self.taken[begin:end] = b"\1" * (end - begin)

    def _before(self, begin: int) -> str:
        return self.text[max(0, begin - REACH) : begin]

    def _is_street(self, begin: int, street: str) -> bool:
        """A street's own name is no place, title or everyday word: Family Court is no address."""
        words = street.replace(".", "").split()[:-1]
        sure = street.rsplit(maxsplit=1)[-1].lower() in _SURE_NAMED
        known = [self._harmless(word) for word in words]
        started = self._starts(begin) and known[0]
        return (sure and not (all(known) and started)) or not any(known)

    def _initials(self) -> None:
        for match in _INITIAL.finditer(self.text):
            self._claim(*match.span("name"), PersonalKind.NAME)

    def _harmless(self, word: str) -> bool:
        bare = re.sub(r"['\u2019]s$", "", word)
        if bare in self.harmless.allowed or word in self.harmless.allowed:
            return True
        if bare.isupper() and self.cased and len(bare) <= 6:
            return True
        return all(self._common(part) for part in bare.lower().split("-"))

    def _common(self, word: str) -> bool:
        if word in self.harmless.either:
            return False
        if word in self.harmless.common:
            return True
        return word.replace("\u2019", "'").endswith(_COMMON_ENDINGS) or any(
            self._stem(word.removesuffix(ending))
            for ending in _STEM_ENDINGS
            if word.endswith(ending)
        )

    def _stem(self, stem: str) -> bool:
        undoubled = stem[:-1] if stem[-2:-1] == stem[-1:] else stem
        forms = {stem, f"{stem}e", undoubled, f"{stem.removesuffix('i')}y"}
        return len(stem) >= MIN_STEM and any(form in self.harmless.common for form in forms)

    def _starts(self, at: int) -> bool:
        return bool(_SENTENCE_START.search(self.text[max(0, at - 12) : at]))

    def _capitals(self) -> None:
        if not self.cased:
            return
        found: list[tuple[int, int]] = []
        for match in _WORD.finditer(self.text):
            begin, end = match.span()
            word = match.group()
            if not word[0].isupper() or any(a <= begin < b for a, b in self.said):
                continue
            follows = bool(found) and self.text[found[-1][1] : begin] in (" ", ". ")
            titled = bool(_BEFORE.search(self._before(begin)))
            if titled or self._names(word, begin, end) or (follows and self._surname(word, begin)):
                found.append((begin, self._less_possessive(begin, end)))
        for begin, end in self._joined(found):
            self._claim(begin, end, PersonalKind.NAME)

    def _surname(self, word: str, begin: int) -> bool:
        """An everyday word straight after a name is its surname (Helen Marsh), save a job or place."""
        stop = self.text[begin - 2] == "."
        return not stop and word not in self.harmless.allowed and not word.isupper()

    def _names(self, word: str, begin: int, end: int) -> bool:
        bare = re.sub(r"['\u2019]s$", "", word).lower()
        if bare in self.harmless.either:
            return self._meant_as_name(bare, word, begin, end)
        return not self._harmless(word) and not self._of_institution(end)

    def _of_institution(self, end: int) -> bool:
        following = _NEXT_CAPITAL.match(self.text, end)
        return following is not None and following.group(1).lower() in _PLACE_NOUN

    def _meant_as_name(self, bare: str, word: str, begin: int, end: int) -> bool:
        following = _NEXT_CAPITAL.match(self.text, end)
        if following is not None and not self._harmless(following.group(1)):
            return True
        if word.endswith(("'s", "\u2019s")) or _SPEAKS.match(self.text, end):
            return not (bare in _MONTHS and _IN_TIME.search(self._before(begin)))
        if bare in _MONTHS:
            return bool(_ADDRESSED.search(self._before(begin)))
        return not self._starts(begin) and not self._of_institution(end)

    def _less_possessive(self, begin: int, end: int) -> int:
        return end - 2 if self.text[begin:end].lower().endswith(("'s", "\u2019s")) else end

    def _joined(self, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Neighbouring names as one span, with the title before and particles between."""
        spans: list[tuple[int, int]] = []
        for begin, end in found:
            between = self.text[spans[-1][1] : begin] if spans else ""
            if spans and (
                between == " "
                or (set(between.split()) <= _PARTICLES and between.strip())
                or re.fullmatch(r" (?:[A-Z]\.? )+", between)
            ):
                spans[-1] = (spans[-1][0], end)
                continue
            title = _BEFORE.search(self._before(begin))
            spans.append((begin - len(title.group()) if title else begin, end))
        return spans

    def _cued(self) -> None:
        """Names in lower case or block capitals, after a title or a cue such as "my manager"."""
        for match in _LOWER_TITLE.finditer(self.text):
            if not self._common(match.group("name").lower()):
                self._claim(*match.span(), PersonalKind.NAME)
        for match in _CUE.finditer(self.text):
            first, _, second = match.group("name").partition(" ")
            lower = first.lower()
            typed = first[0].isupper() and self.cased
            surname = second.lower() not in self.harmless.either and not self._common(
                second.lower()
            )
            more = len(second) + 1 if len(second) >= MIN_STEM and surname else 0
            named = (
                bool(more) or second.lower() in _FINITE or _NAMED.search(match.group()) is not None
            )
            verb = (lower.endswith(_VERBAL) and not named) or lower in _AUXILIARIES
            if self._common(lower) or verb or typed or len(lower) < MIN_STEM:
                continue
            begin = match.start("name")
            self._claim(begin, begin + len(first) + more, PersonalKind.NAME)

    def _shouted(self) -> None:
        """In a text in block capitals two words side by side that no list knows are a name."""
        found = [
            match.span()
            for match in _WORD.finditer(self.text)
            if len(match.group()) >= MIN_STEM and not self._known(match.group())
        ]
        for (begin, end), (after, last) in pairwise(found):
            if self.text[end:after] == " ":
                self._claim(begin, self._less_possessive(begin, last), PersonalKind.NAME)

    def _known(self, word: str) -> bool:
        bare = re.sub(r"['\u2019][Ss]$", "", word)
        allowed = self.harmless.allowed
        return (
            bare in allowed
            or bare.capitalize() in allowed
            or all(
                self._common(part) or part in self.harmless.either
                for part in bare.lower().split("-")
            )
        )

    def _spoken_of(self) -> None:
        """In a text without capitals, or of nothing else, what no list knows after "told", "worked with" and the like."""
        for match in _PERSON_BEFORE.finditer(self.text):
            first, _, second = match.group("name").partition(" ")
            if len(first) < MIN_STEM or self._known(first):
                continue
            begin = match.start("name")
            more = len(second) + 1 if len(second) >= MIN_STEM and not self._known(second) else 0
            self._claim(begin, begin + len(first) + more, PersonalKind.NAME)
