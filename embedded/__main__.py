"""`python -m embedded COMMAND`, run with the interpreter of the virtual environment."""

import sys

from embedded.commands import main

if __name__ == "__main__":
	sys.exit(main())
