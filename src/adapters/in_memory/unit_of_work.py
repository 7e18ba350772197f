"""The ports of the store in memory, over the same tables."""

import attrs

from esep.adapters.in_memory.case_book import InMemoryCaseBook
from esep.adapters.in_memory.correction_book import InMemoryCorrectionBook
from esep.adapters.in_memory.counted_amounts import InMemoryCountedAmounts
from esep.adapters.in_memory.illegal_amounts import InMemoryIllegalAmounts
from esep.adapters.in_memory.loaded_lists import InMemoryCreditedMonthLists, InMemoryPayerRegimeLists
from esep.adapters.in_memory.order_book import InMemoryOrderBook
from esep.adapters.in_memory.outgoing_files import InMemoryOutgoingFiles
from esep.adapters.in_memory.overpayment_book import InMemoryOverpaymentBook
from esep.adapters.in_memory.payer_book import InMemoryPayerBook
from esep.adapters.in_memory.payer_register import InMemoryPayerRegister
from esep.adapters.in_memory.payment_book import InMemoryPaymentBook
from esep.adapters.in_memory.payment_trails import InMemoryPaymentTrails
from esep.adapters.in_memory.people_book import InMemoryPeopleBook
from esep.adapters.in_memory.personal_accounts import InMemoryPersonalAccounts, InMemoryUsageJournal
from esep.adapters.in_memory.refund_book import InMemoryRefundBook
from esep.adapters.in_memory.register_snapshots import InMemoryRegisterSnapshots
from esep.adapters.in_memory.return_book import InMemoryReturnBook
from esep.adapters.in_memory.returned_payments import InMemoryReturnedPayments
from esep.adapters.in_memory.tables import Tables
from esep.adapters.in_memory.trails import InMemoryTrails
from esep.adapters.in_memory.transfer_book import InMemoryTransferBook
from esep.adapters.in_memory.verification import InMemoryVerification


@attrs.frozen(kw_only=True)
class InMemoryUnitOfWork:
    """`UnitOfWork` of the store in memory."""

    orders: InMemoryOrderBook
    accounts: InMemoryPersonalAccounts
    corrections: InMemoryCorrectionBook
    illegal: InMemoryIllegalAmounts
    usage: InMemoryUsageJournal
    returns: InMemoryReturnBook
    outgoing: InMemoryOutgoingFiles
    refunds: InMemoryRefundBook
    counted: InMemoryCountedAmounts
    cases: InMemoryCaseBook
    transfers: InMemoryTransferBook
    payments: InMemoryPaymentBook
    returned_payments: InMemoryReturnedPayments
    overpayments: InMemoryOverpaymentBook
    register: InMemoryRegisterSnapshots
    people: InMemoryPeopleBook
    payers: InMemoryPayerBook
    payer_register: InMemoryPayerRegister
    payer_regimes: InMemoryPayerRegimeLists
    credited_months: InMemoryCreditedMonthLists
    trails: InMemoryTrails
    payment_trails: InMemoryPaymentTrails
    verification: InMemoryVerification

    def move_money_alone(self) -> None:
        """Nothing to wait for: there is never more than one unit of work."""

    @classmethod
    def on(cls, tables: Tables) -> "InMemoryUnitOfWork":
        """All ports on these tables."""
        return cls(
            orders=InMemoryOrderBook(tables),
            accounts=InMemoryPersonalAccounts(tables),
            corrections=InMemoryCorrectionBook(tables),
            illegal=InMemoryIllegalAmounts(tables),
            usage=InMemoryUsageJournal(tables),
            returns=InMemoryReturnBook(tables),
            outgoing=InMemoryOutgoingFiles(tables),
            refunds=InMemoryRefundBook(tables),
            counted=InMemoryCountedAmounts(tables),
            cases=InMemoryCaseBook(tables),
            transfers=InMemoryTransferBook(tables),
            payments=InMemoryPaymentBook(tables),
            returned_payments=InMemoryReturnedPayments(tables),
            overpayments=InMemoryOverpaymentBook(tables),
            register=InMemoryRegisterSnapshots(tables),
            people=InMemoryPeopleBook(tables),
            payers=InMemoryPayerBook(tables),
            payer_register=InMemoryPayerRegister(tables),
            payer_regimes=InMemoryPayerRegimeLists(tables),
            credited_months=InMemoryCreditedMonthLists(tables),
            trails=InMemoryTrails(tables),
            payment_trails=InMemoryPaymentTrails(tables),
            verification=InMemoryVerification(tables),
        )
