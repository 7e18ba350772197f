"""Sex of a person as the state register keeps it."""

from enum import Enum


class Sex(Enum):
    """Sex of a person."""

    MALE = "male"
    FEMALE = "female"
