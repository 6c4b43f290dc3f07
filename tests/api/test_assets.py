"""The committed style sheet and icon are what their sources make."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "tools" / "assets"
STATIC = ROOT / "service" / "static"


@pytest.mark.slow
def test_the_style_sheet_is_what_its_source_compiles_to(tmp_path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: govuk.css was NOT compared with its source")
    for name in ("package.json", "package-lock.json", "app.scss"):
        shutil.copy(SOURCES / name, tmp_path)
    fetched = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if fetched.returncode != 0:
        pytest.skip(
            f"npm cannot fetch: govuk.css was NOT compared with its source: {fetched.stderr}"
        )
    subprocess.run(
        [
            *("node_modules/.bin/sass", "--no-source-map", "--style=compressed", "--quiet-deps"),
            *("--load-path=node_modules", "app.scss:govuk.css"),
        ],
        cwd=tmp_path,
        check=True,
        timeout=300,
    )
    assert (tmp_path / "govuk.css").read_bytes() == (STATIC / "govuk.css").read_bytes()


def test_the_icon_is_what_its_source_draws() -> None:
    made = runpy.run_path(str(SOURCES / "make_favicon.py"))["icon"]()
    assert made == (STATIC / "favicon.ico").read_bytes()


def test_the_style_sheets_carry_no_branding_and_fetch_nothing_from_elsewhere() -> None:
    for sheet in STATIC.glob("*.css"):
        text = sheet.read_text("utf-8")
        assert "GDS Transport" not in text
        assert "@font-face" not in text
        assert "@import" not in text
        # The crest belongs to the copyright logo in the footer, which is not used.
        assert set(re.findall(r"url\(([^)]*)\)", text)) <= {'"/static/images/govuk-crest.svg"'}


def test_the_licence_notice_names_the_version_that_was_compiled() -> None:
    [version] = re.findall(r'"govuk-frontend": "([0-9.]+)"', (SOURCES / "package.json").read_text())
    notice = (STATIC / "govuk-frontend.LICENCE.txt").read_text()
    assert f"GOV.UK Frontend {version} " in notice
    assert "MIT License" in notice


def test_no_template_uses_the_copyright_logo_or_unescaped_text() -> None:
    """The ``html`` parameter of the macros is not escaped: only fixed text may go there."""
    faults = []
    for template in (ROOT / "service" / "templates").rglob("*.html"):
        text = template.read_text("utf-8")
        for pattern in (
            "govuk-footer__copyright-logo",
            r"\|\s*safe",
            r"[\"']html[\"']\s*:",
            " style=",
            "<script",
            r"\son\w+=",
        ):
            faults += [f"{template.name}: {pattern}"] if re.search(pattern, text) else []
    assert faults == []
