"""What whoever deals with a case should know, though it bars nothing."""

from datetime import datetime

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.social_payments.breadwinner_death import doubt_about_death


@attrs.frozen(kw_only=True)
class WarnOfCase:
    """Compare a case with the register; of a breadwinner payment, that the breadwinner was looked at is recorded."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(self, case: RecipientCase, actor: Actor, *, as_of: datetime | None = None) -> tuple[str, ...]:
        """What does not agree, in words; with `as_of`, by the register as it was known then."""
        application = case.application
        died_on = application.details.breadwinner_died_on
        if died_on is None:
            return ()
        with self.open_unit() as unit:
            number = unit.people.numbers_of(application.insured_key, as_of=as_of)[0]
            doubt = doubt_about_death(died_on, unit.register.find_person(number, as_of=as_of))
            unit.usage.note_view(application.insured_key, actor=actor, viewed_at=self.clock.now(), what="life status")
        return () if doubt is None else (doubt,)
