"""Pages of ours to which a sign-in may lead, and no other address."""

import re

HOME = "/office"
LONGEST = 1000
_PAGE = re.compile(r"(/[A-Za-z0-9_.~%:@=+,-]+)+(\?[A-Za-z0-9_.~%:@=&+,/-]*)?", re.ASCII)


def own_page(to: str) -> str | None:
    """The path (and query) of a page of this service; None for whatever could lead elsewhere.

    No second slash at the beginning and no backslash, which browsers take for another host; no
    ``..``; and not the sign-in itself.
    """
    if len(to) > LONGEST or _PAGE.fullmatch(to) is None or ".." in to:
        return None
    return None if to.startswith(("/sign-in", "/sign-out")) else to
