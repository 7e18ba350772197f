"""Another account of somebody whom a case pays (Orders 237 item 55, 238 item 68, 239 item 67, 248 item 72)."""

import attrs


@attrs.frozen(kw_only=True)
class AccountChange:
    """Where one payee of a case is paid from now on: whatever was not sent yet goes there."""

    payee_key: int
    account: str
    bic: str
