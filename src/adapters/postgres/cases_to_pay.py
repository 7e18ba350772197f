"""Cases with decisions about payments, as the preparation of a month reads them: in order, by batches."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import psycopg

from esep.adapters.postgres.payment_rows import MONTH_NUMBER
from esep.domain.model.month import Month
from esep.domain.model.payable_case import (
    ACTING,
    CaseToPay,
    FormedPayment,
    PayableCase,
    PayableEvent,
    PaymentTerms,
)
from esep.domain.model.recipient_case import CaseAction, PaidPart
from esep.domain.model.social_payment import SocialPaymentKind

Key = tuple[int, int]  # recipient and case

# The last payment tells whether anything happened since it was formed. A review settles a case only where nothing was
# formed for a later month: what was formed there is still to be compared with what is due by what happened since.
CASES = f"""
    with decided as (
        select person_key, case_number from case_decision group by person_key, case_number
    )
    select c.person_key, c.case_number, c.kind, l.last_event,
           case when p.known_event = l.last_event or w.month >= coalesce(p.month, w.month)
                then greatest(case when p.known_event = l.last_event then p.month end, w.month)
                when p.month is not null then -1 end,
           e.event_number, e.action,
           coalesce(e.effective_on, e.happened_on), d.from_on, d.until_on, d.payment_count, d.pension_withheld,
           a.part, a.payee_key, a.amount_tiyn, a.account, a.bic, p.month
      from decided x
      join recipient_case c on c.person_key = x.person_key and c.case_number = x.case_number
      cross join lateral (select max(event_number) as last_event
                            from case_event
                           where person_key = x.person_key and case_number = x.case_number) l
      left join lateral (select {MONTH_NUMBER.format("month")} as month, known_event
                           from benefit_payment
                          where person_key = x.person_key and case_number = x.case_number
                          order by person_key desc, case_number desc, month desc, part desc, event_number desc
                          limit 1) p on true
      left join lateral (select max({MONTH_NUMBER.format("month")}) as month
                           from benefit_review
                          where person_key = x.person_key and case_number = x.case_number
                            and event_number = l.last_event) w on true
      join case_event e on e.person_key = x.person_key and e.case_number = x.case_number and e.action = any(%(acting)s)
      left join case_decision d on d.person_key = e.person_key and d.case_number = e.case_number
                               and d.event_number = e.event_number
      left join case_part a on a.person_key = d.person_key and a.case_number = d.case_number
                           and a.event_number = d.event_number
     order by x.person_key, x.case_number, e.event_number, a.part
"""  # noqa: S608  # put together from a constant

FORMED = f"""
    select person_key, case_number, {MONTH_NUMBER.format("month")}, part, event_number, payee_key, gross_tiyn
      from benefit_payment
     where (person_key, case_number) in (select * from unnest(%s::bigint[], %s::bigint[]))
"""  # noqa: S608  # put together from a constant

CHANGED = -1  # where the month should stand until which a case is settled
Read = tuple[PayableCase, int | None, int | None]
"""A case, until which month it is settled, and for which it was paid last."""

_ACTIONS = {action.value: action for action in CaseAction}
_KINDS = {kind.value: kind for kind in SocialPaymentKind}


def cases_to_pay(connection: psycopg.Connection, batch: int) -> Iterator[list[CaseToPay]]:
    """Every decided case, at most `batch` at a time, each with what was formed of it."""
    with connection.cursor("cases_to_pay") as cursor:
        cursor.itersize = batch
        cursor.execute(CASES, {"acting": [action.value for action in ACTING]}, binary=True)
        cases: list[Read] = []
        for key, rows in groupby(cursor, key=itemgetter(0, 1)):
            cases.append(_case(key, list(rows)))
            if len(cases) >= batch:
                yield _with_formed(connection, cases)
                cases = []
        if cases:
            yield _with_formed(connection, cases)


def _with_formed(connection: psycopg.Connection, cases: Sequence[Read]) -> list[CaseToPay]:
    changed = [(case.person_key, case.case_number) for case, settled, _ in cases if settled == CHANGED]
    formed: defaultdict[Key, list[FormedPayment]] = defaultdict(list)
    if changed:
        people, numbers = zip(*changed, strict=True)
        for row in connection.execute(FORMED, [list(people), list(numbers)]):
            formed[row[0], row[1]].append(FormedPayment(*row[2:]))
    return [
        CaseToPay(
            case=case,
            settled_until=None if settled is None or settled == CHANGED else Month.from_number(settled),
            paid_until=None if paid is None else Month.from_number(paid),
            formed=tuple(formed.get((case.person_key, case.case_number), ())),
        )
        for case, settled, paid in cases
    ]


def _case(key: Key, rows: Sequence[Any]) -> Read:
    first = rows[0]
    case = PayableCase(
        person_key=key[0],
        case_number=key[1],
        kind=_KINDS[first[2]],
        events=tuple(_event(list(own)) for _, own in groupby(rows, key=itemgetter(5))),
        last_event=first[3],
    )
    return case, first[4], first[17]


def _event(rows: Sequence[Any]) -> PayableEvent:
    """An event, with a row for each part of its decision."""
    event_number, action, acts_on, from_on, until_on, payment_count, pension_withheld = rows[0][5:12]
    terms = None
    if from_on is not None:
        terms = PaymentTerms(
            from_on=from_on,
            until_on=until_on,
            payment_count=payment_count,
            is_pension_withheld=pension_withheld,
            parts=tuple(
                PaidPart(part=row[12], payee_key=row[13], amount_tiyn=row[14], account=row[15], bic=row[16])
                for row in rows
                if row[12] is not None
            ),
        )
    return PayableEvent(event_number=event_number, action=_ACTIONS[action], acts_on=acts_on, terms=terms)
