"""What becomes of an order, and of the parts of its money."""

from enum import Enum

import attrs


class Outcome(Enum):
    """Where a message or an order stands."""

    ACCEPTED = "accepted"  # every line credited
    CUT = "cut"  # good lines credited, bad lines returned
    RETURNED = "returned"  # returned whole
    HELD = "held"  # waits for an operator or the register; its money stands unallocated
    QUARANTINED = "quarantined"  # the message could not be read
    DUPLICATE = "duplicate"  # the same order again, without effect


class LineOutcome(Enum):
    """The one outcome of a line; a single letter in the store."""

    CREDITED = "c"
    RETURNED = "r"
    HELD = "h"


@attrs.frozen
class Part:
    """A part of an order: how many lines and how much money."""

    lines: int = 0
    tiyn: int = 0
