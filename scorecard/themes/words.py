"""A comment as words with their places, in one spelling: what phrases are held against."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"\d[\d,.:]*(?:[a-z]+|(?<=\d))|[^\W\d_]+(?:'[^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n|\s[-\u2013\u2014\u2022+]\s")
_KEPT = frozenset(
    ["it's", "that's", "what's", "he's", "she's", "there's", "who's", "here's", "let's"]
)
_BARE_NEGATIONS = "didnt couldnt wouldnt shouldnt wasnt isnt arent werent dont doesnt cant wont hadnt hasnt havent"
_WITHOUT_APOSTROPHE = {word: f"{word[:-1]}'t" for word in _BARE_NEGATIONS.split()} | {
    "im": "i'm", "ive": "i've", "thats": "that's", "aint": "isn't", "ain't": "isn't",
    "cannot": "can't", "nowt": "nothing", "summat": "something", "mum's": "mum",
}  # fmt: skip
_NUMBER_WORDS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "several",
        "dozen",
        "dozens",
        "couple",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` is in lower case with straight apostrophes; ``start`` and ``end`` are places in the comment."""

    text: str
    start: int
    end: int
    sentence: int

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit() or self.text in _NUMBER_WORDS

    @property
    def is_negation(self) -> bool:
        return self.text.endswith("n't")


def levelled(comment: str) -> str:
    """Lower case and straight apostrophes, character for character, so that places stay true."""
    lowered = comment.lower()
    if len(lowered) != len(comment):
        # A few letters (as the Turkish capital I with a dot) have two characters in lower case.
        lowered = "".join(one if len(one) == 1 else "?" for one in map(str.lower, comment))
    return lowered.replace("\u2019", "'").replace("\u2018", "'").replace("`", "'")


def words_of(level: str) -> tuple[Word, ...]:
    """Cut levelled text into words; hyphens part words, possessive endings are dropped."""
    ends = [match.end() for match in _SENTENCE_END.finditer(level)]
    found: list[Word] = []
    sentence = 0
    for match in _WORD.finditer(level):
        while sentence < len(ends) and match.start() >= ends[sentence]:
            sentence += 1
        text = match.group()
        text = _WITHOUT_APOSTROPHE.get(text, text)
        if text.endswith("'s") and text not in _KEPT:
            text = text[:-2]
        found.append(Word(text, match.start(), match.end(), sentence))
    return tuple(found)
