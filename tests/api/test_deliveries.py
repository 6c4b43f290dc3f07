"""News of editions: a real receiver and a real mail server, that answer well, badly or not at all."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from service import clock
from service.access import audit
from service.publication import operations
from service.publication.deliveries import outbox, webhook, worker
from service.publication.deliveries.outbox import Channel, State
from service.settings import Settings
from service.workforce.records import Kind
from tests.small_council import LATE_LEAVER, LATER, NOW, PSW, SEPTEMBER, employments, send, sent

SECRET = b"a secret of the receiver, 24+"
REASON = "A social worker who had left was reported late."


@dataclass
class Receiver:
    """Answers with each of ``answers`` in turn (the last for good); None is no answer at all."""

    answers: list[int | None]
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {
                name.lower(): value
                for name, _, value in (line.partition(": ") for line in lines[1:] if line)
            }
            body = await reader.readexactly(int(headers["content-length"]))
            self.requests.append((headers, body))
            status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if status is None:
                while True:  # trickles: a byte now and then, never the end of the headers
                    writer.write(b"H")
                    await writer.drain()
                    await asyncio.sleep(0.05)
            where = f"location: {self.url}/elsewhere\r\n" if status == 307 else ""
            writer.write(f"HTTP/1.1 {status} x\r\n{where}content-length: 9999999\r\n\r\n".encode())
            await writer.drain()
        except (ConnectionError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving(*answers: int | None) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(answers))
    server = await asyncio.start_server(receiver.handle, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield receiver
    finally:
        server.close()


@dataclass
class MailBox:
    """A handler of aiosmtpd that keeps what it is given; ``refuse`` is answered instead."""

    refuse: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: ARG002, N802 -- as aiosmtpd calls it
        if self.refuse:
            return self.refuse
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def mail_server(box: MailBox) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


class Time:
    """The clock of the worker, which a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def go_on(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


def told(settings: Settings, *urls: str, **others: object) -> Settings:
    return replace(settings, webhooks=urls, webhook_secret=SECRET, **others)


async def publish(settings: Settings) -> operations.EditionEntry:
    await sent(replace(settings, webhooks=()))
    return await operations.publish(SEPTEMBER, PSW, NOW, settings)


async def states() -> list[tuple[str, str, int]]:
    return [(each.channel, each.state, each.attempts) for each in await outbox.deliveries()]


async def test_a_webhook_says_what_happened_and_who_sent_it(
    database, settings: Settings, time
) -> None:
    async with receiving(200) as receiver:
        named = told(settings, receiver.url + "/hook")
        entry = await publish(named)
        [outcome] = await worker.deliver_due(named)
    assert outcome.attempt.outcome == "answered 200"
    [(headers, body)] = receiver.requests
    document = json.loads(body)
    assert document["type"] == "scorecard.published"
    assert document["data"] == {
        "council": "Testshire",
        "edition": str(entry.id),
        "period": "2026-09-30",
        "version": 1,
        "published_at": "2026-11-20T09:30:00Z",
        "reason": None,
        "content_sha256": entry.content_sha256,
        "page": "http://127.0.0.1:8000/scorecards/2026-09-30/v1",
        "json": "http://127.0.0.1:8000/api/v1/scorecards/2026-09-30/v1",
        "pdf": "http://127.0.0.1:8000/api/v1/scorecards/2026-09-30/v1.pdf",
    }
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == str(outcome.due.id)
    assert headers["webhook-timestamp"] == str(int(time.now.timestamp()))
    assert await worker.deliver_due(named) == []
    assert await states() == [("webhook", "delivered", 1)]


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    found = webhook.signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_a_failing_receiver_is_tried_again_later_each_time_under_the_same_id(
    database, settings: Settings, time
) -> None:
    async with receiving(500, 500, 204) as receiver:
        named = told(settings, receiver.url)
        await publish(named)
        for wait in (*worker.WAITS[:2], None):
            [outcome] = await worker.deliver_due(named)
            assert await worker.deliver_due(named) == []  # not before its time
            if wait is not None:
                assert (outcome.state, outcome.attempt.outcome) == (State.WAITING, "answered 500")
                time.go_on(wait - timedelta(seconds=1))
                assert await worker.deliver_due(named) == []
                time.go_on(timedelta(seconds=1))
    assert outcome.state is State.DELIVERED
    assert len({headers["webhook-id"] for headers, _ in receiver.requests}) == 1
    assert len({body for _, body in receiver.requests}) == 1
    assert [each.outcome for each in await outbox.attempts()] == ["answered 500"] * 2 + [
        "answered 204"
    ]


async def test_after_three_days_it_is_given_up_and_the_trail_says_so(
    database, settings: Settings, time
) -> None:
    async with receiving(500) as receiver:
        named = told(settings, receiver.url)
        await publish(named)
        for _ in range(len(worker.WAITS) + 3):
            await worker.deliver_due(named)
            time.go_on(timedelta(days=1))
    assert await states() == [("webhook", "given-up", len(worker.WAITS) + 1)]
    assert len(receiver.requests) == len(worker.WAITS) + 1
    assert [each.action for each in await audit.entries() if "delivery" in each.action] == [
        "delivery.given-up"
    ]


async def test_a_receiver_that_hangs_hurts_nobody(
    database, settings: Settings, time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook.send, "__kwdefaults__", {"seconds": 3.0})
    async with receiving(None) as hanging, receiving(200) as good:
        named = told(settings, hanging.url, good.url)
        await publish(named)
        outcomes = await worker.deliver_due(named)
    found = {each.due.target: (each.state, each.attempt.outcome) for each in outcomes}
    assert found == {
        hanging.url: (State.WAITING, "no answer within 3 seconds"),
        good.url: (State.DELIVERED, "answered 200"),
    }


@pytest.mark.parametrize(("status", "outcome"), [(307, "answered 307"), (410, "answered 410")])
async def test_a_redirect_is_not_followed(
    database, settings: Settings, time, status, outcome
) -> None:
    async with receiving(status) as receiver:
        named = told(settings, receiver.url)
        await publish(named)
        [found] = await worker.deliver_due(named)
    assert found.attempt.outcome == outcome
    assert len(receiver.requests) == 1


async def test_a_receiver_that_is_not_there(database, settings: Settings, time) -> None:
    named = told(settings, "http://127.0.0.1:9")
    await publish(named)
    [found] = await worker.deliver_due(named)
    assert found.attempt.outcome == "could not be reached (ConnectError)"


async def test_only_targets_that_are_still_named_are_told(
    database, settings: Settings, time
) -> None:
    async with receiving(200) as receiver:
        await publish(told(settings, receiver.url))
        [found] = await worker.deliver_due(told(settings))
    assert (found.state, found.attempt.outcome) == (
        State.GIVEN_UP,
        "is no longer among those to be told",
    )
    assert receiver.requests == []


async def test_nobody_is_told_of_what_was_not_published(
    database, settings: Settings, time, monkeypatch
) -> None:
    named = told(settings, "http://127.0.0.1:9")
    await sent(named)

    async def fault(*_: object, **__: object) -> None:
        raise RuntimeError("the power fails before the end of the transaction")

    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", fault)
        with pytest.raises(RuntimeError):
            await operations.publish(SEPTEMBER, PSW, NOW, named)
    assert await outbox.deliveries() == []
    await operations.publish(SEPTEMBER, PSW, NOW, named)
    assert await states() == [("webhook", "waiting", 0)]


async def test_who_dies_while_sending_leaves_it_to_the_next_worker(
    database, settings: Settings, time, monkeypatch
) -> None:
    async with receiving(200) as receiver:
        named = told(settings, receiver.url)
        await publish(named)

        async def dies(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(outbox, "log", dies)
            with pytest.raises(KeyboardInterrupt):
                await worker.deliver_due(named)
        assert await worker.deliver_due(named) == []  # the lease of the dead one
        time.go_on(worker.LEASE)
        [outcome] = await worker.deliver_due(named)
    assert outcome.state is State.DELIVERED
    assert len(receiver.requests) == 2
    assert len({headers["webhook-id"] for headers, _ in receiver.requests}) == 1


async def test_two_workers_do_not_send_the_same(database, settings: Settings, time) -> None:
    async with receiving(200) as receiver:
        named = told(settings, *(f"{receiver.url}/{number}" for number in range(4)))
        await publish(named)
        await asyncio.gather(worker.deliver_due(named), worker.deliver_due(named))
    assert len(receiver.requests) == 4
    assert len({headers["webhook-id"] for headers, _ in receiver.requests}) == 4


async def test_mail_goes_to_each_by_itself(database, settings: Settings, time) -> None:
    box = MailBox()
    with mail_server(box) as server:
        named = replace(
            settings,
            mail_server=server,
            mail_from="scorecard@testshire.example",
            mail_to=("one@testshire.example", "two@testshire.example"),
            contact="psw@testshire.example",
        )
        await publish(named)
        await send(Kind.EMPLOYMENTS, employments(SW2=LATE_LEAVER), named)
        entry = await operations.correct(SEPTEMBER, REASON, PSW, LATER, named)
        outcomes = await worker.deliver_due(named)
    assert {each.attempt.outcome for each in outcomes} == {"taken by the mail server"}
    assert (
        sorted(box.recipients) == [["one@testshire.example"]] * 2 + [["two@testshire.example"]] * 2
    )
    corrected = [each for each in box.messages if "corrected" in each["subject"]]
    assert len(corrected) == 2
    message = corrected[0]
    assert message["subject"] == "The scorecard to 30 September 2026 has been corrected"
    assert message["from"].addresses[0].display_name == "Testshire"
    assert len(message["to"].addresses) == 1
    text = message.get_content()
    for part in (
        REASON,
        entry.content_sha256,
        "/scorecards/2026-09-30/v2",
        "psw@testshire.example",
    ):
        assert part in text
    ids = {each["message-id"] for each in box.messages}
    assert ids == {f"<{each.due.id}@testshire.example>" for each in outcomes}


@pytest.mark.parametrize(
    ("server", "outcome"),
    [
        ("refusing", "mail server answered 451"),
        ("smtp://127.0.0.1:9", "mail server could not be used (ConnectionRefusedError)"),
        ("folder:/dev/null/mail", "/dev/null/mail: Not a directory"),
    ],
)
async def test_mail_that_is_not_taken_is_tried_again(
    database, settings: Settings, time, server, outcome
) -> None:
    with mail_server(MailBox(refuse="451 later")) as refusing:
        named = replace(
            settings,
            mail_server=refusing if server == "refusing" else server,
            mail_from="scorecard@testshire.example",
            mail_to=("one@testshire.example",),
        )
        await publish(named)
        [found] = await worker.deliver_due(named)
    assert (found.state, found.attempt.outcome) == (State.WAITING, outcome)
    assert await states() == [("e-mail", "waiting", 1)]


async def test_the_demo_writes_its_mail_to_a_folder(
    database, settings: Settings, time, tmp_path
) -> None:
    named = replace(
        settings,
        mail_server=f"folder:{tmp_path / 'mail'}",
        mail_from="scorecard@testshire.example",
        mail_to=("one@testshire.example",),
    )
    await publish(named)
    [outcome] = await worker.deliver_due(named)
    [path] = (tmp_path / "mail").iterdir()
    assert path.name == f"{outcome.due.id}.eml"
    assert (
        message_from_bytes(path.read_bytes(), policy=policy.default)["to"]
        == "one@testshire.example"
    )


async def test_a_name_with_a_line_break_adds_no_header(database, settings: Settings, time) -> None:
    box = MailBox()
    with mail_server(box) as server:
        named = replace(
            settings,
            council_name="Test\r\nBcc: evil@example.org",
            mail_server=server,
            mail_from="scorecard@testshire.example",
            mail_to=("one@testshire.example",),
        )
        await publish(named)
        await worker.deliver_due(named)
    [message] = box.messages
    assert message["bcc"] is None
    assert box.recipients == [["one@testshire.example"]]


async def test_without_targets_nothing_is_written_down(database, settings: Settings, time) -> None:
    await publish(settings)
    assert await outbox.deliveries() == []
    assert await worker.deliver_due(settings) == []
    assert outbox.targets(told(settings, "http://a.example")) == [
        (Channel.WEBHOOK, "http://a.example")
    ]
