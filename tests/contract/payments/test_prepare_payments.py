"""What every store promises of the preparation of a month's payments."""

from collections.abc import Callable

from esep.domain.model.benefit_payment import PaymentState
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.prepare_payments import PreparedPayments

Prepare = Callable[..., PreparedPayments]


def test_arrears_are_formed_with_the_month_each_as_a_payment_of_its_own_month(
    open_unit: OpenUnitOfWork,
    appoint: Callable[..., int],
    prepare: Prepare,
    people: list[RegisterPerson],
    sound: Callable[[], bool],
) -> None:
    appoint(people[0])
    done = prepare("2024-05")
    assert done.run is not None
    assert (done.run.payment_count, done.run.gross_tiyn, dict(done.waiting)) == (2, 20_000_000, {})
    with open_unit() as unit:
        views = unit.payments.of_case(1)
    assert [(view.key.name, view.gross_tiyn, view.withheld_tiyn, view.net_tiyn, view.state) for view in views] == [
        ("SP-000001/2024-04/1", 10_000_000, 1_000_000, 9_000_000, PaymentState.SENT),
        ("SP-000001/2024-05/1", 10_000_000, 1_000_000, 9_000_000, PaymentState.SENT),
    ]
    assert sound()
