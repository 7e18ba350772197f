"""A month's payments of very many live decisions: from cases to files in their folder."""

import hashlib
from datetime import date
from pathlib import Path

from benchmarks.measures import ACTOR, seconds
from benchmarks.report import Report
from esep.adapters.postgres.copying import copy_lines
from esep.domain.model.month import Month
from esep.entrypoints.composition import Application

DECISIONS = 100_000
SECONDS_MAX = 30
KINDS = ("0701", "0702", "0703", "0704", "0705")
BANKS = ("HSBKKZKX", "KCJBKZKX", "CASPKZKA", "TSESKZKA", "IRTYKZKA")
ACTOR_COLUMNS = ("actor_identity", "actor_role", "actor_purpose")
BY = "benchmark\toperator\tbenchmark"
AT = "2025-01-10 06:00:00+00"


def payments(report: Report, application: Application, numbers: list[str], folder: Path, month: Month) -> None:
    """Prepare a month for cases of people whom the register knows, and the same month again."""
    _appoint(application, numbers[:DECISIONS], Month.of(month.first_day))
    first = seconds(lambda: _prepare(application, month, folder, expected=DECISIONS))
    report.add(
        f"a month's payments of {DECISIONS:,} decisions",
        f"{first:.1f} s",
        beside=f"{DECISIONS / first:,.0f} payments/s",
        promised=f"< {SECONDS_MAX} s",
        is_kept=first < SECONDS_MAX,
    )
    again = seconds(lambda: _prepare(application, month, folder, expected=0))
    report.add("the same month again, nothing due", f"{again:.1f} s")


def _prepare(application: Application, month: Month, folder: Path, *, expected: int) -> None:
    prepared = application.prepare_payments(month, str(folder), ACTOR)
    assert (prepared.run.payment_count if prepared.run else 0) == expected
    assert not prepared.waiting


def _appoint(application: Application, numbers: list[str], month: Month) -> None:
    """Cases with their decisions, written as rows: what is measured begins after them."""
    day = month.first_day
    digest = "\\\\x" + hashlib.sha256(b"").hexdigest()
    people = list(enumerate(map(int, numbers), 1))
    with application.store.connection() as connection, connection.transaction():
        copy_lines(
            connection,
            "recipient_case",
            (
                "person_key", "case_number", "kind", "insured_key", "application_number", "content_sha256", "content",
                "submitted_at", "registered_on", "right_on", "channel", "region", "documents", "details",
                "recorded_at", "due_on", *ACTOR_COLUMNS,
            ),
            [
                [
                    f"{iin}\t{case}\t{KINDS[case % 5]}\t{iin}\t{case}\t{digest}\t\\\\x\t{AT}\t{day}\t{day}\tegov\t"
                    f"R{case % 20}\t{{}}\t{{}}\t{AT}\t{day}\t{BY}\n"
                    for case, iin in people
                ]
            ],
        )  # fmt: skip
        copy_lines(
            connection,
            "case_event",
            (
                "person_key", "case_number", "event_number", "action", "state", "ground", "happened_on",
                "effective_on", "document_number", "reason", "recording_due_on", "recorded_at", *ACTOR_COLUMNS,
            ),
            [
                [
                    f"{iin}\t{case}\t{number}\t{action}\t{state}\t\t{day}\t\\N\t\t\t{day}\t{AT}\t{BY}\n"
                    for case, iin in people
                    for number, action, state in ((1, "register", "registered"), (2, "appoint", "appointed"))
                ]
            ],
        )  # fmt: skip
        copy_lines(
            connection,
            "case_decision",
            (
                "person_key", "case_number", "event_number", "law", "length_months", "average_income_tiyn",
                "amount_tiyn", "pension_withheld", "from_on", "frozen",
            ),
            [[f"{iin}\t{case}\t2\tlaw\t60\t20000000\t{_size(case)}\t{_has_pension(case)}\t{day}\t{{}}\n"
              for case, iin in people]],
        )  # fmt: skip
        copy_lines(
            connection,
            "case_part",
            ("person_key", "case_number", "event_number", "part", "payee_key", "amount_tiyn", "account", "bic"),
            [[f"{iin}\t{case}\t2\t1\t{iin}\t{_size(case)}\tKZ86125KZT{case:010}\t{BANKS[case % 5]}\n"
              for case, iin in people]],
        )  # fmt: skip
    with application.store.connection() as connection:
        connection.execute("analyze")  # as a store that has been at work is


def _size(case: int) -> int:
    return 5_000_000 + case * 100


def _has_pension(case: int) -> str:
    return "f" if KINDS[case % 5] == "0701" else "t"


def month_measured() -> Month:
    """The month that is paid: the one of the benchmark's day."""
    return Month.of(date.today())  # noqa: DTZ011  # any month that has begun will do
