"""The frame of a message: blocks 1, 2 and 4."""

import re

import attrs

from esep.domain.model.incoming_message import Defect

BLOCK_SIGN = re.compile(r"\{[1-5]:")

_FIELD = "block structure"
_REGULAR_BLOCKS = re.compile(
    r"\{1:([^{}\n]*)\}\s*\{2:([IO][0-9]{3}[^{}\n]*)\}\s*(?:\{3:(?:[^{}\n]|\{[^{}\n]*\})*\}\s*)?\{4:(?=\n)"
)
_BLOCK_1 = re.compile(r"\{1:([^{}\n]*)\}")
_BLOCK_2 = re.compile(r"\{2:([IO][0-9]{3}[^{}\n]*)\}")
_BODY_BEGIN = re.compile(r"\{4:|^(?=:[0-9A-Z]{2,3}:)", re.MULTILINE)
_BODY_END = "\n-}"


@attrs.frozen(kw_only=True)
class Blocks:
    """What the blocks hold; block 4 stands in `text` from `begin` to `end`, every line of it after a line feed."""

    basic_header: str
    application_header: str
    text: str
    begin: int
    end: int
    defects: tuple[Defect, ...] = ()

    @property
    def has_list(self) -> bool:
        """Only a message of type 102 carries a list; where the type is unknown it may."""
        return self.application_header[1:4] in {"102", ""}


def read_blocks(text: str) -> Blocks:
    """Read the frame; where it is damaged, as much of it as there is, with its defects."""
    regular = _REGULAR_BLOCKS.match(text)
    end = text.rfind(_BODY_END)
    if not regular or end < regular.end():
        return _read_damaged_blocks(text)
    begin = regular.end()
    defects = _foreign_blocks(text, begin, end)
    return Blocks(
        basic_header=regular[1], application_header=regular[2], text=text, begin=begin, end=end, defects=defects
    )


def _read_damaged_blocks(text: str) -> Blocks:
    block_1 = _BLOCK_1.match(text)
    block_2 = _BLOCK_2.search(text)
    body = _BODY_BEGIN.search(text)
    begin = body.end() if body else len(text)
    end = text.find(_BODY_END, begin)
    expected = (
        (block_1, "{1:…} at the beginning"),
        (block_2, "{2:…} with I or O and three digits"),
        (body and body[0], "{4: before the fields"),
        (end >= 0, "-} at the start of a line at the end; the message is cut off"),
    )
    body_text = text[begin : end if end >= 0 else len(text)]
    if body_text and not body_text.startswith("\n"):
        body_text = f"\n{body_text}"
    return Blocks(
        basic_header=block_1[1] if block_1 else "",
        application_header=block_2[1] if block_2 else "",
        text=body_text,
        begin=0,
        end=len(body_text),
        defects=tuple(Defect(field=_FIELD, found="", expected=what) for is_there, what in expected if not is_there)
        + _foreign_blocks(body_text, 0, len(body_text)),
    )


def _foreign_blocks(text: str, begin: int, end: int) -> tuple[Defect, ...]:
    """A second message inside this one: the first was cut off, and fields of both would be mixed."""
    sign = BLOCK_SIGN.search(text, begin, end) if text.find("{", begin, end) >= 0 else None
    return (Defect(field=_FIELD, found=sign[0], expected="no other block inside block 4"),) if sign else ()
