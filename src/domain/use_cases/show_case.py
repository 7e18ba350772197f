"""Show one case, as it is or as it was known then, and record that it was looked at."""

from datetime import datetime

import attrs

from esep.domain.errors import NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.case_steps import find_case


@attrs.frozen(kw_only=True)
class ShowCase:
    """Read a case; the view is recorded in the same unit of work."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(self, name: str, actor: Actor, *, as_of: datetime | None = None) -> RecipientCase:
        """With `as_of`, what was recorded of it by that instant. Raises `NotFound`."""
        with self.open_unit() as unit:
            case = find_case(unit.cases, name)
            unit.usage.note_view(case.application.person_key, actor=actor, viewed_at=self.clock.now(), what="case")
        known = case if as_of is None else case.as_of(as_of)
        if known is None:
            raise NotFound(f"{case.name} was not recorded yet by {as_of}")
        return known
