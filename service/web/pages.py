"""HTML pages: Jinja templates of ours with the macros of govuk-frontend-jinja, no inline script."""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined
from litestar import Litestar
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template

from service.settings import Settings
from service.web.static_files import StaticFiles


class NameMissing(Undefined):
    """A name or attribute that is not there is a fault, except a key of a mapping.

    The govuk macros ask mappings for keys that are optional; our own values have attributes.
    """

    def _must_be_there(self) -> None:
        if self._undefined_name is not None and not isinstance(self._undefined_obj, Mapping):
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._must_be_there()
        return super().__str__()

    def __bool__(self) -> bool:
        self._must_be_there()
        return super().__bool__()

    def __len__(self) -> int:
        self._must_be_there()
        return super().__len__()

    def __iter__(self) -> Iterator[Any]:
        self._must_be_there()
        return super().__iter__()


SERVICE_NAME = "Social work workforce"


def page(
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Template:
    """A page from ``service/templates``. The template extends ``base.html`` and fills its blocks.

    Every name a template uses must be in ``context`` or global (``council``, ``council_contact``,
    ``service_name``, ``static_url(name)``): a missing one is a fault, not an empty place on the page.
    """
    return Template(
        template_name=template,
        context=dict(context or {}),
        status_code=status_code,
        headers=dict(headers or {}),
        media_type="text/html",
    )


def template_engine(static: StaticFiles) -> JinjaTemplateEngine:
    """One environment for the process: autoescape on, undefined names refused."""
    environment = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("service", "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=NameMissing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        service_name=SERVICE_NAME,
        static_url=static.url,
    )
    return JinjaTemplateEngine.from_environment(environment)


def name_the_council(app: Litestar, settings: Settings) -> None:
    """Let every page of this application say whose it is."""
    engine: Any = app.template_engine
    engine.engine.globals["council"] = settings.council_name
    engine.engine.globals["council_contact"] = settings.contact
