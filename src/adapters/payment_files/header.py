"""Reads the header fields of a message: by one pattern where it is regular, else field by field."""

import re
from collections.abc import Mapping

import attrs

from esep.adapters.payment_files.fields import (
    COLON_TAG,
    DETAIL_TAGS,
    HEADER_COLON_TAGS,
    PARTY_TAGS,
    PAYER_TAGS,
    POST_TAGS,
    SLASH_TAG,
    first_of_each,
    one_line,
    split_fields,
)
from esep.domain.model.incoming_message import Defect
from esep.domain.model.participant_list import OtherFields

_REGULAR_PARTY = "".join(rf"(?:\n/{tag}/(?P<{{party}}_{name}>.*))?" for tag, name in POST_TAGS.items())
_REGULAR_HEADER = re.compile(
    r"\n:20:(?P<reference>.+)"
    r"\n:50:/D/(?P<payer_account>.*)\n/NAME/(?P<payer_name>.+)\n/IDN/(?P<payer_identification_number>.+)"
    + _REGULAR_PARTY.format(party="payer")
    + r"\n:52B:(?P<sender_bic>.+)\n:57B:(?P<beneficiary_bic>.+)"
    r"\n:59:(?P<beneficiary_account>[^/\n].*)"
    r"(?:\n/NAME/(?P<beneficiary_name>.*))?(?:\n/IDN/(?P<beneficiary_identification_number>.*))?"
    + _REGULAR_PARTY.format(party="beneficiary")
    + r"\n:70:/NUM/(?P<document_number>.+)\n/DATE/(?P<document_date>.+)"
    r"(?:\n/SEND/(?P<sending_way>.*))?(?:\n/VO/(?P<operation_kind>.*))?\n/KNP/(?P<purpose_code>.+)"
    r"(?:\n/PSO/(?P<processing>.*))?(?:\n/PRT/(?P<priority>.*))?(?:\n/PERIOD/(?P<period>.*))?"
    r"(?:\n/ASSIGN/(?P<assignment>.*(?:\n[^:/\n].*)*))?"
)
_REGULAR_TAIL = re.compile(r"\n:32A:(?P<value_date>[0-9]{6})(?P<total>KZT.+)")

_PLAIN_FIELDS = {"20": "reference", "52B": "sender_bic", "57B": "beneficiary_bic"}
_NAMES = _REGULAR_HEADER.groupindex.keys() | _REGULAR_TAIL.groupindex.keys()
MANDATORY = {
    "reference": (":20:", "the sender's reference"),
    "payer": (":50:", "the payer"),
    "payer_name": ("NAME", "the payer's name in :50:"),
    "payer_identification_number": ("IDN", "the payer's IIN or BIN in :50:"),
    "sender_bic": (":52B:", "the BIC of the sender's bank"),
    "beneficiary_bic": (":57B:", "the BIC of the beneficiary's bank"),
    "beneficiary_account": (":59:", "the beneficiary's account"),
    "document_number": ("NUM", "the number of the payment order in :70:"),
    "document_date": ("DATE", "the date of the payment order in :70:"),
    "purpose_code": ("KNP", "the purpose code in :70:"),
    "closing": (":32A:", "the value date and the total"),
}


@attrs.frozen(kw_only=True)
class HeaderReading:
    """The header's values by name; a field that is absent has ""."""

    values: Mapping[str, str]
    payer_others: OtherFields = ()
    beneficiary_others: OtherFields = ()
    details_others: OtherFields = ()
    others: OtherFields = ()
    defects: tuple[Defect, ...] = ()  # mandatory fields that are missing


def read_header(text: str, tail: str) -> HeaderReading:
    """Read what stands before the list (each line after a line feed) and what stands behind it."""
    header, closing = _REGULAR_HEADER.fullmatch(text), _REGULAR_TAIL.fullmatch(tail)
    if header and closing:
        return HeaderReading(values=header.groupdict("") | closing.groupdict(""))
    return read_irregular_header(text + tail)


def read_irregular_header(text: str) -> HeaderReading:
    """Read a header of any order of fields, and say which mandatory ones are missing."""
    free, colon_fields = split_fields(COLON_TAG, text)
    fields, repeated_or_unknown = first_of_each(colon_fields, HEADER_COLON_TAGS | {"70"})
    payer, payer_others = _payer(fields.get("50", ""))
    beneficiary, beneficiary_others = _beneficiary(fields.get("59", ""))
    details, details_others = _details(fields.get("70", ""))
    values = dict.fromkeys(_NAMES, "") | payer | beneficiary | details | _closing(one_line(fields.get("32A", "")))
    values |= {name: one_line(fields.get(tag, "")) for tag, name in _PLAIN_FIELDS.items()}
    return HeaderReading(
        values=values,
        payer_others=payer_others,
        beneficiary_others=beneficiary_others,
        details_others=details_others,
        others=_free(free) + tuple((f":{tag}:", value) for tag, value in repeated_or_unknown),
        defects=tuple(_missing(values, has_payer="50" in fields)),
    )


def _payer(text: str) -> tuple[dict[str, str], OtherFields]:
    free, fields = split_fields(SLASH_TAG, text)
    account = (("D", free),) if free else ()
    values, others = first_of_each((*account, *fields), PAYER_TAGS)
    return {f"payer_{PAYER_TAGS[tag]}": one_line(value) for tag, value in values.items()}, others


def _beneficiary(text: str) -> tuple[dict[str, str], OtherFields]:
    free, fields = split_fields(SLASH_TAG, text)
    values, others = first_of_each(fields, PARTY_TAGS)
    named = {f"beneficiary_{PARTY_TAGS[tag]}": one_line(value) for tag, value in values.items()}
    return named | {"beneficiary_account": one_line(free)}, others


def _details(text: str) -> tuple[dict[str, str], OtherFields]:
    free, fields = split_fields(SLASH_TAG, text)
    values, others = first_of_each(fields, DETAIL_TAGS)
    named = {DETAIL_TAGS[tag]: value if tag == "ASSIGN" else one_line(value) for tag, value in values.items()}
    return named, _free(free) + others


def _closing(text: str) -> dict[str, str]:
    day_length = text.find("KZT") if "KZT" in text else 6
    return {"closing": text, "value_date": text[:day_length], "total": text[day_length:]}


def _free(text: str) -> OtherFields:
    return (("", text),) if text else ()


def _missing(values: Mapping[str, str], *, has_payer: bool) -> list[Defect]:
    names = [name for name in MANDATORY if not values.get(name)]
    if has_payer:
        names.remove("payer")
    else:
        names = [name for name in names if not name.startswith("payer_")]
    return [Defect(field=MANDATORY[name][0], found="", expected=MANDATORY[name][1]) for name in names]
