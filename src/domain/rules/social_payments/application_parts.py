"""What an application must say, depending on the kind (Rules of Order 100, item 12(17)-(21))."""

from collections.abc import Iterator, Mapping

import attrs

from esep.domain.model.recipient_case import CaseDetails
from esep.domain.model.social_application import SocialApplication
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.application_refusal import ApplicationRefusal

DEGREE_MIN, DEGREE_MAX = 30, 100  # percent (Social Code 181(1))


@attrs.frozen(kw_only=True)
class Part:
    """One part of the details, and where it stands in an application."""

    field: str  # of the details
    path: str
    reference: str
    is_needed: bool = True


PARTS: Mapping[SocialPaymentKind, tuple[Part, ...]] = {
    SocialPaymentKind.BREADWINNER: (
        Part(field="breadwinner_died_on", path="breadwinner.died_on", reference="Social Code, 239(1)"),
        Part(field="dependants", path="dependants", reference="Order 100, item 12(18); Social Code, 239(2)"),
    ),
    SocialPaymentKind.DISABILITY: (
        Part(field="degree_percent", path="disability.degree_percent", reference="Order 100, item 12(17)"),
        Part(field="disability_until", path="disability.until", reference="Order 238, 3", is_needed=False),
    ),
    SocialPaymentKind.JOB_LOSS: (
        Part(field="unemployed_since", path="unemployed.since", reference="Order 100, item 12(19)"),
        Part(field="unemployed_number", path="unemployed.number", reference="Order 100, item 12(19)"),
    ),
    SocialPaymentKind.MATERNITY: (
        Part(field="leave_days", path="maternity.leave_days", reference="Order 100, item 12(20)"),
        Part(field="is_adoption", path="maternity.is_adoption", reference="Social Code, 77", is_needed=False),
        Part(
            field="is_complicated_birth",
            path="maternity.is_complicated_birth",
            reference="Order 248, 49",
            is_needed=False,
        ),
    ),
    SocialPaymentKind.CHILDCARE: (
        Part(field="child_birth_date", path="child.birth_date", reference="Social Code, 84(2)"),
        Part(field="birth_order", path="child.birth_order", reference="Order 100, item 12(21)"),
        Part(field="child_iin", path="child.iin", reference="Social Code, 84(1)", is_needed=False),
    ),
}


def refusals_of_parts(application: SocialApplication) -> Iterator[ApplicationRefusal]:
    """What is missing of the kind's own parts, and what belongs to another kind."""
    own = PARTS.get(application.kind, ())
    yield from _breadwinner(application)
    for part in own:
        if part.is_needed and _is_empty(application.details, part):
            yield ApplicationRefusal(
                code="part-missing",
                field=part.path,
                told=f"is needed for {application.kind.word}",
                reference=part.reference,
            )
    yield from _foreign(application, own)
    yield from _bounds(application.details)


def _breadwinner(application: SocialApplication) -> Iterator[ApplicationRefusal]:
    is_of_kind = application.kind is SocialPaymentKind.BREADWINNER
    if is_of_kind and not application.breadwinner_iin:
        yield ApplicationRefusal(
            code="part-missing",
            field="breadwinner.iin",
            told=f"is needed for {application.kind.word}",
            reference="Social Code, 239(1)",
        )
    elif application.breadwinner_iin and not is_of_kind:
        yield _not_of_kind(application, "breadwinner")
    elif is_of_kind and application.breadwinner_iin == application.applicant_iin:
        yield ApplicationRefusal(
            code="breadwinner-applies",
            field="breadwinner.iin",
            told="is the applicant's own number",
            reference="Social Code, 239(2)",
        )


def _foreign(application: SocialApplication, own: tuple[Part, ...]) -> Iterator[ApplicationRefusal]:
    own_fields = {part.field for part in own}
    for part in (part for parts in PARTS.values() for part in parts):
        if part.field not in own_fields and not _is_empty(application.details, part):
            yield _not_of_kind(application, part.path)


def _bounds(details: CaseDetails) -> Iterator[ApplicationRefusal]:
    degree = details.degree_percent
    if degree is not None and not DEGREE_MIN <= degree <= DEGREE_MAX:
        yield ApplicationRefusal(
            code="degree-out-of-bounds",
            field="disability.degree_percent",
            told=f"is {degree}; the payment is for a loss of {DEGREE_MIN} to {DEGREE_MAX} percent",
            reference="Social Code, 181(1)",
        )


def _not_of_kind(application: SocialApplication, path: str) -> ApplicationRefusal:
    return ApplicationRefusal(
        code="part-not-of-kind",
        field=path,
        told=f"does not belong to {application.kind.word}",
        reference="Order 100, item 12",
    )


def _is_empty(details: CaseDetails, part: Part) -> bool:
    return not getattr(details, part.field)
