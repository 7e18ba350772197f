"""The pages of the product in a world: what people are shown. Some of them are recorded as looks at a person."""

from collections.abc import Sequence
from datetime import datetime

from esep.adapters.payment_files.reader import Mt102Reader
from esep.domain.model.month import Month
from esep.domain.use_cases.check_penalties import CheckPenalties
from esep.domain.use_cases.list_deadlines import ListDeadlines
from esep.domain.use_cases.list_payments import ListPayments
from esep.domain.use_cases.list_transfers import ListTransfers
from esep.domain.use_cases.show_account import ShowAccount
from esep.domain.use_cases.show_payer import ShowPayer
from esep.domain.use_cases.show_person import ShowPerson
from esep.domain.use_cases.trace import Trace
from esep.domain.use_cases.verify_store import VerifyStore
from two_stores.names import DAY, LAST_DAY, SAULE
from two_stores.world import World


def account(world: World, iin: str, as_of: datetime | None) -> object:
    show = ShowAccount(open_unit=world.open_unit, clock=world.clock, parameters=world.rulebook.parameters)
    return show(iin, SAULE, as_of=as_of)


def person(world: World, iin: str, as_of: datetime | None) -> object:
    return ShowPerson(open_unit=world.open_unit, clock=world.clock)(iin, SAULE, as_of=as_of)


def payer(world: World, payer_id: str, month: Month) -> object:
    show = ShowPayer(open_unit=world.open_unit, clock=world.clock, parameters=world.rulebook.parameters)
    return show(payer_id, month, SAULE)


def penalties(world: World, payer_id: str, month: Month) -> object:
    check = CheckPenalties(open_unit=world.open_unit, clock=world.clock, parameters=world.rulebook.parameters)
    return check(payer_id, month, SAULE)


def trail(world: World, name: str) -> object:
    return Trace(open_unit=world.open_unit, clock=world.clock)(name, SAULE)


def deadlines(world: World) -> Sequence[object]:
    listed = ListDeadlines(open_unit=world.open_store, clock=world.clock, due_days=world.due_days)
    return [listed(), listed(is_done_wanted=True)]


def transfers(world: World) -> Sequence[object]:
    return list(ListTransfers(open_unit=world.open_store, due_days=world.due_days)())


def registers(world: World) -> Sequence[object]:
    payments = ListPayments(open_unit=world.open_store)
    return [list(payments.received(DAY, LAST_DAY)), list(payments.sent_back(DAY, LAST_DAY))]


def checks(world: World) -> list[tuple[str, int, tuple[str, ...]]]:
    verify = VerifyStore(open_unit=world.open_store, reader=Mt102Reader(), rulebook=world.rulebook)
    return [(check.name, check.checked, check.faults) for check in verify()]
