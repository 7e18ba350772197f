"""The outgoing message of a transfer: one payment order to the Fund per purpose code, without a list."""

from datetime import date

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.transfer import Transfer
from esep.domain.rules.outgoing_messages import Outgoing
from esep.domain.rules.parameters import Parameters, PaymentKind

NAMES = {
    PaymentKind.CONTRIBUTION: "Социальные отчисления",
    PaymentKind.PENALTY: "Пеня за несвоевременное перечисление социальных отчислений",
}
TITLE = "{name}. Кол-во потребителей ={lines} Кол-во документов ={orders}"


@attrs.frozen(kw_only=True)
class TransferMessages:
    """Makes the messages that send money to the Fund."""

    parameters: Parameters

    def compose(self, transfer: Transfer, to: FundAccount, *, reference_number: int, day: date) -> PaymentOrder:
        """The payment order of a transfer, of the day on which it is sent.

        Raises `InvalidInput` where the tables name no account to send it from, no Fund or no such purpose code.
        """
        account, fund = self.parameters.collection_accounts.at(day), self.parameters.fund.at(day)
        if account is None or fund is None:
            raise InvalidInput(
                f"no account of the State Corporation or no name of the Fund is known on {day}; "
                "add a row to collection_accounts.csv or fund.csv"
            )
        return Outgoing(sender=account, reference_number=reference_number, day=day).order(
            to=Party(account=to.account, name=fund.holder_name, identification_number=fund.holder_id),
            to_bic=to.bic,
            purpose_code=transfer.purpose_code,
            amount_tiyn=transfer.amount_tiyn,
            text=self._title(transfer),
        )

    def _title(self, transfer: Transfer) -> str:
        row = self.parameters.purpose_code(transfer.purpose_code, transfer.transferred_on)
        if row is None or row.kind not in NAMES:
            raise InvalidInput(
                f"purpose code {transfer.purpose_code} is no contribution and no penalty on {transfer.transferred_on}; "
                "add a row to purpose_codes.csv"
            )
        return TITLE.format(name=NAMES[row.kind], lines=transfer.line_count, orders=transfer.order_count)
