"""Running the programs of PostgreSQL: as the server's user, in a clean environment, out of reach of Ctrl-C."""

import subprocess
from pathlib import Path

from esep.adapters.embedded_postgres.system_user import SYSTEM_PATH, ServerUser

# Nothing of the caller's environment: a PGDATA or PGPORT there must not reach the server.
_ENVIRONMENT = {"PATH": SYSTEM_PATH, "LANG": "C.UTF-8", "TZ": "UTC"}


def run_program(
    program: Path, *arguments: str, user: ServerUser, inherited_descriptor: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `program` to its end and return its result and output; never raises for a failure of the program.

    `inherited_descriptor` stays open in the program and in everything that it starts.
    """
    return subprocess.run(
        [str(program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        cwd="/",
        env=_ENVIRONMENT,
        umask=0o077,
        start_new_session=True,  # Ctrl-C goes to the terminal's process group: the server must outlive it
        pass_fds=() if inherited_descriptor is None else (inherited_descriptor,),
        user=user.user_id if user.is_other else None,
        group=user.group_id if user.is_other else None,
        extra_groups=[] if user.is_other else None,
    )
