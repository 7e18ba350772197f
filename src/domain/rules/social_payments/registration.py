"""May an application be registered, and of which day it is (Orders 237 items 16-18, 238 item 19-20, 239, 248)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction

import attrs

from esep.domain.model.almaty import ALMATY
from esep.domain.model.register import LifeStatus, RegisterPerson
from esep.domain.model.social_application import SocialApplication
from esep.domain.model.social_payment import CALCULATED_KINDS, SocialPaymentKind
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.application_parts import refusals_of_parts
from esep.domain.rules.social_payments.application_refusal import ApplicationRefusal
from esep.domain.rules.social_payments.breadwinner_death import doubt_about_death
from esep.domain.rules.social_payments.case_parameters import WorkingHours
from esep.domain.rules.social_payments.dependants import refusals_of_dependants
from esep.domain.rules.social_payments.pension_age import months_later
from esep.domain.rules.social_payments.shares import shares_of
from esep.domain.rules.social_payments.spans import STUDENT_YEARS_MAX, years_after

ONE_PAYMENT = {
    SocialPaymentKind.BREADWINNER: "Social Code, 239(4)",
    SocialPaymentKind.DISABILITY: "Order 238, 13(2)",
    SocialPaymentKind.JOB_LOSS: "Social Code, 115(1)(1)",
    SocialPaymentKind.MATERNITY: "Order 248, 13(2)",
    SocialPaymentKind.CHILDCARE: "Order 248, 13(2)",
}
"""Where it stands that what is appointed or applied for already is not applied for again."""


@attrs.frozen(kw_only=True)
class ApplicationFacts:
    """What an application is judged by beside its own text."""

    registered_on: date
    applicant: RegisterPerson | None  # as the register knows the applicant; None where it does not
    live_case: str | None  # name of a case of the same risk that was not refused or ended
    case_of_child: str | None  # likewise of the same child, whoever cares for it
    births: Mapping[str, date]  # of dependants whom the register knows, by number
    persons: Mapping[str, int]  # the number that stands of each dependant, by the number given
    insured_number: int  # the number that stands of the insured person
    insured: RegisterPerson | None  # as the register knows the insured person


def is_in_hours(submitted_at: datetime, hours: WorkingHours, *, is_working_day: bool) -> bool:
    """Whether an application came within working hours. Outside of them it is registered the next working day."""
    moment = submitted_at.astimezone(ALMATY).time()
    return is_working_day and hours.opens <= moment < hours.closes


def refusals_of(
    application: SocialApplication, facts: ApplicationFacts, parameters: Parameters
) -> list[ApplicationRefusal]:
    """Everything that speaks against registering an application, each with its rule."""
    return [
        *_of_kind(application, parameters),
        *_of_dates(application, facts, parameters),
        *refusals_of_parts(application),
        *_of_people(application, facts),
        *_of_shares(application),
        *refusals_of_dependants(application.details.dependants, facts.persons, facts.insured_number),
        *_of_death(application, facts),
    ]


def _of_kind(application: SocialApplication, parameters: Parameters) -> Iterator[ApplicationRefusal]:
    kind, right_on = application.kind, application.right_on
    if kind not in CALCULATED_KINDS:
        yield ApplicationRefusal(
            code="kind-not-appointed",
            field="kind",
            told=f"{kind.word} is known so that its months can be credited, it is appointed no more",
            reference="Social Code, 76-86, 115-119, 174-182, 239-241",
        )
    elif parameters.social_payments.kind(kind, right_on) is None:
        yield ApplicationRefusal(
            code="kind-not-in-force",
            field="kind",
            told=f"{kind.word} is not in the table of kinds for a right of {right_on}",
            reference="dated table of kinds of social payments",
        )


def _of_dates(
    application: SocialApplication, facts: ApplicationFacts, parameters: Parameters
) -> Iterator[ApplicationRefusal]:
    right_on, registered_on = application.right_on, facts.registered_on
    if right_on > registered_on:
        yield ApplicationRefusal(
            code="right-to-come",
            field="right_on",
            told=f"the right of {right_on} arises after the day of application, {registered_on}",
            reference="Order 100, item 12(10)-(11)",
        )
    term = parameters.cases.application_term(application.kind, registered_on)
    if term is not None and months_later(right_on, term.value.months) < registered_on:
        yield ApplicationRefusal(
            code="applied-too-late",
            field="right_on",
            told=(
                f"it may be applied for until {months_later(right_on, term.value.months)}, {term.value.months} months "
                f"after the right; the day of application is {registered_on}"
            ),
            reference=f"{term.source.act}, {term.source.article}",
        )
    yield from _of_right(application)


def _of_right(application: SocialApplication) -> Iterator[ApplicationRefusal]:
    """The right arises with the death or the birth, or after it: by a court's decision, an adoption, a custody."""
    right_on, details = application.right_on, application.details
    died_on, born_on = details.breadwinner_died_on, details.child_birth_date
    if born_on is not None and right_on < born_on:
        yield ApplicationRefusal(
            code="right-before-birth",
            field="child.birth_date",
            told=(
                f"the child was born on {born_on}, after the right of {right_on}; give the day of birth, and as "
                "right_on that day, or the one of the adoption or custody"
            ),
            reference="Social Code, 84(2)",
        )
    if died_on is not None and right_on < died_on:
        yield ApplicationRefusal(
            code="right-before-death",
            field="right_on",
            told=f"the right of {right_on} cannot arise before the death, {died_on}",
            reference="Social Code, 239(1)",
        )


