"""Programmes: the shipped ones and the versions stored here, which never change (T1)."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from academy.programme import Programme
from academy.template import in_force, programme_from
from scorecard.canonical import canonical_json
from service.access import audit
from service.access.actor import Actor
from service.cohorts.refusals import NoSuchProgramme, VersionTaken
from service.cohorts.shipped import programme_document, programme_keys
from service.cohorts.store import programmes as store
from service.cohorts.store.programmes import TemplateRecord
from service.problems import Unprocessable
from service.storage.transaction import unit_of_work
from service.web.texts import KEY, SHAPES

SUBJECT = "programme"
SHIPPED = "shipped"
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a programme. ``created_at`` is None for one that came with the service."""

    programme: Programme
    document: Mapping[str, Any]
    sha256: str
    created_at: datetime | None
    created_by: str


async def versions() -> list[Version]:
    """All of them, by key, newest version first."""
    stored = [_version(record) for record in await store.templates()]
    known = {(each.programme.key, each.programme.version) for each in stored}
    shipped = [
        each for each in _shipped() if (each.programme.key, each.programme.version) not in known
    ]
    return sorted(
        [*stored, *shipped], key=lambda each: (each.programme.key, -each.programme.version)
    )


async def one(key: str, version: int | None = None) -> Version:
    """A version, or the newest. Raises NoSuchProgramme."""
    for each in await versions():
        if each.programme.key == key and version in {None, each.programme.version}:
            return each
    which = "" if version is None else f" version {version} of"
    raise NoSuchProgramme(f"There is no{which} programme {key[:100]!r}.")


async def add(document: Any, actor: Actor, now: datetime) -> tuple[Version, bool]:
    """Store a version; False when the same one, byte for byte, was there already.

    Raises ProgrammeInvalid (academy.errors), VersionTaken.
    """
    programme_from(document)
    async with unit_of_work():
        record, fresh = await keep(document, actor, now)
    return _version(record), fresh


async def keep(document: Any, actor: Actor, now: datetime) -> tuple[TemplateRecord, bool]:
    """As ``add``, in the caller's unit of work."""
    programme = programme_from(document)
    _storable(programme)
    text = canonical_json(document).decode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    standing = await store.template(programme.key, programme.version)
    shipped = _shipped_version(programme.key, programme.version)
    if (standing and standing.sha256 != digest) or (shipped and shipped.sha256 != digest):
        raise VersionTaken(
            f"Version {programme.version} of {programme.key} is there already and says something "
            "else.",
            key=programme.key,
            version=programme.version,
        )
    if standing:
        return standing, False
    record = TemplateRecord(
        id=uuid4(),
        key=programme.key,
        version=programme.version,
        title=programme.title,
        effective_from=programme.effective_from,
        effective_to=programme.effective_to,
        document=text,
        sha256=digest,
        created_at=now,
        created_by=actor.name,
    )
    await store.add_template(record)
    await audit.record(
        actor,
        "programme.stored",
        subject_kind=SUBJECT,
        subject_id=str(record.id),
        before=None,
        after={"key": record.key, "version": record.version, "sha256": digest},
        now=now,
    )
    return record, shipped is None


def _storable(programme: Programme) -> None:
    if len(programme.key) > LONGEST_KEY or not re.fullmatch(KEY, programme.key):
        raise Unprocessable(
            "The key of the programme cannot be part of an address.",
            errors=[{"pointer": "/key", "detail": f"key {SHAPES[KEY]}."}],
        )
    long = [
        each.key
        for part in (programme.blocks, [item for _, item in programme.items()])
        for each in part
        if len(each.key) > LONGEST_KEY
    ]
    if long:
        raise Unprocessable(
            f"The key of a block or item has at most {LONGEST_KEY} characters: "
            f"{long[0][:LONGEST_KEY]!r}... is longer."
        )


async def kept(
    key: str, version: int | None, day: date, actor: Actor, now: datetime
) -> TemplateRecord:
    """The stored version for a cohort that begins on ``day``; a shipped one is stored when first used.

    Without a version the newest that is in force then, or else the newest of all, of which the plan
    says that it is not. In the caller's unit of work. Raises NoSuchProgramme.
    """
    found = await (one(key, version) if version is not None else _in_force(key, day))
    record, _ = await keep(found.document, actor, now)
    return record


async def _in_force(key: str, day: date) -> Version:
    known = [each for each in await versions() if each.programme.key == key]
    covering = in_force([each.programme for each in known], day)
    return next((each for each in known if each.programme is covering), None) or await one(key)


async def programme_by_id(template: UUID) -> Programme:
    return parsed((await store.template_by_id(template)).document)


async def version_by_id(template: UUID) -> Version:
    return _version(await store.template_by_id(template))


@lru_cache(maxsize=64)
def parsed(document: str) -> Programme:
    """A stored document has been checked, so it is a programme."""
    return programme_from(json.loads(document))


def _version(record: TemplateRecord) -> Version:
    return Version(
        programme=parsed(record.document),
        document=json.loads(record.document),
        sha256=record.sha256,
        created_at=record.created_at,
        created_by=record.created_by,
    )


def _shipped() -> list[Version]:
    return [_shipped_one(key) for key in programme_keys()]


def _shipped_version(key: str, version: int) -> Version | None:
    return next(
        (
            each
            for each in _shipped()
            if (each.programme.key, each.programme.version) == (key, version)
        ),
        None,
    )


@lru_cache
def _shipped_one(key: str) -> Version:
    document = programme_document(key)
    return Version(
        programme=programme_from(document),
        document=document,
        sha256=hashlib.sha256(canonical_json(document)).hexdigest(),
        created_at=None,
        created_by=SHIPPED,
    )
