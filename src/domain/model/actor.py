"""Who acts. Every use case takes the actor, and what is recorded names it."""

import attrs


@attrs.frozen(kw_only=True)
class Actor:
    """A person or a system at work."""

    identity: str  # login of the person, or name of the system
    role: str = "operator"
    purpose: str = "operator's work"  # why; kept with each view of personal data
