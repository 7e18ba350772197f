"""Outgoing messages of social payments: lists of recipients per bank, and of contributions for the pension fund."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.participant_list import ParticipantList
from esep.domain.model.payment_order import Party, PaymentOrder
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.outgoing_messages import Outgoing
from esep.domain.rules.parameters import CollectionAccount, Parameters

PENSION_CODE = "010"
SOCIAL_LIST, PENSION_LIST = "S", "C"
ACCOUNT_TAG = "LA"
ACCOUNT_CHARACTERS = 20
LISTED = "Получатели по списку"
TITLES = {
    SocialPaymentKind.BREADWINNER: "Социальная выплата по случаю потери кормильца",
    SocialPaymentKind.DISABILITY: "Социальная выплата по случаю утраты трудоспособности",
    SocialPaymentKind.JOB_LOSS: "Социальная выплата по случаю потери работы",
    SocialPaymentKind.MATERNITY: (
        "Социальная выплата по случаю потери дохода в связи с беременностью и родами, "
        "усыновлением (удочерением) новорожденного ребенка (детей)"
    ),
    SocialPaymentKind.CHILDCARE: (
        "Социальная выплата по случаю потери дохода в связи с уходом за ребенком по достижении им возраста полутора лет"
    ),
}
PENSION_TITLE = "Обязательные пенсионные взносы 10 процентов, удержанные из социальных выплат"
COUNTED = "{title}. Кол-во получателей ={count}"


class PaidPerson(NamedTuple):
    """A line of a message."""

    amount_tiyn: int
    iin: str
    surname: str
    name: str
    patronymic: str
    birth_date: str  # YYYYMMDD
    period: str  # MMYYYY
    account: str  # of the recipient; "" in a list of pension contributions


@attrs.frozen(kw_only=True)
class PaymentMessages:
    """Makes the messages."""

    parameters: Parameters

    def payments(
        self, people: Sequence[PaidPerson], kind: SocialPaymentKind, bic: str, *, reference_number: int, day: date
    ) -> PaymentOrder:
        """The list that a bank pays to its clients' accounts.

        Where the table of payout accounts does not know the bank, `:59:` repeats its code: the accounts are those of
        the lines (decision of the product). Raises `InvalidInput` where the tables name no account to send it from,
        or no purpose code of the kind.
        """
        row = self.parameters.social_payments.kind(kind, day)
        if row is None or not row.purpose_code:
            raise InvalidInput(f"no purpose code of {kind.word} payments is known on {day}")
        known = [one for one in self.parameters.payout_accounts.in_force(day) if one.bic == bic]
        to = known[0] if known else None
        beneficiary = Party(
            account=to.account if to else bic.ljust(ACCOUNT_CHARACTERS, "0"),
            name=to.holder_name if to else LISTED,
            identification_number=to.holder_id if to else "",
        )
        title = COUNTED.format(title=TITLES.get(kind, kind.word), count=len(people))
        return self._order(
            people, beneficiary, bic, row.purpose_code, title,
            list_kind=SOCIAL_LIST, reference_number=reference_number, day=day,
        )  # fmt: skip

    def contributions(self, people: Sequence[PaidPerson], *, reference_number: int, day: date) -> PaymentOrder:
        """The list of contributions withheld. Raises `InvalidInput` where the pension account is not known."""
        to = self.parameters.pension_accounts.at(day)
        if to is None:
            raise InvalidInput(f"no account for pension contributions is known on {day}")
        beneficiary = Party(
            account=to.account, name=to.holder_name, identification_number=to.holder_id, residency="1", sector="1"
        )
        title = COUNTED.format(title=PENSION_TITLE, count=len(people))
        return self._order(
            people, beneficiary, to.bic, PENSION_CODE, title,
            list_kind=PENSION_LIST, reference_number=reference_number, day=day,
        )  # fmt: skip

    def _order(
        self,
        people: Sequence[PaidPerson],
        beneficiary: Party,
        bic: str,
        purpose_code: str,
        title: str,
        *,
        list_kind: str,
        reference_number: int,
        day: date,
    ) -> PaymentOrder:
        return Outgoing(sender=self._sender(day), reference_number=reference_number, day=day).order(
            to=beneficiary,
            to_bic=bic,
            purpose_code=purpose_code,
            amount_tiyn=sum(one.amount_tiyn for one in people),
            text=title,
            participants=_list(people, list_kind),
        )

    def _sender(self, day: date) -> CollectionAccount:
        account = self.parameters.collection_accounts.at(day)
        if account is None:
            raise InvalidInput(f"no account of the State Corporation is known on {day}: see collection_accounts.csv")
        return account


def _list(people: Sequence[PaidPerson], list_kind: str) -> ParticipantList:
    count = len(people)
    return ParticipantList(
        numbers=tuple(map(str, range(1, count + 1))),
        amounts_tiyn=tuple(one.amount_tiyn for one in people),
        list_kinds=(list_kind,) * count,
        surnames=tuple(one.surname for one in people),
        names=tuple(one.name for one in people),
        patronymics=tuple(one.patronymic for one in people),
        birth_dates=tuple(one.birth_date for one in people),
        identification_numbers=tuple(one.iin for one in people),
        periods=tuple(one.period for one in people),
        others=tuple((place, ((ACCOUNT_TAG, one.account),)) for place, one in enumerate(people) if one.account),
    )
