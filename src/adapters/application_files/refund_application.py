"""Reads an application for return from a JSON file."""

import re

from esep.adapters.application_files.document import DocumentUnreadable, read_document
from esep.adapters.application_files.json_object import JsonObject
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.identification_number import NumberKind, is_well_formed, kind_of
from esep.domain.model.money import TIYN_PER_TENGE
from esep.domain.model.refund import RefundReason
from esep.domain.model.refund_application import AskedLine, NamedOrder, RefundApplication
from esep.domain.ports.refund_files import ApplicationInvalid

BYTES_MAX = 4 * 1024 * 1024  # LINES_MAX lines of some 100 bytes, and room to spare
LINES_MAX = 20_000  # an order of the size that the product is measured with
DOCUMENTS_MAX = 50
APPLICATION_NUMBER_CHARACTERS_MAX = 50
REASON_CHARACTERS_MAX = 1_000
LINE_NUMBER_MAX = 2**31 - 1
AMOUNT_TIYN_MAX = 10**17 - 1  # 15 digits of tenge, as in a message

_TENGE = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,2}))?")


class JsonApplicationReader:
    """Implements `ApplicationReader`: UTF-8, one object, no key twice and none that is not known."""

    def read(self, content: bytes, file_name: str) -> RefundApplication:
        """See `ApplicationReader`."""
        faults: list[str] = []
        application = _application(JsonObject(_document(content, file_name), "", faults))
        if application is None or faults:
            raise ApplicationInvalid(file_name, faults)
        return application


def _document(content: bytes, file_name: str) -> object:
    try:
        return read_document(content, bytes_max=BYTES_MAX)
    except DocumentUnreadable as error:
        raise ApplicationInvalid(file_name, [str(error)]) from error


def _application(document: JsonObject) -> RefundApplication | None:
    application_number = document.text("application_number", characters_max=APPLICATION_NUMBER_CHARACTERS_MAX)
    applied_on = document.day("applied_on")
    payer = document.object("payer")
    payer_id = payer.parsed("id", _number, "an IIN or BIN: twelve digits, the last one checks", is_needed=True)
    payer_name = payer.text("name")
    payer.refuse_others()
    named = _order(document.object("order"))
    reason = document.choice("reason", RefundReason)
    reason_text = document.text(
        "reason_text", is_needed=reason is RefundReason.OTHER, characters_max=REASON_CHARACTERS_MAX
    )
    lines = _lines(document)
    documents = document.texts("documents", count_max=DOCUMENTS_MAX)
    document.refuse_others()
    if applied_on is None or payer_id is None or named is None or reason is None:
        return None
    return RefundApplication(
        application_number=application_number,
        applied_on=applied_on,
        payer_id=payer_id,
        payer_name=payer_name,
        order=named,
        reason=reason,
        reason_text=reason_text,
        lines=lines,
        documents=documents,
    )


def _order(order: JsonObject) -> NamedOrder | None:
    reference, number, day = order.text("reference"), order.text("number"), order.day("date")
    sender_bic, value_date = order.text("sender_bic", is_needed=False), order.day("value_date", is_needed=False)
    total_tiyn = order.integer("total_tiyn", least=1, greatest=AMOUNT_TIYN_MAX, is_needed=False)
    order.refuse_others()
    if day is None:
        return None
    return NamedOrder(
        reference=reference,
        document_number=number,
        document_date=day,
        sender_bic=sender_bic or None,
        value_date=value_date,
        total_tiyn=total_tiyn,
    )


def _lines(document: JsonObject) -> tuple[AskedLine, ...]:
    by_number: dict[int, AskedLine] = {}
    for item in document.objects("lines", count_max=LINES_MAX):
        line = _line(item)
        if line is not None and line.line_number in by_number:
            item.fault("line", f"{line.line_number} stands here a second time")
        elif line is not None:
            by_number[line.line_number] = line
    return tuple(by_number[number] for number in sorted(by_number))


def _line(item: JsonObject) -> AskedLine | None:
    number = item.integer("line", least=1, greatest=LINE_NUMBER_MAX)
    iin = item.parsed("iin", _iin, "an IIN: twelve digits, the last one checks")
    period = item.month("period", is_needed=False)
    amount_tiyn = item.integer("amount_tiyn", least=1, greatest=AMOUNT_TIYN_MAX, is_needed=False)
    amount = item.parsed("amount", _tenge, 'an amount in tenge above nothing, a text like "4250.00"')
    if item.has("amount_tiyn") and item.has("amount"):
        item.fault("amount", "stands beside amount_tiyn; give one of the two")
    item.refuse_others()
    if number is None:
        return None
    return AskedLine(line_number=number, iin=iin, period=period, amount_tiyn=amount_tiyn or amount)


def _number(text: str) -> str | None:
    return text if is_well_formed(text) and has_valid_check_digit(text) else None


def _iin(text: str) -> str | None:
    return text if kind_of(text) is not NumberKind.BIN and _number(text) else None


def _tenge(text: str) -> int | None:
    match = _TENGE.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) * TIYN_PER_TENGE + int((match[2] or "").ljust(2, "0")) or None
