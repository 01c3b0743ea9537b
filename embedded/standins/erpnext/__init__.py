"""Stand-in for ERPNext: the few DocTypes kinerja_asn meets, with their real names, fields, rights and
behaviour.

It exists so that the app can be shown and tested without a bench. It is no ERP and must never be installed
on one. tests/test_standins_honest.py compares it with real_fields.json, the facts of the real app.
"""

__version__ = "15.90.0"
