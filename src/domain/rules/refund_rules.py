"""What is never given back on application, each refusal with its ground in law.

Small functions on one line of an application and what is recorded of it; they are asked when the application comes,
when it is checked and approved, and once more before its money is booked.
"""

from collections.abc import Callable, Sequence

import attrs

from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.money import Money
from esep.domain.model.month import Month
from esep.domain.model.refund import PaidOrder, RefundEvent, RefundState
from esep.domain.model.refund_application import AskedLine, RefundApplication
from esep.domain.rules.dated_table import LegalSource

NOT_CREDITED = "refund-not-credited"
EXCEEDS = "refund-exceeds"
COUNTED = "refund-counted"
OTHER_PAYER = "refund-other-payer"
PENDING = "refund-pending"
MISMATCH = "refund-mismatch"

_SOCIAL_CODE = "Social Code 224-VII of 20.04.2023"
SOURCES = {
    NOT_CREDITED: LegalSource(act=_SOCIAL_CODE, article="247(1)"),
    EXCEEDS: LegalSource(act=_SOCIAL_CODE, article="247(1)"),
    COUNTED: LegalSource(act=_SOCIAL_CODE, article="247(2)(2)"),
    OTHER_PAYER: LegalSource(act=_SOCIAL_CODE, article="247(1)"),
    PENDING: LegalSource(act=_SOCIAL_CODE, article="247(1)"),
    MISMATCH: LegalSource(act="Rules of Order 100 of 17.03.2020", article="7(4)"),
}
"""Where each refusal stands."""


@attrs.frozen(kw_only=True)
class Refusal:
    """Why an application, or one line of it, is refused. Names no person."""

    code: str
    line: int | None  # by number; None where the application as a whole is meant
    told: str

    @property
    def source(self) -> LegalSource:
        """The act and article."""
        return SOURCES[self.code]

    def __str__(self) -> str:
        place = "" if self.line is None else f", line {self.line}"
        return f"{self.code}{place}: {self.told} ({self.source.act}, {self.source.article})"


@attrs.frozen(kw_only=True)
class WrittenLine:
    """Whom and which month a line names in the order itself, whatever was corrected since."""

    iin: str
    month: Month | None


@attrs.frozen(kw_only=True)
class AskedMoney:
    """One line asked back, beside what is recorded of it."""

    asked: AskedLine
    line: CreditedLine | None  # None: not credited
    iins: frozenset[str]  # all numbers of the person on whose account it stands
    written: WrittenLine | None
    asked_before: str | None  # name of another refund, not finished, that asks for the same line

    @property
    def amount_tiyn(self) -> int:
        """How much is asked for; all that remains where no amount is given."""
        if self.asked.amount_tiyn is not None:
            return self.asked.amount_tiyn
        return self.line.remaining_tiyn if self.line else 0


def refusals_of_order(application: RefundApplication, order: PaidOrder) -> list[Refusal]:
    """What speaks against the application as a whole."""
    named, found = application.order, []
    if application.payer_id not in order.payer_ids:
        found.append(
            _whole(OTHER_PAYER, "the order was sent by another payer, and for another; only the payer may ask")
        )
    if named.document_number != order.document_number:
        told = f"its document number is {order.document_number}, the application says {named.document_number}"
        found.append(_whole(MISMATCH, told))
    if named.document_date != order.document_date:
        told = f"its document is of {order.document_date}, the application says {named.document_date}"
        found.append(_whole(MISMATCH, told))
    if named.total_tiyn is not None and named.total_tiyn != order.total_tiyn:
        told = f"the order brought {_tenge(order.total_tiyn)}, the application says {_tenge(named.total_tiyn)}"
        found.append(_whole(NOT_CREDITED, told))
    return found


def refusals_of_lines(lines: Sequence[AskedMoney]) -> list[Refusal]:
    """What speaks against single lines: everything, by line."""
    return [refusal for line in lines for rule in LINE_RULES if (refusal := rule(line)) is not None]


