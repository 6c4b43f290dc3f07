"""HTTP as every capability needs it; nothing here knows what a scorecard or a key is.

What a ``routes.py`` or ``pages.py`` takes from here:

- ``ROUTES: list[HTTPRouteHandler]`` in each module is all that ``service.app`` collects.
- Parameters: ``FromPath[...]``, ``FromQuery[...]``, ``JSONBody[...]`` of ``litestar.params`` and
  ``NamedDependency[...]`` of ``litestar.di``: other spellings warn, and warnings fail the tests.
  Unknown and repeated query parameters and wrong content types are refused before the handler.
- ``conditional(request, etag, last_modified)`` (conditional.py): 304, or None to go on.
- ``read_limited(request, max_bytes)`` (uploads.py) on a route with ``request_max_body_size=None``;
  ``require_media_type(request, "text/csv")`` for a body that is taken as a stream.
- ``page(template, context)`` (pages.py) for HTML.
- Refusals: raise a ``service.problems.Problem``; errors of the domains map by its table.
- HEAD, security headers, Cache-Control and problem documents come by themselves (shell.py,
  errors.py). A route that sets Cache-Control keeps its own.
"""
