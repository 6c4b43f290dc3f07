"""Which of the forms we can give the Accept header prefers."""

from collections.abc import Sequence


def preferred(accept: str, offers: Sequence[str]) -> str | None:
    """The offer (as ``text/html``) that ``accept`` likes best, the first offer when all are equal.

    None when nothing offered is acceptable. An absent header (empty string) accepts everything.
    A range that cannot be read is passed over, as RFC 9110 lets us.
    """
    if not accept.strip():
        return offers[0]
    ranges = [_range(part) for part in accept.split(",")]
    best: tuple[float, str] | None = None
    for offer in offers:
        quality = _quality(offer, ranges)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, offer)
    return best[1] if best else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return "", 0.0
            return media, quality if 0 <= quality <= 1 else 0.0
    return media, 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the offer."""
    family = offer.partition("/")[0]
    for wanted in (offer, f"{family}/*", "*/*"):
        for media, quality in ranges:
            if media == wanted:
                return quality
    return 0.0
