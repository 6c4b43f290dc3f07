"""Is this database the demo's? Then the demo's public key is the one that fits, and no other.

What a database keeps is sealed under the key it was received with. So the seal itself says whether
it is the demo council's: no flag that could be set by mistake on a real council's data.
"""

import asyncio
from collections.abc import Mapping, MutableMapping

from service import settings as settings_module
from service.setting_values import SettingsError
from service.settings import Settings
from service.storage.database import open_database
from service.storage.history import HistoryError
from service.storage.migrate import state_of
from service.workforce import keeping, operations
from service.workforce.identity import DEMO_IDENTITY_KEY, KeyDoesNotFit, Seal

SWITCH = "SCORECARD_DEMO"
KEY = "SCORECARD_IDENTITY_KEY"


async def holds_demo(settings: Settings) -> bool:
    """Say whether the database holds returns, and they are sealed under the demo's key.

    False for a database that is missing, empty, not migrated or out of reach; nothing is made.
    """
    try:
        if not (await state_of(settings.database_url)).at_head:
            return False
        async with await open_database(settings):
            if not await operations.listing(limit=1):
                return False
            await keeping.require_fitting_key(Seal(DEMO_IDENTITY_KEY))
    except (SettingsError, HistoryError, KeyDoesNotFit):
        return False
    return True


def switch_on_for_demo(environ: MutableMapping[str, str]) -> bool:
    """Set SCORECARD_DEMO when no key is set and the database is the demo's; say whether it was.

    So ``python -m service serve`` works after ``python -m service demo`` with nothing else set. An
    operator who has set a key, or the switch, is never overruled.
    """
    if _decided(environ):
        return False
    try:
        settings = settings_module.load(environ)
    except SettingsError:
        return False
    if not asyncio.run(holds_demo(settings)):
        return False
    environ[SWITCH] = "1"
    return True


def _decided(environ: Mapping[str, str]) -> bool:
    return bool(environ.get(SWITCH) or environ.get(KEY))
