"""People who pay for themselves: single orders (MT100) whose payer is the participant (Social Code 246(1), (3))."""

import re
from collections.abc import Sequence

import attrs

from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.identification_number import NumberKind, kind_of
from esep.domain.model.participant_list import ParticipantLine, ParticipantList
from esep.domain.model.payment_order import SINGLE_MESSAGE_TYPE, PaymentOrder
from esep.domain.rules.name_comparison import comparable
from esep.domain.rules.parameters import PurposeCode

NAME_CHARACTERS_MIN = 54  # a payer's name of this length may have been cut: the shortest limit that banks check
_QUOTES = re.compile(r"[\"'«»“”„]")
_ENTREPRENEUR = re.compile(r"(?:ИП|ЖК|ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ|ЖЕКЕ КӘСІПКЕР)(?: |$)")


def as_judged(order: PaymentOrder, purpose: PurposeCode | None) -> PaymentOrder:
    """The order that the rules look at: with the one line of a person who pays for themselves, else as it is.

    That line is made from the header: the payer, the header's period, the whole amount. Who pays in a single order
    otherwise (an entity, a number that is none, a purpose code that is not accepted) has no line.
    """
    if order.has_list or not is_self_payment(order, purpose):
        return order
    return attrs.evolve(order, participants=ParticipantList.of(_line(order)))


def is_self_payment(order: PaymentOrder, purpose: PurposeCode | None) -> bool:
    """Whether a single order comes from a person, by the form and the check digit of the payer's number."""
    number = order.payer.identification_number
    return (
        order.message_type == SINGLE_MESSAGE_TYPE
        and purpose is not None
        and kind_of(number) is NumberKind.IIN
        and has_valid_check_digit(number)
    )


def _line(order: PaymentOrder) -> ParticipantLine:
    return ParticipantLine(
        number="1",
        amount_tiyn=order.total.tiyn,
        list_kind="S",
        surname=order.payer.name,  # all names stand in one line: `split_names` divides them
        name="",
        patronymic="",
        birth_date="",  # a single order has none, and none is compared
        identification_number=order.payer.identification_number,
        period="",  # the header's
    )


def split_names(written: str, registered: Sequence[str]) -> tuple[str, str, str]:
    """Surname, name and patronymic, comparable, of a payer's name in one line, divided as the register divides them.

    A patronymic that is cut or shortened, and a name cut at the length that banks allow, are the register's own. Where
    surname and name are others, nothing is said of the patronymic.
    """
    surname, name, patronymic = map(comparable, registered)
    begin, full = _joined(surname, name), _joined(surname, name, patronymic)
    given = _ENTREPRENEUR.sub("", comparable(_QUOTES.sub(" ", written)), count=1).rstrip(". ")
    if given == begin:
        return surname, name, ""
    if given.startswith(f"{begin} "):
        rest = given.removeprefix(begin).strip()
        return surname, name, patronymic if patronymic.startswith(rest) else rest
    if len(written.strip()) >= NAME_CHARACTERS_MIN and full.startswith(given):
        return surname, name, patronymic
    return given, "", patronymic


def _joined(*names: str) -> str:
    return " ".join(filter(None, names))
