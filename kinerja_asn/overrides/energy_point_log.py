"""Energy Point Log: whoever has review points can praise or criticise any document."""

from kinerja_asn.overrides.doors import refuse_stranger

#: Written by people; the other kinds follow from rules of the agency, after a step was taken.
BY_PEOPLE = ("Appreciation", "Criticism")


def validate(doc, method=None):
	if doc.type in BY_PEOPLE:
		refuse_stranger(doc, method)
