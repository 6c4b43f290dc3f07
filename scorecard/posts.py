"""The establishment as it is meant: at most one version of a post at a time."""

from collections.abc import Iterable
from dataclasses import replace

from scorecard.workforce import Post


def is_wrong_post(post: Post) -> bool:
    """Whether the post closes before it opens: it cannot be counted at all."""
    return post.closed is not None and post.closed < post.opened


def in_sequence(posts: Iterable[Post]) -> list[Post]:
    """Return the posts without overlaps: a later version of a post ends the version before.

    Versions are the rows with the same post number, in the order of their opening (then of
    ``ref``). Rows that close before they open, and versions overtaken on their first day, are
    left out.
    """
    good = [post for post in posts if post.closed is None or post.closed >= post.opened]
    if len({post.post for post in good}) == len(good):
        return [post for post in good if post.closed != post.opened]
    versions: dict[str, list[Post]] = {}
    for post in good:
        versions.setdefault(post.post, []).append(post)
    result: list[Post] = []
    for theirs in versions.values():
        if len(theirs) > 1:
            theirs.sort(key=lambda one: (one.opened, one.ref))
        for post, following in zip(theirs, [*theirs[1:], None], strict=True):
            closed = post.closed
            if following is not None and (closed is None or closed > following.opened):
                closed = following.opened
            if closed is None or closed > post.opened:
                result.append(post if closed == post.closed else replace(post, closed=closed))
    return result
