"""Worker keys and seals: what is equal, what is secret, what refuses."""

import hmac
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.setting_values import SettingsError
from service.settings import Settings
from service.workforce.identity import (
    DEMO_IDENTITY_KEY,
    KeyDoesNotFit,
    Seal,
    identify,
    identity_key,
    normalised,
)

KEY = b"a key for tests only, 32 bytes at least"
OTHER = b"another key for tests, 32 bytes at least"
FILE = UUID("5f0c7a52-6a8b-4a63-9d5f-0f8f5a3a0c11")


def test_a_worker_key_is_the_first_half_of_the_keyed_hash():
    # echo -n SW123456 | openssl dgst -sha256 -hmac "a key for tests only, 32 bytes at least"
    assert identify("SW123456", KEY) == "ce6bad77bd718c0a4dfbb2a89b87e228"


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=130), st.text(st.characters(codec="utf-8"), max_size=90))
def test_it_is_the_hmac_of_the_standard_library(key, number):
    expected = hmac.digest(key, normalised(number).encode(), "sha256").hex()[:32]
    assert identify(number, key) == expected


@pytest.mark.parametrize("spelling", ["SW123456", " sw123456 ", "sw 123 456", "SW\u00a0123456\t"])
def test_one_person_under_every_spelling(spelling):
    assert normalised(spelling) == "SW123456"
    assert identify(spelling, KEY) == identify("SW123456", KEY)


def test_another_number_or_another_key_is_another_worker():
    assert (
        len({identify("SW123456", KEY), identify("SW123457", KEY), identify("SW123456", OTHER)})
        == 3
    )


def test_the_key_is_required_outside_the_demo():
    with pytest.raises(SettingsError, match="SCORECARD_IDENTITY_KEY is not set"):
        identity_key(Settings())
    assert identity_key(Settings(debug_demo=True)) == DEMO_IDENTITY_KEY
    assert identity_key(Settings(identity_key=KEY, debug_demo=True)) == KEY
    assert b"no-secret" in DEMO_IDENTITY_KEY
    assert len(DEMO_IDENTITY_KEY) >= 32


@settings(deadline=None)
@given(st.binary(max_size=2000), st.integers(0, 5), st.booleans())
def test_a_piece_comes_out_as_it_went_in(plain, ordinal, last):
    seal = Seal(KEY)
    sealed = seal.seal_chunk(plain, file=FILE, ordinal=ordinal, last=last)
    assert seal.open_chunk(sealed, file=FILE, ordinal=ordinal, last=last) == plain


def test_nothing_of_a_piece_can_be_read_without_the_key():
    plain = b"registration_number,team\r\nSW123456,Harbour\r\n" * 20
    sealed = Seal(KEY).seal_chunk(plain, file=FILE, ordinal=0, last=True)
    assert b"SW123456" not in sealed
    assert b"Harbour" not in sealed
    again = Seal(KEY).seal_chunk(plain, file=FILE, ordinal=0, last=True)
    assert sealed != again, "the same bytes sealed twice do not look the same"


@pytest.mark.parametrize(
    ("key", "file", "ordinal", "last"),
    [
        (OTHER, FILE, 0, False),
        (KEY, uuid4(), 0, False),
        (KEY, FILE, 1, False),
        (KEY, FILE, 0, True),
    ],
    ids=["another key", "another file", "another place", "cut short behind it"],
)
def test_a_piece_opens_only_with_its_key_and_in_its_place(key, file, ordinal, last):
    sealed = Seal(KEY).seal_chunk(b"plain", file=FILE, ordinal=0, last=False)
    with pytest.raises(KeyDoesNotFit) as refused:
        Seal(key).open_chunk(sealed, file=file, ordinal=ordinal, last=last)
    assert "SCORECARD_IDENTITY_KEY" in refused.value.detail


@pytest.mark.parametrize("broken", [b"", b"\x01short", b"\x02" + b"x" * 60])
def test_what_was_never_sealed_does_not_open(broken):
    with pytest.raises(KeyDoesNotFit):
        Seal(KEY).open_chunk(broken, file=FILE, ordinal=0, last=True)


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 7))
def test_a_changed_bit_is_noticed(place, bit):
    sealed = bytearray(Seal(KEY).seal_chunk(b"x" * 500, file=FILE, ordinal=0, last=True))
    sealed[place] ^= 1 << bit
    with pytest.raises(KeyDoesNotFit):
        Seal(KEY).open_chunk(bytes(sealed), file=FILE, ordinal=0, last=True)


def test_a_number_is_sealed_for_its_worker():
    seal = Seal(KEY)
    sealed = seal.seal_number(" sw123456", worker="a" * 32)
    assert seal.open_number(sealed, worker="a" * 32) == "SW123456"
    with pytest.raises(KeyDoesNotFit):
        seal.open_number(sealed, worker="b" * 32)
