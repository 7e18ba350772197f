"""Why a use case refuses. Findings are data; these are exceptions, each with a stable code."""


class EsepError(Exception):
    """Base of all refusals; `str(error)` tells what was found, what was expected and what to do."""

    code = "error"


class InvalidInput(EsepError):
    """What was given cannot be used as it is."""

    code = "invalid-input"


class NotFound(EsepError):
    """Nothing is known under the name given."""

    code = "not-found"


class Conflict(EsepError):
    """The present state does not admit what was asked."""

    code = "conflict"


class Unavailable(EsepError):
    """Something outside does not answer now; the same call may succeed later. The only retryable one."""

    code = "unavailable"


class MessageTooLong(InvalidInput):
    """A message of a file is longer than the product reads."""

    code = "message-too-long"


class RegisterUnavailable(Unavailable):
    """The state register does not answer, or no snapshot of it is loaded."""

    code = "register-unavailable"


class AlreadyRecorded(Conflict):
    """Somebody else recorded the same thing since it was looked for; the caller looks again."""

    code = "already-recorded"
