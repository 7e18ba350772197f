"""The settings of the embedded server, in a file of their own that is written anew where it differs."""

import os
from pathlib import Path

from esep.adapters.embedded_postgres.system_user import ServerUser

SETTINGS_NAME = "esep.conf"

# No personal data reach the log: messages of failed statements quote values, so they are left out (`log` ranks above
# `error` there), and of the others only the first line is written.
_SETTINGS = """\
# Written by Esep at every start; changes are lost.
listen_addresses = ''
port = 5432
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
max_connections = 32
shared_buffers = 256MB
wal_level = minimal
max_wal_senders = 0
wal_compression = off
max_wal_size = 4GB
min_wal_size = 512MB
checkpoint_timeout = 15min
fsync = on
synchronous_commit = on
autovacuum = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
log_checkpoints = off
log_min_messages = log
log_error_verbosity = terse
log_statement = none
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_autovacuum_min_duration = -1
"""


def settings_text(socket_folder: Path) -> str:
    """Return the content of the settings file; `socket_folder` has no characters that need quoting."""
    return _SETTINGS.format(socket_folder=socket_folder)


def write_if_different(path: Path, text: str, user: ServerUser) -> None:
    """Make `path` a private file of `user` with this content; whole on disk, or not changed at all."""
    if path.is_file() and path.read_bytes() == text.encode():
        return
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if user.is_other:
            os.fchown(descriptor, user.user_id, user.group_id)
        file.write(text.encode())
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
