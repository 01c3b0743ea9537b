"""The regulations on performance management of civil servants (ASN), as pure Python.

Nothing here imports frappe: every rule can be read, tested and used without a site. Numbers are Decimal,
figures that a regulation leaves to the agency (or that no regulation was found for) are fields of a dataclass
with defaults.
"""
