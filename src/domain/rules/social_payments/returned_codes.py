"""Purpose codes of orders that bring social payments back."""

from enum import Enum

import attrs


class ReturnedPart(Enum):
    """What of a payment comes back."""

    PAYMENT = "payment"
    CONTRIBUTION = "contribution"  # the pension contribution withheld


@attrs.frozen(kw_only=True)
class ReturnedCode:
    """One row of `social_payment_returns.csv`."""

    purpose_code: str
    part: ReturnedPart
    text: str  # that the order's purpose text must hold, in lower case, for the code to mean this; "" for any

    def is_told_by(self, assignment: str) -> bool:
        """Whether an order's purpose text says that it is such a return; letters and spaces as they may be."""
        return self.text in " ".join(assignment.lower().replace("ё", "е").split())
