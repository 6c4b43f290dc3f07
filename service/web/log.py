"""One structured log line per event, JSON on standard error, for the operator's collector."""

import sys
from typing import Any, Protocol

import structlog


class Log(Protocol):
    """What the service writes with: an event name and its facts."""

    def info(self, event: str, **facts: Any) -> Any: ...
    def warning(self, event: str, **facts: Any) -> Any: ...
    def error(self, event: str, **facts: Any) -> Any: ...


class _StandardError:
    """Looks up ``sys.stderr`` at each write, so that redirection and capture work."""

    def msg(self, message: str) -> None:
        sys.stderr.write(message + "\n")
        sys.stderr.flush()

    info = warning = error = msg


def logger() -> Log:
    """A logger of our own making: the process-wide structlog configuration stays untouched."""
    log: Log = structlog.wrap_logger(
        _StandardError(),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        wrapper_class=structlog.BoundLogger,
    )
    return log


LOG = logger()
