"""Findings: what an examination has to say about an order or one of its lines. Data, not exceptions."""

from enum import Enum

import attrs


class Severity(Enum):
    """What a finding leads to, gravest first."""

    QUARANTINE = "quarantine"  # the message cannot be read
    HOLD = "hold"  # the order waits for an operator or for the register
    RETURN = "return"  # the line, or the whole order, goes back to the payer
    WARNING = "warning"  # credited, and flagged


@attrs.frozen(kw_only=True)
class Finding:
    """One fault or peculiarity. It carries no personal data; texts for people are made from its code."""

    code: str
    severity: Severity
    line: int | None = None  # counted from 1 by place in the list; None where the order as a whole is meant
    field: str = ""  # the field looked at, named as in the message
    found: str = ""
    expected: str = ""
