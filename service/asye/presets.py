"""Presets shipped with the planner."""

import json
from importlib.resources import files
from typing import Any

from academy.asye.preset import Preset, preset_from


def shipped_documents() -> dict[str, dict[str, Any]]:
    """By key, as they are kept with a year that begins under them."""
    path = files("academy").joinpath("data", "asye-presets.json")
    documents = json.loads(path.read_text("utf-8"))["presets"]
    return {document["key"]: document for document in documents}


def shipped_presets() -> dict[str, Preset]:
    return {key: preset_from(document) for key, document in shipped_documents().items()}
