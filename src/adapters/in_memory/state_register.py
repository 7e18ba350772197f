"""State registers without a network: on people given, on the store's newest snapshot, and one that never answers."""

from collections.abc import Callable, Collection, Iterable, Mapping

import attrs

from esep.domain.errors import RegisterUnavailable
from esep.domain.model.register import RegisterAnswers, RegisterPerson
from esep.domain.ports.clock import Clock
from esep.domain.rules.register_answers import answers_of

Snapshot = tuple[int, Mapping[int, RegisterPerson]]  # version, and people by number


def _by_number(people: Iterable[RegisterPerson]) -> dict[int, RegisterPerson]:
    return {int(person.iin): person for person in people}


@attrs.frozen(kw_only=True)
class InMemoryRegister:
    """A `StateRegister` of the people given. Raises RegisterUnavailable where it has none."""

    people: Mapping[int, RegisterPerson] = attrs.field(converter=_by_number)
    clock: Clock
    source: str = "in-memory"
    version: int = 1

    def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
        """What is known of each number; an unknown one is left out."""
        if not self.people:
            raise RegisterUnavailable("the register holds nobody; give it people")
        return _answers((self.version, self.people), numbers, source=self.source, clock=self.clock)


@attrs.frozen(kw_only=True)
class SnapshotRegister:
    """A `StateRegister` that answers from the newest snapshot of a store."""

    newest_snapshot: Callable[[], Snapshot | None]
    clock: Clock

    def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
        """What is known of each number; raises RegisterUnavailable where no snapshot is loaded."""
        snapshot = self.newest_snapshot()
        if snapshot is None:
            raise RegisterUnavailable("no snapshot of the state register is loaded; load one")
        return _answers(snapshot, numbers, source="snapshot", clock=self.clock)


@attrs.frozen
class UnavailableRegister:
    """A `StateRegister` that never answers."""

    def find_many(self, numbers: Collection[int]) -> RegisterAnswers:
        """Raise RegisterUnavailable."""
        raise RegisterUnavailable(f"the state register does not answer for {len(numbers)} numbers; ask again later")


def _answers(snapshot: Snapshot, numbers: Collection[int], *, source: str, clock: Clock) -> RegisterAnswers:
    version, people = snapshot
    known = (people[number] for number in numbers if number in people)
    return answers_of(known, source=source, version=version, answered_at=clock.now())
