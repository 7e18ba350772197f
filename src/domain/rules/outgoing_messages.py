"""What all messages of the State Corporation have in common: headers, references, the sender, folded texts."""

import textwrap
from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.money import Money
from esep.domain.model.participant_list import ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.parameters import CollectionAccount

BASIC_HEADER = "F01K059140000000001000001"  # the State Corporation's terminal
LIST_HEADER = "O102SCLEAR000000U3003"
SINGLE_HEADER = "O100SCLEAR000000U3003"
SENDING_WAY = "07"
OPERATION_KIND = "01"  # a payment order
PRIORITY = "01"
REFERENCE_PREFIX = "GCVP-"
REFERENCE_DIGITS = 11
DOCUMENT_NUMBER_DIGITS = 9
FIRST_LINE_CHARACTERS = 52  # of an ASSIGN field
NEXT_LINE_CHARACTERS = 60
LINES_MAX = 7
FIELD_BEGINS = tuple(":/{-")


def reference_text(number: int) -> str:
    """GCVP- and eleven digits."""
    return f"{REFERENCE_PREFIX}{number:0{REFERENCE_DIGITS}}"


def document_number_text(number: int) -> str:
    """The number of the payment order: as many last digits of the reference's number as the field has room for."""
    return str(number)[-DOCUMENT_NUMBER_DIGITS:]


def sending_account(accounts: DatedTable[CollectionAccount], original: PaymentOrder, day: date) -> CollectionAccount:
    """The account that an order's money came to, else one of its value date, else (it came astray) of today.

    Raises `InvalidInput` where none is known.
    """
    known = accounts.in_force(original.value_date) or accounts.in_force(day)
    if not known:
        raise InvalidInput(f"no account to send it from is known on {original.value_date} or {day}")
    own = [account for account in known if account.account == original.beneficiary.account]
    return (own or known)[0]


def sender_party(account: CollectionAccount) -> Party:
    """The State Corporation: a resident, of the sector of central government."""
    return Party(
        account=account.account,
        name=account.holder_name,
        identification_number=account.holder_id,
        residency="1",
        sector="1",
    )


@attrs.frozen(kw_only=True)
class Outgoing:
    """One payment order of the State Corporation: from which account, under which number, on which day."""

    sender: CollectionAccount
    reference_number: int
    day: date

    def order(
        self,
        *,
        to: Party,
        to_bic: str,
        purpose_code: str,
        amount_tiyn: int,
        text: str,
        period: str = "",
        participants: ParticipantList | None = None,
    ) -> PaymentOrder:
        """The order as banks expect it: with a list (MT102) where one is given, else the one amount (MT100)."""
        return PaymentOrder(
            basic_header=BASIC_HEADER,
            application_header=SINGLE_HEADER if participants is None else LIST_HEADER,
            reference=reference_text(self.reference_number),
            payer=sender_party(self.sender),
            sender_bic=self.sender.bic,
            beneficiary_bic=to_bic,
            beneficiary=to,
            document_number=document_number_text(self.reference_number),
            document_date=self.day,
            purpose_code=purpose_code,
            value_date=self.day,
            total=Money(amount_tiyn),
            sending_way=SENDING_WAY,
            operation_kind=OPERATION_KIND,
            priority=PRIORITY,
            period=period,
            assignment=fold(text),
            participants=participants or ParticipantList(),
        )

    def back_to_payer(
        self,
        original: PaymentOrder,
        *,
        purpose_code: str,
        amount_tiyn: int,
        text: str,
        participants: ParticipantList | None,
    ) -> PaymentOrder:
        """The order that sends money of an incoming one to the account from which it came."""
        return self.order(
            to=attrs.evolve(original.payer, chief="", main_bookkeeper="", others=()),
            to_bic=original.sender_bic,
            purpose_code=purpose_code,
            amount_tiyn=amount_tiyn,
            text=text,
            period=original.period,
            participants=participants,
        )


def fold(text: str) -> str:
    """A purpose text on at most seven lines of the lengths that banks accept; what is over is cut."""
    lines = textwrap.wrap(
        "." * (NEXT_LINE_CHARACTERS - FIRST_LINE_CHARACTERS) + text, NEXT_LINE_CHARACTERS, break_on_hyphens=False
    )[:LINES_MAX]
    lines[0] = lines[0][NEXT_LINE_CHARACTERS - FIRST_LINE_CHARACTERS :]
    # A line that began like a field would end the text when it is read.
    return "\n".join(f" {line}" if line[:1] in FIELD_BEGINS else line for line in lines)
