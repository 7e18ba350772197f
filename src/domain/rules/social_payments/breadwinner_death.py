"""Whether the register confirms the loss of a breadwinner (Social Code 239(1); Order 239, item 8).

The register knows only who is dead. Somebody whom a court declared missing stands as alive there, a death abroad may
come to it late, and a period of death has no day: so its silence bars nothing. Where it does not confirm the death the
papers must prove it (item 8), and an application without any is not accepted (item 11(2)).
"""

from datetime import date

from esep.domain.model.register import LifeStatus, RegisterPerson

PROOF = (
    "the certificate or notice of death, or the court's decision that declares missing or dead, must prove the loss "
    "(Order 239, 8(1); Social Code, 239(1))"
)


def doubt_about_death(died_on: date, breadwinner: RegisterPerson | None) -> str | None:
    """What the register says otherwise than an application that gives a day of death; None where it agrees."""
    if breadwinner is None:
        return f"the register does not know the breadwinner: {PROOF}"
    if breadwinner.life_status is not LifeStatus.DEAD:
        return f"by the register the breadwinner is alive: {PROOF}"
    if breadwinner.death_date not in (None, died_on):
        return (
            f"by the register the breadwinner died on {breadwinner.death_date}, the application says {died_on}: {PROOF}"
        )
    return None
