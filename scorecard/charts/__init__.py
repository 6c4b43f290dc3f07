"""Charts as SVG text: values in, text out, every coordinate an integer number of tenths of a pixel.

Marks carry classes and no colours or styles: the page's style sheet (``charts.css``) colours them for
the screen, print and high contrast, and a strict Content-Security-Policy has nothing to refuse. Every
chart is ``role="img"`` with a title and a description, and comes in two sizes, of which the page shows
the one that can be read. The table beside a chart is the page's: a chart alone is never the only place
where a number stands.
"""
