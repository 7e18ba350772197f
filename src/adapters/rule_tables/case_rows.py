"""Rows of the tables by which cases of recipients are handled, as they stand in the files."""

from datetime import time

import attrs

from esep.adapters.rule_tables.rows import ParameterRow
from esep.domain.model.recipient_case import CaseAction
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.social_payments.case_parameters import (
    ApplicationTerm,
    Effect,
    Ground,
    WorkingHours,
)


@attrs.frozen(kw_only=True)
class GroundRow(ParameterRow[Ground]):
    """`case_grounds.csv`."""

    kind: SocialPaymentKind
    action: CaseAction
    code: str
    ends: str
    effect: Effect
    en: str
    ru: str
    kk: str

    @property
    def value(self) -> Ground:
        """The ground."""
        texts = {"en": self.en, "ru": self.ru, "kk": self.kk}
        return Ground(
            kind=self.kind,
            action=self.action,
            code=self.code,
            ends=self.ends,
            effect=self.effect,
            texts={language: text for language, text in texts.items() if text},
        )


@attrs.frozen(kw_only=True)
class WorkingHoursRow(ParameterRow[WorkingHours]):
    """`working_hours.csv`."""

    opens: time
    closes: time

    @property
    def value(self) -> WorkingHours:
        """The hours."""
        return WorkingHours(opens=self.opens, closes=self.closes)


@attrs.frozen(kw_only=True)
class ApplicationTermRow(ParameterRow[ApplicationTerm]):
    """`application_terms.csv`."""

    kind: SocialPaymentKind
    months: int = attrs.field(validator=attrs.validators.ge(1))

    @property
    def value(self) -> ApplicationTerm:
        """The term."""
        return ApplicationTerm(kind=self.kind, months=self.months)


@attrs.frozen(kw_only=True)
class ChildcareAgeRow(ParameterRow[int]):
    """`childcare_ages.csv`."""

    months: int = attrs.field(validator=attrs.validators.ge(1))

    @property
    def value(self) -> int:
        """Months of life."""
        return self.months
