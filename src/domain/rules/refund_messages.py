"""The outgoing message of a refund: line by line what goes back of what came in, and on which application."""

from datetime import date

import attrs

from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.refund import Refund, RefundReason
from esep.domain.rules.outgoing_messages import Outgoing, sending_account
from esep.domain.rules.parameters import Parameters, PaymentKind

TITLE = (
    "Возврат излишне (ошибочно) уплаченных {what} по заявлению № {application} от {applied_on}. "
    "Платеж № {number} от {date} референс {reference} на сумму {total}. Возврат на {count} чел. на сумму {amount}"
)
WHAT = {
    PaymentKind.CONTRIBUTION_RETURN: "социальных отчислений",
    PaymentKind.PENALTY_RETURN: "пени по социальным отчислениям",
}
REASONS = {
    RefundReason.WRONG_PERIOD: "ошибочный период | кезең қате көрсетілген",
    RefundReason.WRONG_SUM: "ошибочная сумма | сома қате көрсетілген",
    RefundReason.PAID_TWICE: "уплачено дважды | екі рет төленген",
    RefundReason.SENT_BY_MISTAKE: "перечислено ошибочно | қате аударылған",
    RefundReason.PENSIONER: "участник является пенсионером | қатысушы зейнеткер болып табылады",
}
REASON_CHARACTERS_MAX = 120  # of a payer's own text, beside each line: two lines of a purpose text
BRACES = str.maketrans("{}", "()")  # a brace would be read as a block of the message


@attrs.frozen(kw_only=True)
class RefundMessages:
    """Makes the outgoing messages of refunds from the orders that brought the money."""

    parameters: Parameters

    def compose(self, refund: Refund, original: PaymentOrder, *, reference_number: int, day: date) -> PaymentOrder:
        """The message that sends a refund to the payer: from the account the money came to, back to the payer's.

        With a list it names each line, its amount, period and the reason; a single order (MT100) goes back as one.
        Raises `InvalidInput` where no account is known to send it from.
        """
        account = sending_account(self.parameters.collection_accounts, original, day)
        return Outgoing(sender=account, reference_number=reference_number, day=day).back_to_payer(
            original,
            purpose_code=refund.purpose_code,
            amount_tiyn=refund.amount_tiyn,
            text=self._title(refund, original, day),
            participants=_participants(refund, original) if original.has_list else None,
        )

    def _title(self, refund: Refund, original: PaymentOrder, day: date) -> str:
        """On which application what comes back of which order; without a list also why."""
        row = self.parameters.purpose_code(refund.purpose_code, day)
        title = TITLE.format(
            what=WHAT[row.kind if row is not None else PaymentKind.CONTRIBUTION_RETURN],
            application=refund.application_number.translate(BRACES),
            applied_on=f"{refund.applied_on:%d.%m.%Y}",
            number=original.document_number,
            date=f"{original.document_date:%d.%m.%Y}",
            reference=original.reference,
            total=original.total.to_mt(),
            count=len(refund.lines),
            amount=Money(refund.amount_tiyn).to_mt(),
        )
        return title if original.has_list else f"{title}. {_reason(refund)}"


def _participants(refund: Refund, original: PaymentOrder) -> ParticipantList:
    lines, reason = list(original.participants), _reason(refund)
    return ParticipantList.of(
        *(
            _line(place, lines[one.line_number - 1], one.amount_tiyn, reason, original)
            for place, one in enumerate(refund.lines, 1)
        )
    )


def _line(place: int, line: ParticipantLine, amount_tiyn: int, reason: str, original: PaymentOrder) -> ParticipantLine:
    """The line as it came, numbered anew, with so much of its amount, its period written out and the reason."""
    kept = tuple(field for field in line.others if field[0] == "RNN")  # what else came says nothing to the payer
    return attrs.evolve(
        line,
        number=str(place),
        amount_tiyn=amount_tiyn,
        period=line.period or original.period,
        others=(*kept, ("ASSIGN", reason)),
    )


def _reason(refund: Refund) -> str:
    """In Russian and Kazakh; the payer's own text as it was given, as far as there is room for it."""
    own = refund.reason_text.translate(BRACES)[:REASON_CHARACTERS_MAX].rstrip()
    return REASONS.get(refund.reason, own)
