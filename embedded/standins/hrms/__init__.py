"""Stand-in for Frappe HR: the few DocTypes and rights of it that kinerja_asn meets.

For the embedded engine only; tests/test_standins_honest.py compares it with the facts of the real app.
"""

__version__ = "15.52.3"
