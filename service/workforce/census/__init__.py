"""DfE's children's social work workforce census (CSWW): bytes in, typed records and findings out.

``read_census`` is a pure function of the bytes it is given: nothing is stored, fetched or asked of
a clock. The finding codes are explained in docs/returns/census.md.
"""

from service.workforce.census.continuity import continuity
from service.workforce.census.reader import read_census

__all__ = ["continuity", "read_census"]
