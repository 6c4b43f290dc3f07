"""The exit desk and its coders over HTTP, for tests: invented leavers, invented words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from service.access.actor import Scope

Headers = dict[str, str]
KeyFor = Callable[..., Awaitable[Headers]]


class Desk:
    """One key and what it asks; ``await desk.ask("GET", "/comments")``."""

    def __init__(self, client: httpx.AsyncClient, headers: Headers) -> None:
        self.client = client
        self.headers = headers

    async def ask(
        self,
        method: str,
        path: str,
        status: int = 200,
        body: Any = None,
        *,
        if_match: str | None = None,
    ) -> httpx.Response:
        headers = self.headers | ({"if-match": if_match} if if_match else {})
        answer = await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    async def send(
        self, path: str, content: bytes, status: int = 200, media_type: str = "text/csv"
    ) -> httpx.Response:
        headers = self.headers | {"content-type": media_type}
        answer = await self.client.post(f"/api/v1{path}", content=content, headers=headers)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text}"
        return answer

    async def offer(self, number: str = "SW123456", day: str = "2026-09-30", **more: Any) -> str:
        body = {"registration_number": number, "leaving_date": day, **more}
        return (await self.ask("POST", "/exit-interviews", 201, body)).json()["id"]

    async def answer(self, interview: str, *texts: str, **more: Any) -> dict[str, Any]:
        """Enter answers to "why"; returns what was answered."""
        answers = [{"question": "why", "text": text, **more} for text in texts]
        body = {"answers": answers}
        return (await self.ask("POST", f"/exit-interviews/{interview}/answers", 201, body)).json()

    async def comment(
        self, text: str, number: str = "SW123456", day: str = "2026-09-30", **more: Any
    ) -> str:
        """The id of a comment that is the one answer of a leaver."""
        interview = await self.offer(number, day)
        answered = await self.answer(interview, text, **more)
        return answered["interview"]["answers"][0]["comment"]

    async def tag(self, path: str) -> str:
        return (await self.ask("GET", path)).headers["etag"]

    async def code(
        self, comment: str, *themes: str, how: str = "coding", status: int = 200, **more: Any
    ) -> dict[str, Any]:
        """Code with themes as "CAS" (a reason) or "TEA praised", on the comment as it is now."""
        body = {"themes": [_theme(each) for each in themes], **more}
        tag = await self.tag(f"/comments/{comment}")
        path = f"/comments/{comment}/{how}"
        return (await self.ask("PUT", path, status, body, if_match=tag)).json()


def _theme(written: str) -> dict[str, str]:
    theme, _, direction = written.partition(" ")
    return {"theme": theme, "direction": direction or "reason"}


async def desk(client: httpx.AsyncClient, key_for: KeyFor, *scopes: Scope) -> Desk:
    return Desk(client, await key_for(*scopes))
