"""Why a return is not confirmed or not undone."""

from service.problems import Conflict, NotFound, Unprocessable


class NoSuchReturn(NotFound):
    slug = "no-such-return"
    title = "There is no such return"
    advice = "List the returns to find the id."


class StaleCheck(Conflict):
    slug = "stale-check"
    title = "What is held has changed since the return was checked"
    advice = (
        "Send the file again. Look at the new differences, and confirm that check instead of this "
        "one."
    )


class AlreadyConfirmed(Conflict):
    slug = "already-confirmed"
    title = "The return has been confirmed already"
    advice = "There is nothing left to do: look at the return."


class AlreadyUndone(Conflict):
    slug = "already-undone"
    title = "The return has been undone"
    advice = "To bring it back, send the file again, and confirm the new check."


class NotConfirmed(Conflict):
    slug = "not-confirmed"
    title = "The return is not in force"
    advice = "Only a confirmed return can be undone."


class RefusedReturn(Unprocessable):
    slug = "refused-return"
    title = "The return was refused by its findings"
    advice = (
        "Correct the rows that the findings name and send the file again, or send it again with "
        "accept_good_rows=true to leave those rows out."
    )


class ReadsDifferently(Conflict):
    slug = "reads-differently"
    title = "The file is not read as it was when it was checked"
    advice = "The program was changed in between. Send the file again, and confirm the new check."


class DependedOn(Conflict):
    slug = "depended-on"
    title = "Something later depends on the return"
    advice = (
        "Undo the later returns first, the latest one first. A published edition cannot be undone: "
        "send a corrected return and publish a correction."
    )
