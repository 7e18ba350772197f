"""Live cases with whom they pay for, in PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.rows import dict_row

from esep.domain.model.recipient_case import CaseState
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.model.watched_case import WatchedCase, kept_dependants

# The frozen calculation is long: it is read only where there are dependants.
LIVE_CASES = """
    select c.case_number, c.kind, c.person_key, c.recorded_at, last.state,
           array(select distinct e.ground from case_event e
                  where e.person_key = c.person_key and e.case_number = c.case_number and e.ground <> '') as grounds,
           case when c.details ? 'dependants'
                then coalesce((select d.frozen -> 'dependants' from case_decision d
                                where d.person_key = c.person_key and d.case_number = c.case_number
                                order by d.event_number desc limit 1),
                              c.details -> 'dependants')
                else '[]'::jsonb
           end as dependants
      from recipient_case c
      cross join lateral (
          select e.state from case_event e
           where e.person_key = c.person_key and e.case_number = c.case_number
           order by e.event_number desc limit 1) last
     where c.case_number > %(after)s and last.state in ('appointed', 'suspended')
     order by c.case_number
     limit %(limit)s
"""


def watched_cases(connection: psycopg.Connection, limit: int) -> Iterator[list[WatchedCase]]:
    """Live cases in batches, each asked for after the last one of the batch before."""
    after = 0
    while True:
        with connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(LIVE_CASES, {"after": after, "limit": limit}).fetchall()
        if not rows:
            return
        after = rows[-1]["case_number"]
        yield [_watched(row) for row in rows]


def _watched(row: dict[str, Any]) -> WatchedCase:
    return WatchedCase(
        kind=SocialPaymentKind(row.pop("kind")),
        state=CaseState(row.pop("state")),
        grounds=frozenset(row.pop("grounds")),
        dependants=kept_dependants(row.pop("dependants")),
        **row,
    )
