"""A PostgreSQL server for every data directory: started, shared between processes and stopped by itself."""

from esep.adapters.embedded_postgres.directory import default_data_directory
from esep.adapters.embedded_postgres.errors import (
    DataDirectoryNotUsable,
    DataDirectoryRefused,
    EmbeddedServerError,
    ServerDidNotStart,
    ServerProgramsNotUsable,
    SystemUserNotUsable,
)
from esep.adapters.embedded_postgres.server import open_embedded_server

__all__ = [
    "DataDirectoryNotUsable",
    "DataDirectoryRefused",
    "EmbeddedServerError",
    "ServerDidNotStart",
    "ServerProgramsNotUsable",
    "SystemUserNotUsable",
    "default_data_directory",
    "open_embedded_server",
]
