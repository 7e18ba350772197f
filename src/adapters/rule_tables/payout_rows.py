"""Rows of the tables by which social payments are paid, as they stand in the files."""

import attrs

from esep.adapters.rule_tables.rows import ParameterRow
from esep.domain.rules.social_payments.returned_codes import ReturnedCode, ReturnedPart


@attrs.frozen(kw_only=True)
class ReturnedCodeRow(ParameterRow[ReturnedCode]):
    """`social_payment_returns.csv`."""

    purpose_code: str
    part: ReturnedPart
    text: str

    @property
    def value(self) -> ReturnedCode:
        """The code."""
        return ReturnedCode(purpose_code=self.purpose_code, part=self.part, text=self.text)
