"""Many exact integers at once: one line of the ledger for every group and every window.

``cells`` is flat, group by group, and within a group window by window. A cell means
``cell / scale`` in the line's unit (FTE is in millionths, days in hundredths). Columns of one
breakdown have the same length, so they add and multiply cell by cell; cells are NumPy's 64-bit
integers within the limits of ``scorecard.ledger.integers``.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt


class Combined(ABC):
    """Something other than a number that a formula can be applied to: columns, rows behind."""

    __slots__ = ()

    @abstractmethod
    def __add__(self, other: Self) -> Self: ...

    @abstractmethod
    def __sub__(self, other: Self) -> Self: ...

    @abstractmethod
    def __mul__(self, other: Self) -> Self: ...

    @abstractmethod
    def half(self) -> Self: ...


@dataclass(slots=True, eq=False)
class Column(Combined):
    """Cells of one line; ``scale`` cells make one of the line's unit."""

    cells: npt.NDArray[np.int64]
    scale: int = 1

    def __add__(self, other: "Column") -> "Column":
        mine, others, scale = self._level(other)
        return Column(mine + others, scale)

    def __sub__(self, other: "Column") -> "Column":
        mine, others, scale = self._level(other)
        return Column(mine - others, scale)

    def __mul__(self, other: "Column") -> "Column":
        return Column(self.cells * other.cells, self.scale * other.scale)

    def half(self) -> "Column":
        return Column(self.cells, self.scale * 2)

    def _level(self, other: "Column") -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int]:
        """Bring both to one scale; scales divide one another (1, 100, 1,000,000 and doubles)."""
        scale = max(self.scale, other.scale)
        return self.cells * (scale // self.scale), other.cells * (scale // other.scale), scale
