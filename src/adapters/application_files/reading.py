"""JSON values as values of an application, each fault told without quoting what stands there."""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, Union, get_args, get_origin

import cattrs
from cattrs.cols import homogenous_tuple_structure_factory

from esep.adapters.application_files.shape import (
    DAYS_MAX,
    TEXT_CHARACTERS_MAX,
    BicText,
    Days,
    IbanText,
    IinText,
    Text,
    Whole,
)
from esep.domain.model.almaty import ALMATY
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.iban import is_bic, is_iban
from esep.domain.model.identification_number import NumberKind, is_well_formed, kind_of
from esep.domain.model.recipient_case import Channel, Relation
from esep.domain.model.social_payment import SocialPaymentKind

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHARE = re.compile(r"([0-9]{1,4})/([1-9][0-9]{0,3})")
WHOLE_MAX = 10_000


class Fault(ValueError):
    """A value is not what is expected; the text says what is."""


def converter() -> cattrs.Converter:
    """Reads documents: every value strictly of its type, no key that is not known."""
    made = cattrs.Converter(forbid_extra_keys=True)
    readers: dict[Any, Callable[[Any], Any]] = {
        Text: _text,
        IinText: _iin,
        IbanText: _iban,
        BicText: _bic,
        Whole: lambda value: _whole(value, WHOLE_MAX),
        Days: lambda value: _whole(value, DAYS_MAX),
        bool: _truth,
        date: _day,
        datetime: _instant,
        Fraction: _share,
        SocialPaymentKind: _kind,
        Channel: _one_of(Channel),
        Relation: _one_of(Relation),
    }
    for kind, read in readers.items():
        made.register_structure_hook(kind, _hook(read))
    made.register_structure_hook_factory(_is_list, _list_hook)
    made.register_structure_hook_func(_is_optional, lambda value, asked: _optional(made, value, asked))
    return made


def _hook(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _is_list(asked: Any) -> bool:
    origin: Any = get_origin(asked)
    return origin is tuple


def _list_hook(asked: Any, made: cattrs.BaseConverter) -> Callable[[Any, Any], Any]:
    """As cattrs reads lists, but no text as a list of its characters."""
    read = homogenous_tuple_structure_factory(asked, made)

    def read_list(value: Any, kind: Any) -> Any:
        if not isinstance(value, list):
            raise Fault("is no list; expected […]")
        return read(value, kind)

    return read_list


def _is_optional(asked: Any) -> bool:
    return get_origin(asked) in (Union, UnionType) and type(None) in get_args(asked)


def _optional(made: cattrs.Converter, value: Any, asked: Any) -> Any:
    [inner] = [kind for kind in get_args(asked) if kind is not type(None)]
    return None if value is None else made.structure(value, inner)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Fault("is no text; write it in quotes")
    words = " ".join(value.split())
    if not words:
        raise Fault("is empty")
    if len(words) > TEXT_CHARACTERS_MAX:
        raise Fault(f"has {len(words)} characters; at most {TEXT_CHARACTERS_MAX} are kept")
    if not words.isprintable():
        raise Fault("has a character that cannot be shown; take it out")
    return words


def _iin(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    if not is_well_formed(text) or kind_of(text) is NumberKind.BIN:
        raise Fault("is no IIN; expected twelve digits in quotes (Order 100, item 12(1))")
    if not has_valid_check_digit(text):
        raise Fault("is no IIN: the last digit is not the check digit of the others (Order 100, item 12(1))")
    return text


def _iban(value: Any) -> str:
    text = value.replace(" ", "") if isinstance(value, str) else ""
    if not is_iban(text):
        raise Fault("is no account of Kazakhstan: expected KZ, 18 letters or digits, the check digits right")
    return text


def _bic(value: Any) -> str:
    if not isinstance(value, str) or not is_bic(value):
        raise Fault("is no bank's code; expected 8 or 11 letters and digits")
    return value


def _whole(value: Any, greatest: int) -> int:
    if type(value) is not int or not 1 <= value <= greatest:
        raise Fault(f"is no whole number from 1 to {greatest}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Fault("is neither true nor false")
    return value


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Fault("is no date like 2025-04-02")


def _instant(value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        instant = None
    if instant is None or (isinstance(value, str) and _DAY.fullmatch(value)):
        raise Fault("is no instant like 2025-04-02T10:15:00+05:00")
    return instant if instant.tzinfo else instant.replace(tzinfo=ALMATY)


def _share(value: Any) -> Fraction:
    match = _SHARE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Fault('is no share; expected a text like "1/3"')
    return Fraction(int(match[1]), int(match[2]))


def _kind(value: Any) -> SocialPaymentKind:
    for kind in SocialPaymentKind:
        if value in (kind.value, kind.word):
            return kind
    raise Fault(f"is no kind of social payment; expected one of {', '.join(kind.word for kind in SocialPaymentKind)}")


def _one_of(kind: type[Enum]) -> Callable[[Any], Enum]:
    known = {member.value: member for member in kind}

    def read(value: Any) -> Enum:
        if not isinstance(value, str) or value not in known:
            raise Fault(f"is none of {', '.join(known)}")
        return known[value]

    return read
