"""What the state register of persons answers."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

import attrs

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.sex import Sex


class LifeStatus(Enum):
    """As the register gives it."""

    ALIVE = "alive"
    DEAD = "dead"


@attrs.frozen(kw_only=True)
class RegisterPerson:
    """One person of a register snapshot, every field of it."""

    iin: str
    surname: str
    name: str
    patronymic: str  # "" where the person has none
    birth_date: date
    sex: Sex | None
    life_status: LifeStatus
    death_date: date | None
    excluded: bool
    # From here on None is not known, and "" is none.
    citizenship: str | None = None
    address: str | None = None
    post_office: str | None = None
    document_type: str | None = None
    document_number: str | None = None
    document_issued_on: date | None = None
    document_issuer: str | None = None


@attrs.frozen(kw_only=True)
class RegisterNote:
    """What the register says of a person who is dead or excluded; of most people there is nothing to say."""

    death_month: int | None  # number of the month of death (`Month.to_number`)
    excluded: bool


@attrs.frozen(kw_only=True)
class RegisterAnswers:
    """Answers to one question about many numbers, with what is needed to ask again later.

    In the shape that lists of participants are compared with: for each person one text, and no value of a class.
    """

    source: str  # which register answered
    version: int  # of its data, where it has versions
    answered_at: datetime
    # By number: surname, name, patronymic and birth date (YYYYMMDD) joined by line feeds, as the register writes them.
    # Who is not known is not there.
    written: Mapping[int, str]
    notes: Mapping[int, RegisterNote]


@attrs.frozen(kw_only=True)
class RegisterVersion:
    """A version of the register: a snapshot that was loaded whole, or a part with the people who changed since."""

    version: int
    file_name: str
    sha256: bytes
    people_count: int  # in this version, whole or part
    loaded_at: datetime
    loaded_by: str
    is_whole: bool = True
    valid_on: date | None = None  # the day of which it tells; None: the day of loading
    due_on: date | None = None  # of a part: by when its changes had to be recorded (Rules, item 9)
    changed_count: int | None = None  # of a part: those of its people who were known before

    @property
    def tells_of(self) -> date:
        """The day of which it tells."""
        return self.valid_on or day_in_almaty(self.loaded_at)
