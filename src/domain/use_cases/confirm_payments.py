"""Record that the bank executed messages with social payments."""

from datetime import date

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.benefit_payment import Confirmation
from esep.domain.model.month import Month
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork


@attrs.frozen(kw_only=True)
class ConfirmPayments:
    """Every message of a file, or of a month's runs, that was not confirmed before."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(
        self, actor: Actor, *, file_name: str | None = None, month: Month | None = None, on: date | None = None
    ) -> int:
        """How many messages were confirmed now; run again, none.

        Raises `NotFound`, `InvalidInput` for a day to come, or before the one on which the last of them was sent.
        """
        now = self.clock.now()
        today = day_in_almaty(now)
        if on is not None and on > today:
            raise InvalidInput(f"{on} is still to come; today is {today}: give the day of the bank's confirmation")
        with self.open_unit() as unit:
            unit.move_money_alone()
            numbers = unit.payments.messages_of(file_name=file_name, month=month)
            if not numbers and file_name is not None and not unit.payments.has_file(file_name):
                raise NotFound(f"no file {file_name[:80]} with social payments was written: see `esep payments list`")
            _require_sent(unit.payments.last_sent_on(numbers), on or today)
            unit.payments.confirm(
                [
                    Confirmation(message_number=number, confirmed_on=on or today, recorded_at=now, actor=actor)
                    for number in numbers
                ]
            )
        return len(numbers)


def _require_sent(sent_on: date | None, day: date) -> None:
    if sent_on is not None and day < sent_on:
        raise InvalidInput(
            f"no bank confirmed on {day} what was sent on {sent_on}: give the day of the bank's confirmation; where "
            "the files of a month were sent on several days, confirm each by --file"
        )
