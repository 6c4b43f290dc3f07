"""Presets shipped with the planner."""

import json
from importlib.resources import files

from academy.asye.preset import Preset, preset_from


def shipped_presets() -> dict[str, Preset]:
    path = files("academy").joinpath("data", "asye-presets.json")
    documents = json.loads(path.read_text("utf-8"))["presets"]
    return {document["key"]: preset_from(document) for document in documents}
