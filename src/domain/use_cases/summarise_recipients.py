"""The month's figures of recipients, per kind and region."""

from collections.abc import Iterator
from datetime import datetime

import attrs

from esep.domain.model.almaty import begin_of_day
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import CaseAction, RecipientCase
from esep.domain.model.recipient_summary import SUMMARISED, RecipientFigures, Tally
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import OpenUnitOfWork

Group = tuple[SocialPaymentKind, str]


@attrs.frozen(kw_only=True)
class SummariseRecipients:
    """Count what was decided in a month, and what was paid and came back in it, all by the day of recording.

    So a month that is over is the same whenever it is counted.
    """

    open_unit: OpenUnitOfWork

    def __call__(self, month: Month) -> list[RecipientFigures]:
        """By kind, then region; a group of which nothing was decided or paid is left out."""
        begin, end = begin_of_day(month.first_day), begin_of_day(month.next().first_day)
        counted: dict[Group, dict[CaseAction, Tally]] = {}
        with self.open_unit() as unit:
            for case in unit.cases.recorded_between(begin, end):
                tallies = counted.setdefault((case.kind, case.application.region), {})
                for action, amount_tiyn in _decided(case, begin, end):
                    tallies[action] = tallies.get(action, Tally()).plus(amount_tiyn)
            paid = {(SocialPaymentKind(one.kind), one.region): one for one in unit.payments.figures(month)}
        groups = sorted({*counted, *paid}, key=lambda group: (group[0].value, group[1]))
        return [
            RecipientFigures(
                month=month, kind=group[0], region=group[1], tallies=counted.get(group, {}), paid=paid.get(group)
            )
            for group in groups
            if counted.get(group) or group in paid
        ]


def _decided(case: RecipientCase, begin: datetime, end: datetime) -> Iterator[tuple[CaseAction, int]]:
    """Each decision of the month with the size of the payment that it is about."""
    amount_tiyn = 0
    for event in case.events:
        if event.decision is not None:
            amount_tiyn = event.decision.amount_tiyn
        if event.action in SUMMARISED and begin <= event.recorded_at < end:
            yield event.action, amount_tiyn
