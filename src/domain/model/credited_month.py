"""Months that count although no contribution came for them, and income that a certificate confirms."""

from datetime import date
from enum import Enum

import attrs

from esep.domain.model.month import Month


class CreditedKind(Enum):
    """Why a month is credited (Social Code 118(3), 181(1), 240(2)); what follows from it stands in a table."""

    EMERGENCY_BENEFIT = "emergency-benefit"  # benefit for the state of emergency or restrictions was received
    ZERO_COEFFICIENT = "zero-coefficient"  # contributions were levied with the coefficient 0
    CERTIFIED_INCOME = "certified-income"  # the same, with the income that the payer certifies
    MEDIA_EXEMPTION = "media-exemption"  # work for media whose income was exempt from April to September 2020
    JOB_LOSS_BENEFIT = "job-loss-benefit"  # a month of job-loss benefit received: it takes from the length


@attrs.frozen(kw_only=True)
class CreditedMonth:
    """One row of the list."""

    person_key: int
    month: Month
    kind: CreditedKind
    income_tiyn: int | None  # as certified; None where the row names none
    document_number: str
    document_date: date
