"""Every operation of the committed description, asked by schemathesis with what it allows.

No operation meets a fault, answers with a status or media type that it does not describe, or sends
a body that its schema forbids. The requests are drawn with a fixed seed; ``DESCRIPTION_EXAMPLES=30``
asks each operation so often. Every second request is about something that is there: what is made
first is asked for, changed and deleted after.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case
from schemathesis.config import SchemathesisConfig

from service.access.actor import OFFICE
from tests.api.test_academy_pages import enrolled, planned
from tests.small_academy import Office
from tests.small_council import published_september

DESCRIPTION = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"
EXAMPLES = int(os.environ.get("DESCRIPTION_EXAMPLES", "2"))
ORDER = ("post", "put", "patch", "get", "delete")
"""What is made is there to be asked for, and what is deleted is asked for no more."""
LAST = ("undo", "withdrawal", "revoke", "end", "close")
PARAMETER = re.compile(r"\{(\w+)\}")
KNOWN = {
    "period": "2026-09-30",
    "version": "v1",
    "kind": "posts",
    "measure": "turnover",
    "slug": "not-found",
    "programme": "small",
    "site": "town-hall",
    "run": "home",
}
"""Values of parameters and fields that lead to something."""
IDS = ("id", "uid", "member", "slug", "number")


@cache
def drawn() -> tuple[tuple[APIOperation, tuple[Case, ...]], ...]:
    """Operations in the order in which they are asked, each with requests that its schema allows."""
    schema = schemathesis.openapi.from_dict(
        json.loads(DESCRIPTION.read_text("utf-8")), config=SchemathesisConfig()
    )
    operations = [found.ok() for found in schema.get_all_operations()]
    return tuple((each, _cases(each)) for each in sorted(operations, key=_turn))


def _turn(operation: APIOperation) -> tuple[bool, int, int]:
    path = operation.path
    last = path.rpartition("/")[2] in LAST or operation.method == "delete"
    return last, ORDER.index(operation.method), path.count("/")


def _cases(operation: APIOperation) -> tuple[Case, ...]:
    found: list[Case] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return tuple(found)


class Known:
    """Ids of what the service has answered with, by the collection they belong to."""

    def __init__(self, **beforehand: str) -> None:
        self.by_name = KNOWN | beforehand
        self.by_collection: dict[str, str] = {}

    def see(self, path: str, answer: httpx.Response) -> None:
        if answer.status_code >= 300 or "json" not in answer.headers.get("content-type", ""):
            return
        document = answer.json()
        lists = [each for each in _values(document) if isinstance(each, list)]
        for candidate in (document, *(each[0] for each in lists if each)):
            if isinstance(candidate, dict) and (key := _id(candidate)):
                self.by_collection.setdefault(path, key)
                self.by_name.setdefault(path.rpartition("/")[2].removesuffix("s"), key)
                return

    def put_into(self, case: Case) -> None:
        """Replace what the request is about by what is there, as far as anything is."""
        case.path_parameters = {
            **case.path_parameters,
            **{
                found[1]: value
                for found in PARAMETER.finditer(case.path)
                if (value := self.of(case.path[: found.start() - 1], found[1]))
            },
        }
        for part in (case.query, case.body):
            if isinstance(part, dict):
                part.update({name: self.by_name[name] for name in part if name in self.by_name})

    def of(self, collection: str, name: str) -> str | None:
        return self.by_name.get(name) or self.by_collection.get(collection)


def _values(document: Any) -> list[Any]:
    return list(document.values()) if isinstance(document, dict) else [document]


def _id(found: dict[str, Any]) -> str | None:
    return next((str(found[each]) for each in IDS if found.get(each)), None)


async def as_seen(client: httpx.AsyncClient, case: Case, keyed: dict[str, str]) -> dict[str, str]:
    """``If-Match`` for what is changed on condition, as it is read now."""
    parameters = case.operation.definition.raw.get("parameters", [])
    if all(each["name"].lower() != "if-match" for each in parameters):
        return {}
    path = case.formatted_path
    for address in (path, path.rpartition("/")[0], path.rpartition("/")[0].rpartition("/")[0]):
        answer = await client.get(address, headers=keyed)
        if "etag" in answer.headers:
            return {"if-match": answer.headers["etag"]}
    return {"if-match": '"1"'}


async def ask(client: httpx.AsyncClient, case: Case, headers: dict[str, str]) -> httpx.Response:
    given = case.as_transport_kwargs(base_url="http://test")
    sent = {name: value for name, value in given["headers"].items() if name.isascii()}
    sent = {name: value for name, value in sent.items() if name.lower() != "authorization"}
    body = {"json": given["json"]} if "json" in given else {"content": given.get("data") or b""}
    return await client.request(
        given["method"],
        given["url"],
        params=given.get("params"),
        headers={**sent, **headers},
        **body,
    )


def faults(operation: APIOperation, answer: httpx.Response) -> list[str]:
    """What the description does not promise."""
    described: Any = operation.definition.raw["responses"].get(str(answer.status_code))
    if answer.status_code >= 500:
        return [f"fault {answer.status_code} {answer.text[:200]}"]
    if described is None:
        return [f"status {answer.status_code} {answer.text[:200]}"]
    kind = answer.headers.get("content-type", "").partition(";")[0]
    kinds = {each.partition(";")[0] for each in described.get("content", {})}
    if answer.content and kind not in kinds:
        return [f"media type {kind} of {answer.status_code}, described: {sorted(kinds)}"]
    try:
        operation.validate_response(answer)
    except Exception as error:  # noqa: BLE001 -- whatever is said, it is what is wrong
        told = [str(each) for each in getattr(error, "exceptions", [error])]
        return [f"body of {answer.status_code}: {' / '.join(told)[:900]}"]
    return []


async def test_every_operation_answers_as_it_is_described(
    app, settings, client, key_for, capsys
) -> None:
    await published_september(settings)
    keyed = await key_for(*OFFICE)
    lead = Office(client, keyed)
    cohort = await planned(lead)
    await lead.release(cohort)
    member, _ = await enrolled(lead, cohort, "Alder Demo", "Birch Demo")
    uid = (await lead.sessions(cohort))["home/welcome"]["session"]["uid"]
    decoy = await client.post(
        "/api/v1/keys", headers=keyed, json={"name": "to be revoked", "scopes": ["hr"]}
    )
    known = Known(cohort_id=cohort, member_id=member, uid=uid, key_id=decoy.json()["details"]["id"])
    wrong, statuses = [], defaultdict(int)
    for operation, cases in drawn():
        for number, case in enumerate(cases):
            headers = keyed
            if number % 2 == 0:
                known.put_into(case)
                headers = keyed | await as_seen(client, case, keyed)
            answer = await ask(client, case, headers)
            statuses[answer.status_code] += 1
            known.see(operation.path, answer)
            wrong += [
                f"{operation.label} {answer.url}: {each}" for each in faults(operation, answer)
            ]
    log = capsys.readouterr().err.splitlines()
    logged = [line for line in log if json.loads(line)["event"] != "refused"]
    assert (wrong, logged) == ([], [])
    assert sum(count for status, count in statuses.items() if status < 300) > len(drawn()) // 3
