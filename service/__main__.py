"""``python -m service COMMAND``."""

import sys

if __name__ == "__main__":
    # Inside the guard: the server starts its workers by importing this module again.
    try:
        from service.cli import main

        code = main()
    except KeyboardInterrupt:  # already while the commands are being loaded
        code = 130
    sys.exit(code)
