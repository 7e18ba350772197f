"""What counted in decisions on social payments."""

from collections.abc import Collection, Sequence
from typing import Protocol

from esep.domain.model.counted_amount import CountedAmount


class CountedAmounts(Protocol):
    """Marks, by line and amount, what a decision on a social payment was reckoned from."""

    def mark(self, amounts: Sequence[CountedAmount]) -> None:
        """Record what counted. Raises `Conflict` where a line was counted in the same decision before."""
        ...

    def of(self, order_number: int, line_numbers: Collection[int]) -> list[CountedAmount]:
        """What counted of these lines of an order, by line, then decision."""
        ...

    def of_lines(self, places: Collection[tuple[int, int]]) -> list[CountedAmount]:
        """What counted of these lines, each given as order and line number; by order, line, then decision."""
        ...
