"""Returns as CSV or Excel: bytes in, typed records and findings out. Nothing is stored here."""

from service.workforce.tabular.known_names import KnownNames
from service.workforce.tabular.limits import Limits
from service.workforce.tabular.reading import read_return
from service.workforce.tabular.templates import template_csv, template_xlsx

__all__ = ["KnownNames", "Limits", "read_return", "template_csv", "template_xlsx"]
