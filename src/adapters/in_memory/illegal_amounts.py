"""Amounts recognised as illegal, in memory."""

import attrs

from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import Conflict
from esep.domain.model.illegal_amount import IllegalList, IllegalListSummary


@attrs.frozen
class InMemoryIllegalAmounts:
    """`IllegalAmounts` on the tables of the store."""

    _tables: Tables

    def next_number(self) -> int:
        """The number of the next list."""
        return len(self._tables.illegal_lists) + 1

    def find_list(self, sha256: bytes) -> IllegalListSummary | None:
        """The list recorded of a file with this digest."""
        found = (one for one in self._tables.illegal_lists.rows.values() if one.sha256 == sha256)
        return next(map(_summary, found), None)

    def record(self, illegal_list: IllegalList) -> None:
        """Record a list with its amounts; raises Conflict where it is recorded already."""
        if self.find_list(illegal_list.sha256) is not None:
            raise Conflict("a list of illegal amounts was to be recorded twice")
        self._tables.illegal_lists.add(illegal_list.list_number, illegal_list)

    def lists(self) -> list[IllegalListSummary]:
        """All lists, first recorded first."""
        return list(map(_summary, self._tables.illegal_lists.rows.values()))


def _summary(one: IllegalList) -> IllegalListSummary:
    return IllegalListSummary(
        list_number=one.list_number,
        file_name=one.file_name,
        act_number=one.act.number,
        act_date=one.act.day,
        recorded_at=one.recorded_at,
        due_on=one.due_on,
        actor_identity=one.actor.identity,
        line_count=len(one.amounts),
        amount_tiyn=sum(amount.amount_tiyn for amount in one.amounts),
    )
