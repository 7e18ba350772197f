"""Until when a suspended payment may be resumed (Social Code 86(3); Order 248, item 59)."""

from datetime import date

from esep.domain.model.recipient_case import Application
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.case_parameters import CaseParameters
from esep.domain.rules.social_payments.pension_age import months_later

REFERENCE = "Social Code, 86(3); Order 248, 59"


def papers_come_before(application: Application, tables: CaseParameters) -> date | None:
    """The day before which the papers for a resumption must come; None where the acts name none.

    Childcare is resumed on papers and data that came before the child reached the age of the table.
    """
    born_on, months = application.details.child_birth_date, tables.childcare_ages.at(application.right_on)
    if application.kind is not SocialPaymentKind.CHILDCARE or born_on is None or months is None:
        return None
    return months_later(born_on, months)
