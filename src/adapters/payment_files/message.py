"""Reads one decoded message whole: as a payment order, or as unreadable with all its defects."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter

import attrs

from esep.adapters.payment_files.blocks import Blocks, read_blocks
from esep.adapters.payment_files.fields import AMOUNT_EXPECTED, read_amount_tiyn, read_day, shown
from esep.adapters.payment_files.header import HeaderReading, read_header
from esep.adapters.payment_files.participants import BLOCK_BEGIN, read_list
from esep.domain.model.incoming_message import Defect, UnreadableMessage
from esep.domain.model.money import Money
from esep.domain.model.participant_list import OtherFields, ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder

DEFECTS_MAX = 100  # an operator reads the first ones; the message is kept whole

_CLOSING = "\n:32A:"
_DAY_EXPECTED = "a day YYMMDD"
_PARTY = ("account", "name", "identification_number", "chief", "main_bookkeeper", "residency", "sector")
_PAYER = itemgetter(*(f"payer_{name}" for name in _PARTY))
_BENEFICIARY = itemgetter(*(f"beneficiary_{name}" for name in _PARTY))


def read_message(text: str) -> PaymentOrder | UnreadableMessage:
    """Read one message; `text` has line feeds only, and no blanks at the ends of its lines."""
    blocks = read_blocks(text)
    if blocks.defects and blocks.begin == blocks.end:
        return UnreadableMessage(defects=blocks.defects)
    begin, end = _list_borders(blocks)
    listed = read_list(blocks.text, begin, end)
    header = read_header(blocks.text[blocks.begin : begin], listed.header_text + blocks.text[end : blocks.end])
    settlement = _Settlement.of(header.values)
    defects = blocks.defects + header.defects + settlement.defects(header.values)
    if blocks.has_list and begin == end:
        defects += (Defect(field=":21:", found="", expected="at least one participant"),)
    if defects := defects + listed.defects:
        line_count = blocks.text.count(BLOCK_BEGIN, begin, end) or None
        return _unreadable(_shortened(defects), header.values, settlement, line_count)
    return _order(blocks, header, settlement, listed.participants)


def _list_borders(blocks: Blocks) -> tuple[int, int]:
    """Where the list begins and where the fields behind it do; equal where there is no list."""
    text, end = blocks.text, blocks.end
    begin = text.find(BLOCK_BEGIN, blocks.begin, end) if blocks.has_list else -1
    last = text.rfind(BLOCK_BEGIN, begin, end) if begin >= 0 else blocks.begin
    closing = text.find(_CLOSING, last, end)
    list_end = closing if closing >= 0 else end
    return (begin if begin >= 0 else list_end), list_end


_NO_DAY = date.min


@attrs.frozen
class _Settlement:
    """The header's days and total; a day before all others, or 0, where there is none."""

    document_date: date
    value_date: date
    total_tiyn: int

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "_Settlement":
        return cls(
            read_day(values["document_date"]) or _NO_DAY,
            read_day(values["value_date"]) or _NO_DAY,
            read_amount_tiyn(values["total"]) or 0,
        )

    def defects(self, values: Mapping[str, str]) -> tuple[Defect, ...]:
        """What is given and wrong; what is missing is told elsewhere."""
        if self.document_date > _NO_DAY and self.value_date > _NO_DAY and self.total_tiyn > 0:
            return ()
        is_closed = bool(values["value_date"] + values["total"])
        judged = (
            ("DATE", "document_date", self.document_date > _NO_DAY or not values["document_date"], _DAY_EXPECTED),
            (":32A:", "value_date", self.value_date > _NO_DAY or not is_closed, _DAY_EXPECTED),
            (":32A:", "total", self.total_tiyn > 0 or not is_closed, AMOUNT_EXPECTED),
        )
        return tuple(
            Defect(field=field, found=shown(values[name]), expected=expected)
            for field, name, is_good, expected in judged
            if not is_good
        )


def _order(
    blocks: Blocks, header: HeaderReading, settlement: _Settlement, participants: ParticipantList
) -> PaymentOrder:
    values = header.values
    return PaymentOrder(
        basic_header=blocks.basic_header,
        application_header=blocks.application_header,
        reference=values["reference"],
        payer=_party(_PAYER(values), header.payer_others),
        sender_bic=values["sender_bic"],
        beneficiary_bic=values["beneficiary_bic"],
        beneficiary=_party(_BENEFICIARY(values), header.beneficiary_others),
        document_number=values["document_number"],
        document_date=settlement.document_date,
        purpose_code=values["purpose_code"],
        value_date=settlement.value_date,
        total=Money(settlement.total_tiyn),
        sending_way=values["sending_way"],
        operation_kind=values["operation_kind"],
        processing=values["processing"],
        priority=values["priority"],
        period=values["period"],
        assignment=values["assignment"],
        participants=participants,
        details_others=header.details_others,
        others=header.others,
    )


def _party(texts: tuple[str, ...], others: OtherFields) -> Party:
    account, name, identification_number, chief, main_bookkeeper, residency, sector = texts
    return Party(
        account=account,
        name=name,
        identification_number=identification_number,
        chief=chief,
        main_bookkeeper=main_bookkeeper,
        residency=residency,
        sector=sector,
        others=others,
    )


def _unreadable(
    defects: tuple[Defect, ...], values: Mapping[str, str], settlement: _Settlement, line_count: int | None
) -> UnreadableMessage:
    has_value_date = settlement.value_date > _NO_DAY
    return UnreadableMessage(
        defects=defects,
        reference=values["reference"] or None,
        value_date=settlement.value_date if has_value_date else None,
        sender_bic=values["sender_bic"] or None,
        payer_id=values["payer_identification_number"] or None,
        payer_name=values["payer_name"] or None,
        purpose_code=values["purpose_code"] or None,
        period=values["period"] or None,
        line_count=line_count,
        total=Money(settlement.total_tiyn) if settlement.total_tiyn else None,
    )


def _shortened(defects: tuple[Defect, ...]) -> tuple[Defect, ...]:
    if len(defects) <= DEFECTS_MAX:
        return defects
    more = len(defects) - DEFECTS_MAX + 1
    rest = Defect(field=":21:", found=f"{more} more defects", expected="a list of participants without defects")
    return (*defects[: DEFECTS_MAX - 1], rest)
