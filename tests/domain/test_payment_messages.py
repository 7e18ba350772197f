"""What a message of social payments lacks where the tables do not know it."""

from datetime import date
from typing import Any

import attrs
import pytest

from esep.domain.errors import InvalidInput
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.rules.dated_table import Dated, DatedTable, LegalSource
from esep.domain.rules.parameters import CollectionAccount
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.social_payments.payment_messages import PaidPerson, PaymentMessages

DAY = date(2024, 5, 20)
PERSON = PaidPerson(100, "880417490000", "Әбенова", "Айгүл", "", "19880417", "052024", "KZ86125KZT5004100100")


def messages(rulebook: Rulebook, **tables: Any) -> PaymentMessages:
    return PaymentMessages(parameters=attrs.evolve(rulebook.parameters, **tables))


def test_a_bank_whose_account_is_known_gets_the_list_there(rulebook: Rulebook) -> None:
    account = CollectionAccount(bic="HSBKKZKX", account="KZ1", holder_id="940140000385", holder_name="Bank")
    source = LegalSource(act="agreement", article="1")
    known = DatedTable((Dated(value=account, valid_from=DAY, valid_to=None, source=source),))
    order = messages(rulebook, payout_accounts=known).payments(
        [PERSON], SocialPaymentKind.MATERNITY, "HSBKKZKX", reference_number=7, day=DAY
    )
    assert (order.beneficiary.account, order.beneficiary.identification_number) == ("KZ1", "940140000385")
    assert (order.purpose_code, order.reference) == ("096", "GCVP-00000000007")
    assert order.assignment.replace("\n", " ").endswith("Кол-во получателей =1")


def test_a_kind_without_a_purpose_code_cannot_be_paid(rulebook: Rulebook) -> None:
    with pytest.raises(InvalidInput, match="no purpose code of state-of-emergency"):
        messages(rulebook).payments([PERSON], SocialPaymentKind.STATE_OF_EMERGENCY, "B", reference_number=7, day=DAY)


def test_without_accounts_nothing_is_sent(rulebook: Rulebook) -> None:
    with pytest.raises(InvalidInput, match="account for pension contributions"):
        messages(rulebook, pension_accounts=DatedTable(())).contributions([PERSON], reference_number=7, day=DAY)
    with pytest.raises(InvalidInput, match="collection_accounts"):
        messages(rulebook, collection_accounts=DatedTable(())).contributions([PERSON], reference_number=7, day=DAY)
