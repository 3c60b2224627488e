"""``python -m lib``: the command line."""

import sys

from lib.cli.ahead import begin

if __name__ == "__main__":
    begin(sys.argv[1:])
    from lib.cli.main import main  # after the reading of the file has begun: this takes a second

    raise SystemExit(main())
