"""Runs the app without a bench, for its demo and its tests. See README.md, "What the embedded engine is"."""

import os
import sys
import warnings
from pathlib import Path

# Compiled code of the engine saves seconds at every start; it belongs beside the engine and not into the sources.
sys.dont_write_bytecode = False
sys.pycache_prefix = str(
	Path(os.environ.get("EMBEDDED_HOME") or Path(__file__).resolve().parent.parent / ".embedded") / "pycache"
)

# Told once per compilation by packages that are not ours.
warnings.simplefilter("ignore", SyntaxWarning)
