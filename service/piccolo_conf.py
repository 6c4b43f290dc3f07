"""What Piccolo's own tools (shell, playground) ask for.

The service itself opens its database by ``service.storage.database.open_database``. The schema is
changed by ``python -m service migrate`` only, so the app registry is empty and Piccolo's own
migration commands find nothing to do.
"""

from piccolo.conf.apps import AppRegistry

from service import settings
from service.storage.engine import engine_from_url

DB = engine_from_url(settings.load().database_url)
APP_REGISTRY = AppRegistry(apps=[])
