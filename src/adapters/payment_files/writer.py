"""Writes payment messages with the participant block of today."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from esep.adapters.payment_files.encodings import encode
from esep.adapters.payment_files.fields import DETAIL_TAGS, HEADER_COLON_TAGS, PARTY_TAGS, SLASH_TAG
from esep.adapters.payment_files.writing import UnwritableField, free_text, long, other, required, short
from esep.domain.model.money import Money
from esep.domain.model.participant_list import OtherFields, ParticipantLine
from esep.domain.model.payment_order import Party, PaymentOrder

_TIYN_MAX = 10**17  # 15 digits of tenge
_APPLICATION_HEADER = re.compile(r"[IO][0-9]{3}[^{}]*")
_NOT_AMONG_PARTICIPANTS = {f":{tag}:" for tag in HEADER_COLON_TAGS} | {":21:", ":70:"}


@attrs.frozen(kw_only=True)
class Mt102Writer:
    """Implements `MessageWriter` for MT102, and for other types without a list.

    A character that the encoding does not have becomes `?`; cp1251 carries the Kazakh letters on foreign ones.
    """

    encoding: str = "cp1251"  # or "utf-8", "cp866", "utf-16" (little-endian, with its mark)
    line_end: str = "\r\n"

    def write(self, order: PaymentOrder) -> bytes:
        """One message; raises `UnwritableField` (an InvalidInput) for a value that would not be read as the same."""
        text = "\n".join((*_header(order), *_participants(order), *_closing(order), "-}", ""))
        return encode(text.replace("\n", self.line_end), self.encoding)


def _header(order: PaymentOrder) -> Iterator[str]:
    if not _APPLICATION_HEADER.fullmatch(order.application_header):
        raise UnwritableField("{2:", "it is not I or O and three digits first")
    for number, text in ((1, order.basic_header), (2, order.application_header)):
        if "{" in text or "}" in text:
            raise UnwritableField(f"{{{number}:", "it has a brace")
        yield f"{{{number}:{short(f'{{{number}:', text)}}}"
    yield "{4:"
    text, _ = free_text("{4:", order.others, has_slash_tags=True)
    if text:
        yield text
    yield ":20:" + required(":20:", order.reference)
    yield from _payer(order.payer)
    yield ":52B:" + required(":52B:", order.sender_bic)
    yield ":57B:" + required(":57B:", order.beneficiary_bic)
    yield from _beneficiary(order.beneficiary)
    yield from _details(order)


def _payer(payer: Party) -> Iterator[str]:
    yield ":50:/D/" + short(":50:", payer.account)
    required("NAME", payer.name)
    required("IDN", payer.identification_number)
    yield from _party(payer)


def _beneficiary(beneficiary: Party) -> Iterator[str]:
    account = required(":59:", beneficiary.account)
    if SLASH_TAG.match(account):
        raise UnwritableField(":59:", "the account begins like a new field")
    yield ":59:" + account
    yield from _party(beneficiary)


def _party(party: Party) -> Iterator[str]:
    fields = ((tag, short(tag, getattr(party, name))) for tag, name in PARTY_TAGS.items())
    yield from _given(fields, party.others)
    yield from _slash_others(party.others)


def _details(order: PaymentOrder) -> Iterator[str]:
    text, others = free_text(":70:", order.details_others)
    required("NUM", order.document_number)
    required("KNP", order.purpose_code)
    values = {tag: getattr(order, name) for tag, name in DETAIL_TAGS.items()} | {"DATE": _day(order.document_date)}
    fields = ((tag, long(tag, value) if tag == "ASSIGN" else short(tag, value)) for tag, value in values.items())
    lines = "\n".join((*_given(fields, others), *_slash_others(others)))
    yield f":70:{text}\n{lines}" if text else f":70:{lines}"


def _participants(order: PaymentOrder) -> Iterator[str]:
    if order.has_list != bool(order.participants):
        raise UnwritableField(":21:", "a message of type 102 has participants, one of another type none")
    for number, line in enumerate(order.participants, start=1):
        try:
            yield from _participant(line)
        except UnwritableField as error:
            raise UnwritableField(f"{error.field} of line {number}", error.reason) from error


def _participant(line: ParticipantLine) -> Iterator[str]:
    has_rnn_only = not line.identification_number and any(tag == "RNN" for tag, _ in line.others)
    yield ":21:" + short(":21:", line.number)
    yield ":32B:" + _amount(":32B:", line.amount_tiyn)
    yield ":70:/OPV/" + short("OPV", line.list_kind)
    yield "/FM/" + short("FM", line.surname)
    yield "/NM/" + short("NM", line.name)
    yield from _given([("FT", short("FT", line.patronymic))], line.others)
    yield "/DT/" + short("DT", line.birth_date)
    identification_number = ("IDN", short("IDN", line.identification_number))
    yield from _given([identification_number], line.others) if has_rnn_only else ("/IDN/" + identification_number[1],)
    yield from _given([("PERIOD", short("PERIOD", line.period))], line.others)
    yield from _line_others(line.others)


def _line_others(others: OtherFields) -> Iterator[str]:
    """Unknown fields of a line; a part `/TAG/` that follows a field of its own needs `:70:` again."""
    is_in_details = True
    for tag, value in others:
        if tag in _NOT_AMONG_PARTICIPANTS:
            raise UnwritableField(tag, "it cannot stand among participants")
        if not tag:
            yield ":70:" + free_text(":70:", ((tag, value),))[0]
        elif tag.startswith(":") or is_in_details:
            yield other(tag, value)
        else:
            yield ":70:" + other(tag, value)
        is_in_details = not tag.startswith(":")


def _closing(order: PaymentOrder) -> Iterator[str]:
    yield f":32A:{_day(order.value_date)}{_amount(':32A:', order.total.tiyn)}"
    _, others = free_text("{4:", order.others, has_slash_tags=True)
    for tag, value in others:
        if not tag.startswith(":") or (tag == ":21:" and order.has_list):
            raise UnwritableField(tag, "it cannot stand among the fields of a message")
        yield other(tag, value)


def _given(fields: Iterable[tuple[str, str]], others: OtherFields) -> Iterator[str]:
    """Fields with a value, and those that are repeated, lest the repetition be taken for the first."""
    repeated = {tag for tag, _ in others}
    return (f"/{tag}/{value}" for tag, value in fields if value or tag in repeated)


def _slash_others(others: OtherFields) -> Iterator[str]:
    for tag, value in others:
        if not tag or tag.startswith(":"):
            raise UnwritableField(tag, "only parts /TAG/ can stand here")
        yield other(tag, value)


def _amount(field: str, amount_tiyn: int) -> str:
    if not 0 < amount_tiyn < _TIYN_MAX:
        raise UnwritableField(field, "the amount is not positive, or has more than 15 digits")
    return "KZT" + Money(amount_tiyn).to_mt()


def _day(day: date) -> str:
    if not 2000 <= day.year <= 2099:
        raise UnwritableField("a day", "its year is not of this century, and has two digits only in a message")
    return f"{day:%y%m%d}"
