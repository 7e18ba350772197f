"""Say by hand which payment a held line gives back, where the line itself does not tell it."""

from collections.abc import Sequence
from datetime import date

import attrs

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import case_name, case_number_of
from esep.domain.model.returned_payment import ReturnedLineView, SentCandidate
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.returned_lines import could_come_back
from esep.domain.use_cases.due_days import DueDays
from esep.domain.use_cases.match_returned import MatchReturned
from esep.domain.use_cases.overpayment_steps import OverpaymentSteps


class NothingToGiveBack(Conflict):
    """No payment of the case and month stands as sent, or none of the line's amount."""

    code = "nothing-to-give-back"


@attrs.frozen(kw_only=True)
class HeldLine:
    """Which line: orders of several days may have one reference."""

    reference: str
    line_number: int = 1
    value_date: date | None = None


@attrs.frozen(kw_only=True)
class NamedPayment:
    """Which payment, or the contribution withheld of it; without `part` that of the only person paid."""

    case_number: int
    month: Month
    part: int | None = None
    is_contribution: bool = False

    @classmethod
    def parse(cls, name: str, *, is_contribution: bool = False) -> "NamedPayment":
        """The payment of a name like `SP-000001/2024-05/1` or `SP-000001/2024-05`. Raises `InvalidInput`."""
        case, _, rest = name.strip().partition("/")
        month, _, part = rest.partition("/")
        number = case_number_of(case)
        if number is None or (part and not part.isdecimal()):
            raise InvalidInput(f"{name[:50]!r} is no payment's name; expected one like SP-000001/2024-05/1")
        return cls(
            case_number=number,
            month=Month.parse_iso(month),
            part=int(part) if part else None,
            is_contribution=is_contribution,
        )

    @property
    def name(self) -> str:
        """Case and month."""
        return f"{case_name(self.case_number)}/{self.month}"


@attrs.frozen(kw_only=True)
class MatchReturnedByHand:
    """Book a held line on the payment that a person names, with the reason."""

    open_unit: OpenUnitOfWork
    rulebook: Rulebook
    due_days: DueDays
    clock: Clock

    def __call__(self, line: HeldLine, payment: NamedPayment, actor: Actor, *, reason: str) -> ReturnedLineView:
        """The line as it stands now. Payments come back whole: the amounts must agree.

        Raises `NotFound` for no held line or no payment, `NothingToGiveBack`, `InvalidInput` without a reason or where
        several lines or parts are meant.
        """
        if not reason.strip():
            raise InvalidInput("give the reason: why the line gives back that payment")
        steps = OverpaymentSteps(due_days=self.due_days, actor=actor, now=self.clock.now())
        with self.open_unit() as unit:
            unit.move_money_alone()
            held = _held(unit, line)
            found = _sent(unit, payment, held)
            matching = MatchReturned(unit=unit, parameters=self.rulebook.parameters, steps=steps)
            if not matching.by_hand(held, found, reason.strip()):
                raise NothingToGiveBack(
                    f"less stands of {found.key.name} than the line brings: see `esep payments show`"
                )
            [matched] = [
                one
                for one in unit.returned_payments.lines(digests=[held.sha256])
                if one.line_number == held.line_number
            ]
        return matched


def _held(unit: UnitOfWork, asked: HeldLine) -> ReturnedLineView:
    found = [
        one
        for one in unit.returned_payments.lines(is_held=True)
        if one.reference == asked.reference.strip()
        and one.line_number == asked.line_number
        and asked.value_date in (None, one.value_date)
    ]
    if not found:
        raise NotFound(
            f"no line {asked.line_number} of an order {asked.reference[:50]!r} is held: see "
            "`esep payments returns --held`"
        )
    if len(found) > 1:
        raise InvalidInput(f"{len(found)} orders {asked.reference[:50]!r} have such a held line: say of which day")
    return found[0]


def _sent(unit: UnitOfWork, asked: NamedPayment, line: ReturnedLineView) -> SentCandidate:
    """What was sent of the amount by the line's day and did not come back; of several decisions on the month the last.

    Raises `NotFound`, `NothingToGiveBack`, `InvalidInput` where several parts are meant.
    """
    views = unit.payments.of_case(asked.case_number)
    payees = {view.payee_key for view in views if view.key.month == asked.month.to_number()}
    if not payees:
        raise NotFound(f"nothing was paid as {asked.name}: see `esep payments list --month {asked.month}`")
    sent = [one for one in unit.returned_payments.candidates(payees) if _is_meant(one, asked)]
    before = [one for one in sent if could_come_back(one, line.value_date)]
    if sent and not before:
        first = min(one.sent_on for one in sent)
        raise NothingToGiveBack(
            f"the line came on {line.value_date}, {asked.name} was sent on {first}: nothing comes back before it went"
        )
    fitting = [one for one in before if one.amount_tiyn == line.amount_tiyn]
    if not fitting:
        raise NothingToGiveBack(_refusal(asked, line.amount_tiyn, before))
    if len({one.key.part for one in fitting}) > 1:
        raise InvalidInput(f"several people were paid as {asked.name}: add the part, as {asked.name}/1")
    return max(fitting, key=lambda one: one.key)


def _is_meant(one: SentCandidate, asked: NamedPayment) -> bool:
    return (
        one.key.case_number == asked.case_number
        and one.key.month == asked.month.to_number()
        and asked.part in (None, one.key.part)
        and one.is_pension is asked.is_contribution
    )


def _refusal(asked: NamedPayment, amount_tiyn: int, sent: Sequence[SentCandidate]) -> str:
    what = "contribution" if asked.is_contribution else "payment"
    if not sent:
        return f"no {what} of {asked.name} stands as sent: see `esep payments show {case_name(asked.case_number)}`"
    amounts = ", ".join(sorted({Money(one.amount_tiyn).format_tenge() for one in sent}))
    return f"the line brings {Money(amount_tiyn).format_tenge()} tenge, sent were {amounts}: {what}s come back whole"
