"""The one way out of a file that is not a table."""

from service.workforce.tabular.fault import Fault


class FileRefusedError(Exception):
    """The file cannot be read as a table to its end; carries the fault, its row and its words."""

    def __init__(self, fault: Fault, *, row: int | None = None, **words: object) -> None:
        super().__init__(fault.code)
        self.fault = fault
        self.row = row
        self.words = words
