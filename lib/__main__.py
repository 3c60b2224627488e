"""``python -m lib``: the command line."""

from lib.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