def not_credited(one: AskedMoney) -> Refusal | None:
    """Only what was credited can be given back; what was not goes back by itself."""
    return _of(one, NOT_CREDITED, "was never credited") if one.line is None else None


def mismatch(one: AskedMoney) -> Refusal | None:
    """Person and month, where the application names them, are the line's: as they stand or as they were written."""
    asked, line, written = one.asked, one.line, one.written
    if line is None:
        return None
    differing = []
    if asked.iin is not None and asked.iin not in one.iins and (written is None or asked.iin != written.iin):
        differing.append("the IIN is not that of the line's person")
    if asked.period not in (None, line.month, written.month if written else None):
        differing.append(f"it was paid for {line.month}, the application says {asked.period}")
    return _of(one, MISMATCH, "; ".join(differing)) if differing else None


def exceeds(one: AskedMoney) -> Refusal | None:
    """Never more than was credited and did not go back yet."""
    if one.line is None or 0 < one.amount_tiyn <= one.line.remaining_tiyn:
        return None
    left = f"of {_tenge(one.line.amount_tiyn)} credited {_tenge(one.line.remaining_tiyn)} remain"
    return _of(one, EXCEEDS, f"{left}, {_tenge(one.amount_tiyn)} are asked for")


def counted(one: AskedMoney) -> Refusal | None:
    """What a social payment was reckoned from stays; by entry and amount, so that excess that did not count may go."""
    line = one.line
    if line is None or not line.counted_tiyn:
        return None
    returnable = max(line.remaining_tiyn - line.counted_tiyn, 0)
    if one.amount_tiyn <= returnable:
        return None
    told = f"{_tenge(line.counted_tiyn)} of it counted in a decision on a social payment, so that"
    return _of(one, COUNTED, f"{told} at most {_tenge(returnable)} may go, {_tenge(one.amount_tiyn)} are asked for")


def pending(one: AskedMoney) -> Refusal | None:
    """One application for a line at a time: until the first is refused or its money sent, no second is taken."""
    if one.asked_before is None:
        return None
    return _of(one, PENDING, f"{one.asked_before} asks for it already and is not finished")


LINE_RULES: tuple[Callable[[AskedMoney], Refusal | None], ...] = (not_credited, mismatch, exceeds, counted, pending)


def choose_order(application: RefundApplication, candidates: Sequence[PaidOrder]) -> PaidOrder | Refusal:
    """The one order that is meant, of those with the reference; where several could be, the one that agrees."""
    if not candidates:
        return _whole(NOT_CREDITED, f"no order {application.order.name} is recorded")
    if len(candidates) == 1:
        return candidates[0]
    agreeing = [order for order in candidates if not refusals_of_order(application, order)]
    if len(agreeing) == 1:
        return agreeing[0]
    told = f"{len(agreeing)} orders agree with {application.order.name}"
    return _whole(MISMATCH, f"{told}; give sender_bic, value_date and total_tiyn to tell which is meant")


def is_second_person(identity: str, events: Sequence[RefundEvent]) -> bool:
    """Whether somebody had no hand in an application so far: who prepared it may not approve it."""
    prepared = (RefundState.RECEIVED, RefundState.CHECKED, RefundState.SENT_TO_FUND)
    return _plain(identity) not in {_plain(event.actor.identity) for event in events if event.state in prepared}


def _plain(identity: str) -> str:
    """A login is the same in capitals."""
    return identity.strip().casefold()


def _whole(code: str, told: str) -> Refusal:
    return Refusal(code=code, line=None, told=told)


def _of(one: AskedMoney, code: str, told: str) -> Refusal:
    return Refusal(code=code, line=one.asked.line_number, told=told)


def _tenge(amount_tiyn: int) -> str:
    return f"{Money(amount_tiyn).format_tenge()} tenge"
