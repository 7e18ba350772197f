"""Whom and what the random operations are about: few numbers and references, so that they meet."""

from datetime import UTC, date, datetime, timedelta

from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import calc_check_digit
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.month import Month


def with_check_digit(first_eleven: str) -> str:
    return first_eleven + calc_check_digit(first_eleven)


SAULE, AIGUL = Actor(identity="saule"), Actor(identity="aigul")
DAY, LATER = date(2020, 2, 10), date(2020, 2, 14)  # value dates
BEGIN = datetime(2020, 2, 10, 6, 0, tzinfo=UTC)
LAST_DAY = DAY + timedelta(days=3_000)
FOLDERS = ("/bank/one", "/bank/two")
FUND = FundAccount(account="KZ67009SS00368609110", bic="NBRKKZKX")

PAYER, OTHER_PAYER = with_check_digit("94014000038"), with_check_digit("97074000101")
PERSON_PAYER = with_check_digit("90010130004")
NUMBERS = tuple(with_check_digit(f"9001013000{last}") for last in (1, 2, 3, 5, 6))
STRANGER = with_check_digit("90010130009")  # stands in no register
PEOPLE = (*NUMBERS, STRANGER, PERSON_PAYER)
PAYERS = (PAYER, OTHER_PAYER, PERSON_PAYER, NUMBERS[0])
SURNAMES = ("Ахметов", "Қасымов", "Иванов", "Ким", "Пак")
REFERENCES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8")
MONTHS = (Month(2020, 1), Month(2019, 12), Month(2020, 2), Month(2024, 12))
