"""Who may be a dependant: each person once, and not the breadwinner (Social Code 239(2), 240(2))."""

from collections.abc import Iterator, Mapping, Sequence

from esep.domain.model.recipient_case import Dependant
from esep.domain.rules.social_payments.application_refusal import ApplicationRefusal


def refusals_of_dependants(
    dependants: Sequence[Dependant], persons: Mapping[str, int], breadwinner: int
) -> Iterator[ApplicationRefusal]:
    """What speaks against a list of dependants.

    Takes the number that stands of each dependant, by the number given, and that of the breadwinner: a person who was
    known under two numbers is one dependant.
    """
    seen: dict[int, int] = {}
    for place, dependant in enumerate(dependants):
        person = persons[dependant.iin]
        if person == breadwinner:
            yield ApplicationRefusal(
                code="dependant-is-breadwinner",
                field=f"dependants[{place}].iin",
                told="is the breadwinner's own number",
                reference="Social Code, 239(2)",
            )
        if person in seen:
            yield ApplicationRefusal(
                code="dependant-twice",
                field=f"dependants[{place}].iin",
                told=f"is the person of dependants[{seen[person]}]; the size counts each dependant once",
                reference="Social Code, 240(2)",
            )
        seen.setdefault(person, place)
