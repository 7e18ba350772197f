"""The outgoing message of a return: what the payer reads about what came back and why."""

import textwrap
from collections.abc import Iterable
from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.finding import Finding, Severity
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.returns import PendingReturn
from esep.domain.rules.parameters import CollectionAccount
from esep.domain.rules.rulebook import Rulebook

BASIC_HEADER = "F01K059140000000001000001"  # the State Corporation's terminal
LIST_HEADER = "O102SCLEAR000000U3003"
SINGLE_HEADER = "O100SCLEAR000000U3003"
REFERENCE_PREFIX = "GCVP-"
REFERENCE_DIGITS = 11
FIRST_LINE_CHARACTERS = 52  # of an ASSIGN field
NEXT_LINE_CHARACTERS = 60
LINES_MAX = 7
TEXT_CHARACTERS = 370  # what surely fits into seven lines: the ends of lines that words do not fill are lost
DOCUMENT_NUMBER_DIGITS = 9
FIELD_BEGINS = tuple(":/{-")
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
        account = self._account(original, day)
        return PaymentOrder(
            basic_header=BASIC_HEADER,
            application_header=SINGLE_HEADER if returned.is_one_amount else LIST_HEADER,
            reference=reference_text(reference_number),
            payer=_sender(account),
            sender_bic=account.bic,
            beneficiary_bic=original.sender_bic,
            beneficiary=attrs.evolve(original.payer, chief="", main_bookkeeper="", others=()),
            document_number=str(reference_number)[-DOCUMENT_NUMBER_DIGITS:],
            document_date=day,
            purpose_code=returned.purpose_code,
            value_date=day,
            total=Money(returned.amount_tiyn),
            sending_way="07",
            operation_kind="01",
            priority="01",
            period=original.period,
            assignment=fold(self._title(returned, original)),
            participants=self._participants(returned, original),
        )

    def _title(self, returned: PendingReturn, original: PaymentOrder) -> str:
        """What comes back of which order; without a list also why."""
        title = TITLE.format(
            number=original.document_number,
            date=f"{original.document_date:%d.%m.%Y}",
            reference=original.reference,
            total=original.total.to_mt(),
            count=len(returned.line_numbers) or len(original.participants),
            amount=Money(returned.amount_tiyn).to_mt(),
        )
        if not returned.is_one_amount:
            return title
        return self._with_reasons(title, [finding for finding in returned.findings if finding.line is None])

    def _participants(self, returned: PendingReturn, original: PaymentOrder) -> ParticipantList:
        if returned.is_one_amount:
            return ParticipantList()
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

    def _account(self, original: PaymentOrder, day: date) -> CollectionAccount:
        """The account that the money came to, else one of the value date, else (the money came astray) of today."""
        table = self.rulebook.parameters.collection_accounts
        accounts = table.in_force(original.value_date) or table.in_force(day)
        if not accounts:
            raise InvalidInput(f"no account to send it from is known on {original.value_date} or {day}")
        own = [account for account in accounts if account.account == original.beneficiary.account]
        return (own or accounts)[0]


def _sender(account: CollectionAccount) -> Party:
    """The State Corporation: a resident, of the sector of central government."""
    return Party(
        account=account.account,
        name=account.holder_name,
        identification_number=account.holder_id,
        residency="1",
        sector="1",
    )


def _by_line(findings: Iterable[Finding]) -> dict[int | None, list[Finding]]:
    """Reasons by line; under None those of the order as a whole."""
    by_line: dict[int | None, list[Finding]] = {}
    for finding in findings:
        if finding.severity is not Severity.WARNING:
            by_line.setdefault(finding.line, []).append(finding)
    return by_line


def reference_text(number: int) -> str:
    """GCVP- and eleven digits."""
    return f"{REFERENCE_PREFIX}{number:0{REFERENCE_DIGITS}}"


def fold(text: str) -> str:
    """A purpose text on at most seven lines of the lengths that banks accept; what is over is cut."""
    lines = textwrap.wrap(
        "." * (NEXT_LINE_CHARACTERS - FIRST_LINE_CHARACTERS) + text, NEXT_LINE_CHARACTERS, break_on_hyphens=False
    )[:LINES_MAX]
    lines[0] = lines[0][NEXT_LINE_CHARACTERS - FIRST_LINE_CHARACTERS :]
    # A line that began like a field would end the text when it is read.
    return "\n".join(f" {line}" if line[:1] in FIELD_BEGINS else line for line in lines)