def _of_people(application: SocialApplication, facts: ApplicationFacts) -> Iterator[ApplicationRefusal]:
    if facts.applicant is None or facts.applicant.excluded:
        yield ApplicationRefusal(
            code="applicant-unknown",
            field="applicant.iin",
            told="the register does not know the applicant, or the number was excluded from it",
            reference="Order 100, item 12(1)-(9)",
        )
    elif facts.applicant.life_status is LifeStatus.DEAD:
        yield ApplicationRefusal(
            code="applicant-dead",
            field="applicant.iin",
            told="by the register the applicant is dead",
            reference="Order 100, item 12(1)-(9)",
        )
    if facts.live_case is not None:
        yield ApplicationRefusal(
            code="applied-before",
            field="right_on",
            told=f"{facts.live_case} is of the same risk and neither refused nor ended",
            reference=ONE_PAYMENT.get(application.kind, ""),
        )
    if facts.case_of_child is not None:
        yield ApplicationRefusal(
            code="child-of-another-case",
            field="child.iin",
            told=(
                f"{facts.case_of_child} is of the same child and is paid, may be, or was, for days from "
                f"{application.right_on} on; of those who care for a child only one is paid"
            ),
            reference="Social Code, 84(1); Order 248, 13(2)",
        )
    yield from _of_ages(application, facts)


def _of_ages(application: SocialApplication, facts: ApplicationFacts) -> Iterator[ApplicationRefusal]:
    """A dependant of 23 must be disabled since childhood, and then the term of the disability is given."""
    for place, dependant in enumerate(application.details.dependants):
        born_on = facts.births.get(dependant.iin)
        is_too_old = born_on is not None and years_after(born_on, STUDENT_YEARS_MAX) <= facts.registered_on
        if is_too_old and dependant.relation.is_by_age and dependant.until_on is None:
            yield ApplicationRefusal(
                code="dependant-too-old",
                field=f"dependants[{place}].iin",
                told=f"is {STUDENT_YEARS_MAX} or older; give until_on where a disability since childhood has a term",
                reference="Social Code, 239(2), 239(7)",
            )


def _of_shares(application: SocialApplication) -> Iterator[ApplicationRefusal]:
    dependants = application.details.dependants
    given = sum((one.share for one in dependants if one.share is not None), Fraction(0))
    if dependants and shares_of(dependants) is None:
        yield ApplicationRefusal(
            code="shares-do-not-add-up",
            field="dependants",
            told=f"the shares given are {given} of the payment; all must be the whole of it, nobody's nothing",
            reference="Social Code, 239(4)-(5)",
        )


def _of_death(application: SocialApplication, facts: ApplicationFacts) -> Iterator[ApplicationRefusal]:
    """What the register does not confirm papers must prove."""
    died_on = application.details.breadwinner_died_on
    if application.kind is not SocialPaymentKind.BREADWINNER or died_on is None or application.documents:
        return
    doubt = doubt_about_death(died_on, facts.insured)
    if doubt is not None:
        yield ApplicationRefusal(
            code="death-not-proved",
            field="documents",
            told=f"none is named, and {doubt}",
            reference="Order 239, 11(2)",
        )
