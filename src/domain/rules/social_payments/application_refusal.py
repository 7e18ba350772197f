"""Why an application is not registered."""

import attrs


@attrs.frozen(kw_only=True)
class ApplicationRefusal:
    """One reason, with its place in the application and its rule. Names no person."""

    code: str
    field: str  # path in the application
    told: str
    reference: str  # act and item

    def __str__(self) -> str:
        """`right_on: the right ... (Order 100, item 12)`."""
        return f"{self.field}: {self.told} ({self.reference})"
