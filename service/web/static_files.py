"""Style sheets and pictures: named after their content, so that a browser may keep them for ever."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from service import problems
from service.web.conditional import conditional, validators

MEDIA_TYPES = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class StaticFile:
    address: str
    """As ``govuk.1f2e3d4c5b6a.css``: a changed file is another address."""
    media_type: str
    content: bytes
    compressed: bytes
    digest: str


class StaticFiles:
    """The files of ``service/static`` in memory: a few hundred kilobytes, read once."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.by_name = {name: _file(name, content) for name, content in contents.items()}
        self.by_address = {file.address: file for file in self.by_name.values()}

    def url(self, name: str) -> str:
        """The address of a file for a template; raises KeyError for one that is not there."""
        return f"/static/{self.by_name[name].address}"


def packaged() -> StaticFiles:
    """The files that come with the package; texts such as licences are not served."""
    folder = files("service") / "static"
    return StaticFiles(
        {
            each.name: each.read_bytes()
            for each in folder.iterdir()
            if PurePosixPath(each.name).suffix in MEDIA_TYPES
        }
    )


def _file(name: str, content: bytes) -> StaticFile:
    digest = hashlib.sha256(content).hexdigest()[:12]
    path = PurePosixPath(name)
    return StaticFile(
        address=f"{path.stem}.{digest}{path.suffix}",
        media_type=MEDIA_TYPES[path.suffix],
        content=content,
        compressed=gzip.compress(content, mtime=0),
        digest=digest,
    )


def static_routes(static: StaticFiles) -> list[HTTPRouteHandler]:
    """GET /static/{name} by hashed name, and /favicon.ico where browsers look unasked."""

    @get("/static/{name:str}", include_in_schema=False, name="static")
    async def static_file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any]:
        file = static.by_address.get(name)
        if file is None:
            raise problems.NotFound("There is no such file.")
        return _served(request, file, FOR_EVER)

    @get("/favicon.ico", include_in_schema=False)
    async def favicon(request: Request[Any, Any, Any]) -> Response[Any]:
        return _served(request, static.by_name["favicon.ico"], FOR_A_DAY)

    return [static_file, favicon]


def _served(request: Request[Any, Any, Any], file: StaticFile, cache: str) -> Response[Any]:
    packed = _takes_gzip(request.headers.get("accept-encoding", ""))
    # Two representations of one file are two tags: a cache must not mix them up.
    etag = file.digest + ("-gzip" if packed else "")
    headers = {"cache-control": cache, "vary": "Accept-Encoding"}
    if (not_modified := conditional(request, etag, headers=headers)) is not None:
        return not_modified
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(
        file.compressed if packed else file.content,
        media_type=file.media_type,
        headers={**headers, **validators(etag)},
    )


def _takes_gzip(accept_encoding: str) -> bool:
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        if name.strip() == "gzip":
            return parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
