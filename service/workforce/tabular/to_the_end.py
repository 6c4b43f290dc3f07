"""Whether a file can be read as a table to its end; where it cannot, a finding says why."""

from collections.abc import Callable
from typing import TypeVar

from service.workforce.tabular import file_faults
from service.workforce.tabular.file_refused import FileRefusedError
from service.workforce.tabular.findings_list import FindingsList
from service.workforce.tabular.package import WorkbookError, WorkbookTooLargeError

Result = TypeVar("Result")


def to_the_end(read: Callable[[], Result], findings: FindingsList) -> Result | None:
    """Return what ``read`` gives, or None and one finding more when the file is refused."""
    try:
        return read()
    except FileRefusedError as refused:
        findings.add(refused.fault, row=refused.row, column=None, value=None, **refused.words)
    except WorkbookTooLargeError as too_large:
        findings.add(file_faults.WORKBOOK_TOO_LARGE, why=too_large)
    except WorkbookError as damage:
        findings.add(file_faults.WORKBOOK_DAMAGED, why=damage)
    return None
