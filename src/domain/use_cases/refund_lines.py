"""The lines of an application beside what is recorded of them now, and the judgement on them."""

from collections.abc import Mapping, Sequence

from esep.domain.errors import Conflict
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.month import Month
from esep.domain.model.refund import RefundCase, refund_name
from esep.domain.model.refund_application import AskedLine
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.refund_rules import AskedMoney, Refusal, WrittenLine, refusals_of_lines


class RefundRefused(Conflict):
    """The product itself refuses an application; every refusal is told, with its line and its ground in law."""

    code = "refund-refused"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Keep the refusals."""
        super().__init__(
            f"the application cannot be met, nothing was recorded: {'; '.join(map(str, refusals))}. Answer the payer "
            "with these grounds, or have the application corrected and submitted again"
        )
        self.refusals = tuple(refusals)


def judge_again(unit: UnitOfWork, case: RefundCase) -> list[CreditedLine]:
    """The credited lines of an accepted application as they stand now, by number.

    Raises `RefundRefused` where something has happened since that speaks against it.
    """
    refund = case.refund
    asked = [AskedLine(line_number=one.line_number, amount_tiyn=one.amount_tiyn) for one in refund.lines]
    money = asked_money(unit, refund.order_number, asked, own_number=refund.refund_number)
    refusals = refusals_of_lines(money)
    if refusals:
        raise RefundRefused(refusals)
    return [one.line for one in money if one.line is not None]


def asked_money(
    unit: UnitOfWork, order_number: int, asked: Sequence[AskedLine], *, own_number: int | None = None
) -> list[AskedMoney]:
    """Each line asked for beside what is recorded of it; the refund of `own_number` does not stand in its own way."""
    numbers = [line.line_number for line in asked]
    credited = {line.line_number: line for line in unit.accounts.credited_lines(order_number, numbers)}
    others = {
        line: [number for number in refunds if number != own_number]
        for line, refunds in unit.refunds.asking_for(order_number, numbers).items()
    }
    written = _written(unit, order_number, asked, credited)
    return [
        AskedMoney(
            asked=one,
            line=credited.get(one.line_number),
            iins=_iins(unit, one, credited.get(one.line_number)),
            written=written.get(one.line_number),
            asked_before=next(map(refund_name, others.get(one.line_number, ())), None),
        )
        for one in asked
    ]


def _written(
    unit: UnitOfWork, order_number: int, asked: Sequence[AskedLine], credited: Mapping[int, CreditedLine]
) -> dict[int, WrittenLine]:
    """Lines as the order wrote them, read only where the application names something else than stands there now."""
    differing = {
        one.line_number
        for one in asked
        if (line := credited.get(one.line_number)) is not None
        and (one.iin not in (None, f"{line.person_key:012}") or one.period not in (None, line.month))
    }
    if not differing:
        return {}
    return {
        line.line_number: WrittenLine(
            iin="" if line.number is None else f"{line.number:012}",
            month=None if line.month is None else Month.from_number(line.month),
        )
        for line in unit.orders.lines(order_number)
        if line.line_number in differing
    }


def _iins(unit: UnitOfWork, asked: AskedLine, line: CreditedLine | None) -> frozenset[str]:
    """All numbers of a line's person; the store is asked only where the application names not the account's own."""
    if line is None or asked.iin is None:
        return frozenset()
    own = f"{line.person_key:012}"
    numbers = (line.person_key,) if asked.iin == own else unit.people.numbers_of(line.person_key)
    return frozenset(f"{number:012}" for number in numbers)
