"""The kinds of social payments that the Fund pays (Social Code 77-86, 115-119, 174-182, 239-241)."""

from enum import Enum

from esep.domain.errors import InvalidInput


class UnknownSocialPayment(InvalidInput, ValueError):
    """The text names no kind of social payment."""

    code = "social-payment-unknown"


class SocialPaymentKind(Enum):
    """A kind by the Fund's code; when it can be appointed stands in the table of kinds."""

    BREADWINNER = "0701"
    DISABILITY = "0702"
    JOB_LOSS = "0703"
    MATERNITY = "0704"  # and adoption
    CHILDCARE = "0705"
    # Of 2020-2022, known so that they can be recorded and their months credited:
    STATE_OF_EMERGENCY = "0706"
    MEDIC_INFECTED = "0707"
    MEDIC_DIED = "0708"
    RESTRICTIONS = "0709"

    @property
    def word(self) -> str:
        """The kind as commands and answers name it: `job-loss`."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def named(cls, text: str) -> "SocialPaymentKind":
        """The kind of a word or code: `job-loss` or `0703`. Raises `UnknownSocialPayment`."""
        for kind in cls:
            if text in (kind.word, kind.value):
                return kind
        words = ", ".join(kind.word for kind in cls)
        raise UnknownSocialPayment(f"{text[:20]!r} is no kind of social payment; expected one of {words}")


CALCULATED_KINDS = (
    SocialPaymentKind.JOB_LOSS,
    SocialPaymentKind.DISABILITY,
    SocialPaymentKind.BREADWINNER,
    SocialPaymentKind.MATERNITY,
    SocialPaymentKind.CHILDCARE,
)
"""The five in force, of which the formulas are known."""
