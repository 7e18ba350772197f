"""The dated tables by which cases of recipients are handled: grounds, terms of application, hours, ages."""

from collections.abc import Mapping
from datetime import date, time
from enum import Enum

import attrs

from esep.domain.model.recipient_case import CaseAction
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.dated_table import Dated, DatedTable


class Effect(Enum):
    """From which day a ground acts on the payments."""

    NONE = "none"  # it decides whether anything is paid at all
    NEXT_MONTH = "next-month"  # the first day of the month after the one in which it happened or came to be known
    DAY = "day"  # the day itself, of a document or decision; a resumption not before the suspension
    ASSIGNMENT_DAY = "assignment-day"  # the first day that was paid for
    SUSPENSION_DAY = "suspension-day"
    SUSPENSION_DAY_THREE_YEARS = "suspension-day-three-years"  # but not over three years before the application
    DAY_OTHER_PAYEE = "day-other-payee"  # as `DAY`; another person is paid from then on
    SUSPENSION_DAY_OTHER_PAYEE = "suspension-day-other-payee"


OTHER_PAYEE = (Effect.DAY_OTHER_PAYEE, Effect.SUSPENSION_DAY_OTHER_PAYEE)
"""Where the payment is resumed to a guardian or another representative."""


@attrs.frozen(kw_only=True)
class Ground:
    """Why something is done to a case: one row of the list of grounds."""

    kind: SocialPaymentKind
    action: CaseAction
    code: str
    ends: str  # of a resumption: the ground of the suspension that it ends; else ""
    effect: Effect
    texts: Mapping[str, str]  # by language; kk may be missing

    def text(self, language: str) -> str:
        """The text for people, in Russian where there is none in the language."""
        return self.texts.get(language) or self.texts["ru"]


@attrs.frozen(kw_only=True)
class WorkingHours:
    """When applications are taken, in Almaty: from `opens` on, before `closes`."""

    opens: time
    closes: time


@attrs.frozen(kw_only=True)
class ApplicationTerm:
    """Within how many months of the day of right a kind must be applied for."""

    kind: SocialPaymentKind
    months: int


@attrs.frozen(kw_only=True)
class CaseParameters:
    """All of them."""

    grounds: DatedTable[Ground]
    working_hours: DatedTable[WorkingHours]
    application_terms: DatedTable[ApplicationTerm]
    childcare_ages: DatedTable[int]  # months of the child's life until which childcare is paid, by the day of right

    def ground(self, kind: SocialPaymentKind, action: CaseAction, code: str, day: date) -> Dated[Ground] | None:
        """The ground of a code; None where the list of that day has none."""
        return next((row for row in self.known_grounds(kind, action, day) if row.value.code == code), None)

    def known_grounds(self, kind: SocialPaymentKind, action: CaseAction, day: date) -> list[Dated[Ground]]:
        """The list of grounds for doing something to a case of a kind, on a day."""
        return [
            row
            for row in self.grounds.rows
            if row.is_in_force(day) and row.value.kind is kind and row.value.action is action
        ]

    def application_term(self, kind: SocialPaymentKind, day: date) -> Dated[ApplicationTerm] | None:
        """The term for applying; None where the acts set none in months."""
        rows = self.application_terms.rows
        return next((row for row in rows if row.is_in_force(day) and row.value.kind is kind), None)
