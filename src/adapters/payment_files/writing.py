"""What may stand in a message that is written: a value that would be read as something else is refused."""

from esep.adapters.payment_files.blocks import BLOCK_SIGN
from esep.adapters.payment_files.fields import COLON_TAG, OTHER_TAG, SLASH_TAG
from esep.domain.errors import InvalidInput
from esep.domain.model.participant_list import OtherFields


class UnwritableField(InvalidInput):
    """A field's value cannot stand in a message so that it reads the same; the message names the field."""

    code = "field-unwritable"

    def __init__(self, field: str, reason: str) -> None:
        """Keep the field's name in the message and what is wrong with its value; the value itself is not told."""
        super().__init__(f"{field} cannot be written into a payment message: {reason}; correct it and write again")
        self.field = field
        self.reason = reason


def short(field: str, value: str) -> str:
    """A value of one line."""
    if "\n" in value:
        raise UnwritableField(field, "it has more than one line")
    return _readable(field, value)


def required(field: str, value: str) -> str:
    """A value of one line that readers demand."""
    if not value:
        raise UnwritableField(field, "it is empty")
    return short(field, value)


def long(field: str, value: str, *, has_slash_tags: bool = False) -> str:
    """A value of several lines, none of which begins a new field."""
    _, *following = _readable(field, value).split("\n")
    _refuse_tags(field, following, has_slash_tags=has_slash_tags)
    if following and not following[-1]:
        raise UnwritableField(field, "its last line is empty")
    return value


def other(tag: str, value: str) -> str:
    """A field that the product gives no meaning to; lines of a `:TAG:` field may begin with slash tags."""
    if not OTHER_TAG.fullmatch(tag):
        raise UnwritableField(tag, "a tag is LETTERS or :DIGITS:")
    is_colon_tag = tag.startswith(":")
    written = tag if is_colon_tag else f"/{tag}/"
    return written + long(tag, value, has_slash_tags=is_colon_tag)


def free_text(field: str, others: OtherFields, *, has_slash_tags: bool = False) -> tuple[str, OtherFields]:
    """The text before the first tag, which stands first among the others with the tag "", and the rest of them."""
    if not others or others[0][0]:
        return "", others
    text = long(field, others[0][1], has_slash_tags=has_slash_tags)
    _refuse_tags(field, text.split("\n")[:1], has_slash_tags=has_slash_tags)
    if not text or text.startswith("\n"):
        raise UnwritableField(field, "its first line is empty")
    return text, others[1:]


def _readable(field: str, value: str) -> str:
    if "\r" in value or "\0" in value:
        raise UnwritableField(field, "it has a carriage return or NUL")
    if any(line != line.rstrip(" \t") for line in value.split("\n")):
        raise UnwritableField(field, "a line of it ends with a blank")
    if BLOCK_SIGN.search(value):
        raise UnwritableField(field, "it has a sign like {1:")
    return value


def _refuse_tags(field: str, lines: list[str], *, has_slash_tags: bool) -> None:
    for line in lines:
        if line.startswith("-}") or COLON_TAG.match(line) or (SLASH_TAG.match(line) and not has_slash_tags):
            raise UnwritableField(field, "a line of it begins like a new field")
