"""``python -m service COMMAND``."""

import sys

if __name__ == "__main__":
    # Inside the guard: the server starts its workers by importing this module again.
    try:
        from service.cli import main

        code = main()
    except ModuleNotFoundError as missing:
        if (missing.name or "service").partition(".")[0] in {"service", "scorecard", "academy"}:
            raise
        sys.stderr.write(
            f"This Python does not have {missing.name}, which the service needs: "
            "run make setup and use .venv/bin/python -m service.\n"
        )
        code = 2
    except KeyboardInterrupt:  # already while the commands are being loaded
        code = 130
    sys.exit(code)
