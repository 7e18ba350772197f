"""Register an application for a social payment: from then on the recipient is accounted for (Rules, item 10)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import attrs

from esep.domain.errors import Conflict, InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.ledger import person_key
from esep.domain.model.recipient_case import (
    Application,
    CaseAction,
    CaseEvent,
    CaseState,
    RecipientCase,
)
from esep.domain.model.social_application import SocialApplication
from esep.domain.ports.application_files import ApplicationFileInvalid, SocialApplicationReader
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.social_payments.application_refusal import ApplicationRefusal
from esep.domain.rules.social_payments.registration import ApplicationFacts, is_in_hours, refusals_of
from esep.domain.rules.social_payments.same_risk import of_same_child, of_same_risk
from esep.domain.use_cases.case_steps import CaseSteps
from esep.domain.use_cases.dependants import persons_of
from esep.domain.use_cases.due_days import DueDays


class SocialApplicationChanged(Conflict):
    """The person's application of this number was registered before and said something else."""

    code = "application-changed"


class SocialApplicationRefused(Conflict):
    """An application is not registered; every reason is told, with its rule."""

    code = "application-refused"

    def __init__(self, refusals: Sequence[ApplicationRefusal]) -> None:
        """Keep the reasons."""
        super().__init__(
            f"the application is not registered, nothing was recorded: {'; '.join(map(str, refusals))}. Tell the "
            "applicant these reasons, or have the application corrected and register it again"
        )
        self.refusals = tuple(refusals)


@attrs.frozen(kw_only=True)
class RegisteredApplication:
    """The answer to an application: the same one whenever it is registered again."""

    case: RecipientCase
    is_new: bool  # False: it was registered before, nothing was recorded now


@attrs.frozen(kw_only=True)
class RegisterApplication:
    """Judge an application and record it, whole or not at all. Registered again, it gets the first answer."""

    open_unit: OpenUnitOfWork
    reader: SocialApplicationReader
    due_days: DueDays
    clock: Clock

    def __call__(self, content: bytes, file_name: str, actor: Actor) -> RegisteredApplication:
        """The case that the application made, now or earlier.

        Raises `ApplicationFileInvalid` for a file that cannot be judged, `SocialApplicationRefused` with every reason,
        `SocialApplicationChanged` where the person used the number before for the same kind.
        """
        application = self.reader.read(content, file_name)
        now = self.clock.now()
        if application.submitted_at is not None and application.submitted_at > now:
            raise ApplicationFileInvalid(file_name, ["submitted_at: is still to come"])
        steps = CaseSteps(due_days=self.due_days, actor=actor, now=now)
        with self.open_unit() as unit:
            unit.move_money_alone()
            persons = unit.people.numbers_of(int(application.applicant_iin))
            keys = [person_key(number) for number in persons]
            known = unit.cases.find_application(keys, application.kind, application.application_number)
            if known is not None:
                return RegisteredApplication(case=_same(known, application), is_new=False)
            case = self._accepted(unit, application, content, steps)
            unit.cases.register(case.application, case.events[0])
        return RegisteredApplication(case=case, is_new=True)

    def registered_on(self, submitted_at: datetime) -> date:
        """The day of application: that of submission within working hours, else the next working day."""
        day = day_in_almaty(submitted_at)
        calendar, hours = self.due_days.calendar, self.due_days.parameters.cases.working_hours.at(day)
        if hours is None:
            raise InvalidInput(f"no working hours are known for {day}; give a later submitted_at")
        is_in_time = is_in_hours(submitted_at, hours, is_working_day=calendar.is_working_day(day))
        return day if is_in_time else calendar.next_working_day(day)

    def _accepted(
        self, unit: UnitOfWork, application: SocialApplication, content: bytes, steps: CaseSteps
    ) -> RecipientCase:
        submitted_at = (application.submitted_at or steps.now).astimezone(UTC)
        registered_on = self.registered_on(submitted_at)
        refusals = refusals_of(application, _facts(unit, application, registered_on), self.due_days.parameters)
        if refusals:
            raise SocialApplicationRefused(refusals)
        recorded = Application(
            case_number=unit.cases.next_number(),
            kind=application.kind,
            person_key=person_key(int(application.applicant_iin)),
            insured_key=person_key(int(application.insured_iin)),
            application_number=application.application_number,
            content_sha256=application.content_sha256,
            content=content,
            submitted_at=submitted_at,
            registered_on=registered_on,
            right_on=application.right_on,
            channel=application.channel,
            region=application.region,
            documents=application.documents,
            details=application.details,
            recorded_at=steps.now,
            due_on=steps.recording_due_on(registered_on),
            actor=steps.actor,
        )
        return RecipientCase(application=recorded, events=(_registered(recorded, steps),))


def _registered(application: Application, steps: CaseSteps) -> CaseEvent:
    return CaseEvent(
        case_number=application.case_number,
        event_number=1,
        action=CaseAction.REGISTER,
        state=CaseState.REGISTERED,
        happened_on=application.registered_on,
        due_on=steps.next_due_on(application.kind, CaseAction.REGISTER, application.registered_on),
        recording_due_on=application.due_on,
        recorded_at=steps.now,
        actor=steps.actor,
    )


def _same(known: RecipientCase, application: SocialApplication) -> RecipientCase:
    if known.application.content_sha256 == application.content_sha256:
        return known
    raise SocialApplicationChanged(
        f"the application {application.application_number} was registered on {known.application.registered_on} as "
        f"{known.name} and said something else; a new application needs a number of its own: see `esep applications "
        f"show {known.name}`"
    )


def _facts(unit: UnitOfWork, application: SocialApplication, registered_on: date) -> ApplicationFacts:
    numbers = unit.people.numbers_of(int(application.applicant_iin))
    insured_numbers = unit.people.numbers_of(int(application.insured_iin))
    dependants = {one.iin: unit.register.find_person(int(one.iin)) for one in application.details.dependants}
    live_case, case_of_child = _cases_in_the_way(unit, application, insured_numbers)
    return ApplicationFacts(
        registered_on=registered_on,
        applicant=unit.register.find_person(numbers[0]),
        live_case=live_case,
        case_of_child=case_of_child,
        births={iin: person.birth_date for iin, person in dependants.items() if person is not None},
        persons=persons_of(unit, application.details.dependants),
        insured_number=insured_numbers[0],
        insured=unit.register.find_person(insured_numbers[0]),
    )


def _cases_in_the_way(
    unit: UnitOfWork, application: SocialApplication, insured_numbers: Sequence[int]
) -> tuple[str | None, str | None]:
    """The names of a case of the same risk, and else of one of the same child."""
    child_iin = application.details.child_iin
    child_iins = [f"{number:012}" for number in unit.people.numbers_of(int(child_iin))] if child_iin else []
    own = of_same_risk(unit.cases.of_insured([*map(person_key, insured_numbers)]), application, child_iins)
    if own is not None:
        return own.name, None
    of_child = of_same_child(unit.cases.of_children(child_iins), application.right_on) if child_iins else None
    return None, of_child.name if of_child else None
