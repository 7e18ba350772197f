"""What an application file may say, as classes that the document is read into."""

from datetime import date, datetime
from fractions import Fraction
from typing import NewType

import attrs

from esep.domain.model.recipient_case import Channel, Relation
from esep.domain.model.social_payment import SocialPaymentKind

Text = NewType("Text", str)  # one line, spaces around and between words made one, not empty
IinText = NewType("IinText", str)  # twelve digits, the last one checks
IbanText = NewType("IbanText", str)
BicText = NewType("BicText", str)
Whole = NewType("Whole", int)  # a whole number above nothing
Days = NewType("Days", int)  # likewise, of a leave

DAYS_MAX = 366  # more than any sheet of temporary incapacity for work has
DOCUMENTS_MAX = 50
DEPENDANTS_MAX = 50
TEXT_CHARACTERS_MAX = 250


@attrs.frozen(kw_only=True)
class ApplicantShape:
    """Who applies, and is paid."""

    iin: IinText


@attrs.frozen(kw_only=True)
class AccountShape:
    """Where the payment goes."""

    iban: IbanText
    bic: BicText


@attrs.frozen(kw_only=True)
class BreadwinnerShape:
    """Whose contributions count."""

    iin: IinText
    died_on: date


@attrs.frozen(kw_only=True)
class DependantShape:
    """A member of the breadwinner's family."""

    iin: IinText
    relation: Relation
    until_on: date | None = None
    share: Fraction | None = None
    account: AccountShape | None = None


@attrs.frozen(kw_only=True)
class DisabilityShape:
    """Loss of the ability to work."""

    degree_percent: Whole
    until: date | None = None


@attrs.frozen(kw_only=True)
class UnemployedShape:
    """Registration as unemployed."""

    since: date
    number: Text


@attrs.frozen(kw_only=True)
class MaternityShape:
    """The sheet of temporary incapacity for work."""

    leave_days: Days
    is_adoption: bool = False
    is_complicated_birth: bool = False


@attrs.frozen(kw_only=True)
class ChildShape:
    """The child that is cared for."""

    birth_date: date
    birth_order: Whole
    iin: IinText | None = None


@attrs.frozen(kw_only=True)
class PensionExemptShape:
    """No pension contributions are withheld (Social Code 248(3))."""

    ground: Text


@attrs.frozen(kw_only=True)
class ApplicationShape:
    """The whole document."""

    application_number: Text
    kind: SocialPaymentKind
    applicant: ApplicantShape
    right_on: date
    channel: Channel
    region: Text
    account: AccountShape
    submitted_at: datetime | None = None
    breadwinner: BreadwinnerShape | None = None
    dependants: tuple[DependantShape, ...] = attrs.field(default=(), validator=attrs.validators.max_len(DEPENDANTS_MAX))
    disability: DisabilityShape | None = None
    unemployed: UnemployedShape | None = None
    maternity: MaternityShape | None = None
    child: ChildShape | None = None
    pension_exempt: PensionExemptShape | None = None
    documents: tuple[Text, ...] = attrs.field(default=(), validator=attrs.validators.max_len(DOCUMENTS_MAX))
