"""Reads the list of participants of an order: all at once where the blocks are regular, else block by block."""

import re

import attrs

from esep.adapters.payment_files.fields import read_amounts_tiyn
from esep.adapters.payment_files.participant_block import Row, read_block
from esep.domain.model.incoming_message import Defect
from esep.domain.model.participant_list import OtherFields, ParticipantList

BLOCK_BEGIN = "\n:21:"
_BLOCK = (
    r"(.*)\n:32B:KZT([0-9]{1,15},[0-9]{0,2})\n:70:/OPV/(.*)\n/FM/(.*)\n/NM/(.*)"
    r"(?:\n/FT/(.*))?\n/DT/(.*)\n/IDN/(.*)(?:\n/PERIOD/(.*))?"
)
_OLD_BLOCK = re.sub("/(FM|NM|FT|DT|IDN|PERIOD)", r"//\1", _BLOCK)  # before October 2011
_REGULAR_BLOCK = re.compile(_BLOCK.replace("\\n/", "\\n//?"))
_IN_LIST, _OLD_IN_LIST = (re.compile(rf"{BLOCK_BEGIN}{block}(?={BLOCK_BEGIN}|\Z)") for block in (_BLOCK, _OLD_BLOCK))
_FIRST_BLOCK_LENGTH_MAX = 500


@attrs.frozen(kw_only=True)
class ListReading:
    """What a list of participants says; with defects the participants are not complete."""

    participants: ParticipantList
    header_text: str = ""  # fields of the whole message that stood inside the list
    defects: tuple[Defect, ...] = ()


def read_list(text: str, begin: int, end: int) -> ListReading:
    """Read the blocks from the first `:21:` at `begin` to `end`; where they are equal the list is empty."""
    is_old = text.find("\n//FM/", begin, min(end, begin + _FIRST_BLOCK_LENGTH_MAX)) >= 0
    rows: list[Row] = (_OLD_IN_LIST if is_old else _IN_LIST).findall(text, begin, end)
    if len(rows) == text.count(BLOCK_BEGIN, begin, end):
        participants = _participants(rows)
        if all(participants.amounts_tiyn):
            return ListReading(participants=participants)
    return _read_block_by_block(text[begin:end].split(BLOCK_BEGIN)[1:])


def _read_block_by_block(blocks: list[str]) -> ListReading:
    rows: list[Row] = []
    others: list[tuple[int, OtherFields]] = []
    header_text = ""
    defects: list[Defect] = []
    for index, block in enumerate(blocks):
        regular = _REGULAR_BLOCK.fullmatch(block)
        if regular and regular[2].strip("0,"):
            rows.append(regular.groups(""))  # type: ignore[arg-type]  # typeshed: groups of any number
            continue
        reading = read_block(block)
        rows.append(reading.row)
        others += [(index, reading.others)] if reading.others else []
        header_text += reading.header_text
        defects += [attrs.evolve(item, expected=f"in line {index + 1}: {item.expected}") for item in reading.defects]
    participants = ParticipantList() if defects else _participants(rows, tuple(others))
    return ListReading(participants=participants, header_text=header_text, defects=tuple(defects))


def _participants(rows: list[Row], others: tuple[tuple[int, OtherFields], ...] = ()) -> ParticipantList:
    if not rows:
        return ParticipantList()
    numbers, amounts, kinds, surnames, names, patronymics, birth_dates, identification_numbers, periods = zip(
        *rows, strict=True
    )
    return ParticipantList(
        numbers=numbers,
        amounts_tiyn=tuple(read_amounts_tiyn(amounts)),
        list_kinds=kinds,
        surnames=surnames,
        names=names,
        patronymics=patronymics,
        birth_dates=birth_dates,
        identification_numbers=identification_numbers,
        periods=periods,
        others=others,
    )
