"""What counted in decisions on social payments, in memory."""

from collections.abc import Collection, Sequence

import attrs

from esep.adapters.in_memory.tables import Tables
from esep.domain.model.counted_amount import CountedAmount


@attrs.frozen
class InMemoryCountedAmounts:
    """`CountedAmounts` on the tables of the store."""

    _tables: Tables

    def mark(self, amounts: Sequence[CountedAmount]) -> None:
        """Record what counted, all or nothing."""
        with self._tables.all_or_nothing():
            for one in amounts:
                key = (one.person_key, one.order_number, one.line_number, one.decision)
                self._tables.counted_amounts.add(key, one)

    def of(self, order_number: int, line_numbers: Collection[int]) -> list[CountedAmount]:
        """What counted of these lines of an order, by line, then decision."""
        found = [
            one
            for one in self._tables.counted_amounts.rows.values()
            if one.order_number == order_number and one.line_number in line_numbers
        ]
        return sorted(found, key=lambda one: (one.line_number, one.decision))

    def of_lines(self, places: Collection[tuple[int, int]]) -> list[CountedAmount]:
        """What counted of these lines, by order, line, then decision."""
        wanted = set(places)
        found = [
            one for one in self._tables.counted_amounts.rows.values() if (one.order_number, one.line_number) in wanted
        ]
        return sorted(found, key=lambda one: (one.order_number, one.line_number, one.decision, one.person_key))
