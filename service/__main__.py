"""``python -m service``: the same as the command ``duibiao``."""

from service.faces.terminal.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
