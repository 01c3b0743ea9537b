from decimal import Decimal

import pytest

from kinerja_asn.rules.cascade import BEHIND, NEAR, NONE, REACHED, ToneRules, percent_of_result, tone


@pytest.mark.parametrize(
	("percents", "expected"),
	[
		([], None),
		([None, None], None),
		([100], Decimal(100)),
		([150, 50], Decimal(75)),
		([120, 130, None], Decimal(100)),
		(["99.5", 100], Decimal("99.75")),
	],
)
def test_the_figure_of_a_result(percents, expected):
	assert percent_of_result(percents) == expected


@pytest.mark.parametrize(
	("percent", "expected"),
	[
		(None, NONE),
		(100, REACHED),
		(90, REACHED),
		("89.99", NEAR),
		(70, NEAR),
		("69.9", BEHIND),
		(0, BEHIND),
		(250, REACHED),
	],
)
def test_the_colour_of_a_result(percent, expected):
	assert tone(percent) == expected


def test_an_agency_s_own_bounds():
	assert tone(60, ToneRules(reached_from=Decimal(60), near_from=Decimal(50))) == REACHED
