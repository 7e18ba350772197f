"""Persons in PostgreSQL: their numbers, the links between them, and their states."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import attrs
import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres.order_queries import Row
from esep.adapters.postgres.register_rows import person_of
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.person_link import LinkKind, PersonLink
from esep.domain.model.person_state import PersonState

LINK_LOCK = 0x4553504C  # who records a link has looked at all others before

NUMBERS_OF = """
    with recursive
    standing as not materialized (
        select l.number, l.stands
          from person_link l
         where l.kind <> 'separate' and l.recorded_at <= coalesce(%(as_of)s, 'infinity'::timestamptz)
           and not exists (select from person_link u
                            where u.undoes = l.link_number
                              and u.recorded_at <= coalesce(%(as_of)s, 'infinity'::timestamptz))
    ),
    joined (number) as (
        select %(number)s::bigint
        union
        select case when s.number = j.number then s.stands else s.number end
          from joined j join standing s on s.number = j.number or s.stands = j.number
    )
    select array_agg(j.number order by exists (select from standing s where s.number = j.number), j.number)
      from joined j
"""

LINKS = """
    select link_number, kind, number, stands, undoes, reason, document, known_on, recorded_at, due_on,
           actor_identity, actor_role, actor_purpose
      from person_link
"""

STATES = """
    select p.iin, p.written, p.sex, p.life_status, p.death_date, p.excluded, p.citizenship, p.address,
           p.post_office, p.document_type, p.document_number, p.document_issued_on, p.document_issuer,
           v.version, v.valid_on, v.loaded_at, v.due_on
      from register_person p
      join register_version v on v.version = p.version
     where p.iin = any(%(numbers)s::bigint[])
       and v.loaded_at <= coalesce(%(as_of)s, 'infinity'::timestamptz)
     order by p.version, p.iin
"""

FIRST_RECORDED = """
    select e.person_key, min(coalesce(e.recorded_at, d.decided_at))
      from person_entry e
      join order_decision d on d.order_number = e.order_number and d.decision_number = e.decision_number
     where e.person_key = any(%(numbers)s::bigint[])
       and coalesce(e.recorded_at, d.decided_at) <= coalesce(%(as_of)s, 'infinity'::timestamptz)
     group by e.person_key
"""


@attrs.frozen
class PostgresPeopleBook:
    """See `PeopleBook`."""

    _connection: psycopg.Connection

    def numbers_of(self, number: int, *, as_of: datetime | None = None) -> tuple[int, ...]:
        """See `PeopleBook`."""
        row = self._connection.execute(NUMBERS_OF, {"number": number, "as_of": as_of}).fetchone()
        return tuple(row[0]) if row else (number,)

    def links(self, numbers: Collection[int], *, as_of: datetime | None = None) -> list[PersonLink]:
        """See `PeopleBook`."""
        return self._links(
            """
             where (number = any(%(numbers)s::bigint[]) or stands = any(%(numbers)s::bigint[]))
               and recorded_at <= coalesce(%(as_of)s, 'infinity'::timestamptz)
            """,
            {"numbers": list(numbers), "as_of": as_of},
        )

    def list_links(self, *, due_from: date | None = None) -> list[PersonLink]:
        """See `PeopleBook`."""
        return self._links(
            " where due_on >= coalesce(%(due_from)s, '-infinity'::date)",
            {"due_from": due_from},
        )

    def states(self, numbers: Collection[int], *, as_of: datetime | None = None) -> list[PersonState]:
        """See `PeopleBook`."""
        rows = self._connection.execute(STATES, {"numbers": list(numbers), "as_of": as_of}).fetchall()
        return [_state(row) for row in rows]

    def first_recorded(self, numbers: Collection[int], *, as_of: datetime | None = None) -> dict[int, datetime]:
        """See `PeopleBook`."""
        rows = self._connection.execute(FIRST_RECORDED, {"numbers": list(numbers), "as_of": as_of}).fetchall()
        return dict(rows)

    def link_alone(self) -> None:
        """See `PeopleBook`."""
        self._connection.execute("select pg_advisory_xact_lock(%s)", [LINK_LOCK])

    def record_link(self, link: PersonLink) -> PersonLink:
        """See `PeopleBook`."""
        row = self._connection.execute(
            """
            insert into person_link (link_number, kind, number, stands, undoes, reason, document, known_on,
                                     recorded_at, due_on, actor_identity, actor_role, actor_purpose)
            select coalesce(max(link_number), 0) + 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s from person_link
            returning link_number
            """,
            [
                link.kind.value, link.number, link.stands, link.undoes, link.reason, link.document, link.known_on,
                link.recorded_at, link.due_on, link.actor.identity, link.actor.role, link.actor.purpose,
            ],
        ).fetchone()  # fmt: skip
        return attrs.evolve(link, link_number=row[0] if row else 1)

    def _links(self, condition: str, values: dict[str, object]) -> list[PersonLink]:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(f"{LINKS}{condition} order by link_number", values).fetchall()
        return [_link(row) for row in rows]


def _link(row: Row) -> PersonLink:
    return PersonLink(
        link_number=row["link_number"],
        kind=LinkKind(row["kind"]),
        number=row["number"],
        stands=row["stands"],
        undoes=row["undoes"],
        reason=row["reason"],
        document=row["document"],
        known_on=row["known_on"],
        recorded_at=row["recorded_at"],
        due_on=row["due_on"],
        actor=Actor(identity=row["actor_identity"], role=row["actor_role"], purpose=row["actor_purpose"]),
    )


def _state(row: Sequence[Any]) -> PersonState:
    *person, version, valid_on, loaded_at, due_on = row
    return PersonState(
        person=person_of(person),
        version=version,
        valid_from=valid_on or day_in_almaty(loaded_at),
        recorded_at=loaded_at,
        due_on=due_on,
    )
