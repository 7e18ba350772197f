"""The outgoing message of a return: what the payer reads about what came back and why."""

from collections.abc import Iterable
from datetime import date

import attrs

from esep.domain.model.finding import Finding, Severity
from esep.domain.model.identification_number import NumberKind, kind_of
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.returns import PendingReturn
from esep.domain.rules.outgoing_messages import Outgoing, sending_account
from esep.domain.rules.rulebook import Rulebook

TEXT_CHARACTERS = 370  # what surely fits into seven lines: the ends of lines that words do not fill are lost
REASON_LANGUAGES = ("ru", "kk")
TITLE = (
    "Возврат ошибочных элементов платежа № {number} от {date} референс {reference} на сумму {total}. "
    "Ошибка на {count} чел. на сумму {amount}"
)


@attrs.frozen(kw_only=True)
class ReturnMessages:
    """Makes outgoing messages from incoming orders."""

    rulebook: Rulebook

    def compose(
        self, returned: PendingReturn, original: PaymentOrder, *, reference_number: int, day: date
    ) -> PaymentOrder:
        """The message that sends a return to the payer: from the account the money came to, back to the payer's.

        With a list it names each line and its reasons in Russian and Kazakh, those of the order where the line has none
        of its own; without a list as many reasons of the order as its purpose text has room for. Raises `InvalidInput`
        where no account is known to send it from.
        """
        account = sending_account(self.rulebook.parameters.collection_accounts, original, day)
        return Outgoing(sender=account, reference_number=reference_number, day=day).back_to_payer(
            original,
            purpose_code=returned.purpose_code,
            amount_tiyn=returned.amount_tiyn,
            text=self._title(returned, original),
            participants=None if returned.is_one_amount else self._participants(returned, original),
        )

    def _title(self, returned: PendingReturn, original: PaymentOrder) -> str:
        """What comes back of which order; without a list also why."""
        title = TITLE.format(
            number=original.document_number,
            date=f"{original.document_date:%d.%m.%Y}",
            reference=original.reference,
            total=original.total.to_mt(),
            count=len(returned.line_numbers) or len(original.participants) or _people_without_list(original),
            amount=Money(returned.amount_tiyn).to_mt(),
        )
        if not returned.is_one_amount:
            return title
        return self._with_reasons(title, _reasons_of_one_amount(returned, original))

    def _participants(self, returned: PendingReturn, original: PaymentOrder) -> ParticipantList:
        lines, found = list(original.participants), _by_line(returned.findings)
        return ParticipantList.of(
            *(
                self._line(place, lines[number - 1], found.get(number) or found.get(None, []), original)
                for place, number in enumerate(returned.line_numbers, 1)
            )
        )

    def _line(
        self, place: int, line: ParticipantLine, findings: list[Finding], original: PaymentOrder
    ) -> ParticipantLine:
        """The line as it came, numbered anew, with its period written out and the reasons."""
        reasons = self._reasons(findings)
        kept = tuple(field for field in line.others if field[0] == "RNN")  # what else came says nothing to the payer
        return attrs.evolve(
            line,
            number=str(place),
            period=line.period or original.period,
            others=(*kept, ("ASSIGN", reasons)) if reasons else kept,
        )

    def _with_reasons(self, title: str, findings: list[Finding]) -> str:
        """The title and the reasons in both languages, as many as there is room for; the first in any case."""
        for count in range(len(findings), 0, -1):
            reasons = self._reasons(findings[:count])
            text = f"{title}. {reasons}" if reasons else title
            if count == 1 or len(text) <= TEXT_CHARACTERS:
                return text
        return title

    def _reasons(self, findings: list[Finding]) -> str:
        """Russian, then Kazakh; warnings are no reasons."""
        told = [finding for finding in findings if finding.severity is not Severity.WARNING]
        return " | ".join(
            "; ".join(self.rulebook.text(finding, language) for finding in told)
            for language in REASON_LANGUAGES
            if told
        )


def _people_without_list(original: PaymentOrder) -> int:
    """A person who pays for themselves is one; of whom an entity's single order is, nobody knows."""
    return int(kind_of(original.payer.identification_number) is NumberKind.IIN)


def _reasons_of_one_amount(returned: PendingReturn, original: PaymentOrder) -> list[Finding]:
    """Those of the order; where a person pays for themselves, those of the one line too."""
    return [finding for finding in returned.findings if finding.line is None or not original.has_list]


def _by_line(findings: Iterable[Finding]) -> dict[int | None, list[Finding]]:
    """Reasons by line; under None those of the order as a whole."""
    by_line: dict[int | None, list[Finding]] = {}
    for finding in findings:
        if finding.severity is not Severity.WARNING:
            by_line.setdefault(finding.line, []).append(finding)
    return by_line
