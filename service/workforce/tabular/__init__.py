"""Returns as CSV or Excel: bytes in, typed records and findings out. Nothing is stored here."""

from service.workforce.tabular.known_names import KnownNames
from service.workforce.tabular.limits import Limits
from service.workforce.tabular.reading import read_return

__all__ = ["KnownNames", "Limits", "read_return"]
