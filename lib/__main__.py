"""``python -m lib``: the command line."""

import gc
import sys

from lib.cli.ahead import begin

if __name__ == "__main__":
    gc.disable()  # what is loaded stays: nobody need look through it for what may go
    begin(sys.argv[1:])
    from lib.cli.main import main  # after the reading of the file has begun: this takes a second

    gc.freeze()
    gc.enable()
    raise SystemExit(main())
