"""Reads one participant's block of any shape: tags in any order, unknown and repeated ones, values of several lines."""

import attrs

from esep.adapters.payment_files.fields import (
    AMOUNT_EXPECTED,
    COLON_TAG,
    HEADER_COLON_TAGS,
    LINE_TAGS,
    SLASH_TAG,
    first_of_each,
    one_line,
    read_amount_tiyn,
    shown,
    split_fields,
)
from esep.domain.model.incoming_message import Defect
from esep.domain.model.participant_list import OtherFields

Row = tuple[str, str, str, str, str, str, str, str, str]
"""Number, amount without KZT, kind of list, surname, name, patronymic, birth date, IIN, period; "" where absent."""


@attrs.frozen(kw_only=True)
class BlockReading:
    """What one block says; with defects the row is not complete."""

    row: Row
    others: OtherFields
    header_text: str  # from the first field of the whole message on, "" where there is none
    defects: tuple[Defect, ...]


def read_block(text: str) -> BlockReading:
    """Read one block; `text` begins behind `:21:`."""
    text = f":21:{text}"
    header_begin = next((tag.start() for tag in COLON_TAG.finditer(text) if tag[1] in HEADER_COLON_TAGS), len(text))
    parts = _Parts()
    parts.take(text[:header_begin])
    amount = one_line(parts.amount or "")
    values, others = first_of_each(parts.fields, LINE_TAGS)
    kind, surname, name, patronymic, birth_date, iin, period = (one_line(values.get(tag, "")) for tag in LINE_TAGS)
    return BlockReading(
        row=(parts.number, amount.removeprefix("KZT"), kind, surname, name, patronymic, birth_date, iin, period),
        others=others,
        header_text="\n" + text[header_begin:] if header_begin < len(text) else "",
        defects=tuple(_defects(parts.amount, amount, values.keys() | {tag for tag, _ in others})),
    )


@attrs.define
class _Parts:
    """The parts of a block: fields in the order they came, with the amount and the number taken out."""

    number: str = ""
    amount: str | None = None
    fields: list[tuple[str, str]] = attrs.field(factory=list)

    def take(self, text: str) -> None:
        _, colon_fields = split_fields(COLON_TAG, text)
        for tag, value in colon_fields:
            if tag == "70":
                free, slash_fields = split_fields(SLASH_TAG, value)
                self.fields += [("", free)] if free else []
                self.fields += slash_fields
            elif tag == "21":
                self.number = self._take_first_line(value)
            elif tag == "32B" and self.amount is None:
                self.amount = self._take_first_line(value)
            else:
                self.fields.append((f":{tag}:", value))

    def _take_first_line(self, value: str) -> str:
        """The value itself; parts `/TAG/` that follow it without their own `:70:` are taken all the same."""
        first, _, following = value.partition("\n")
        free, slash_fields = split_fields(SLASH_TAG, following)
        self.fields += slash_fields
        return one_line(f"{first}\n{free}")


def _defects(amount_field: str | None, amount: str, tags: set[str]) -> list[Defect]:
    defects = []
    if amount_field is None or read_amount_tiyn(amount) is None:
        defects.append(Defect(field=":32B:", found=shown(amount), expected=AMOUNT_EXPECTED))
    missing = [tag for tag in ("FM", "NM", "DT") if tag not in tags]
    defects += [Defect(field=tag, found="", expected=f"the tag /{tag}/") for tag in missing]
    if not tags & {"IDN", "RNN"}:
        defects.append(Defect(field="IDN", found="", expected="the tag /IDN/ (or /RNN/)"))
    return defects
