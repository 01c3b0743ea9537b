"""The browser's tests make a SQLite site of their own; a run on the other database does not repeat them."""

import os

collect_ignore_glob = ["test_*.py"] if os.environ.get("DB") == "mariadb" else []
