import unittest
from decimal import Decimal

from kinerja_asn.rules import coaching


class CoachingRulesTest(unittest.TestCase):
	def test_a_report_below_the_threshold_proposes_coaching(self):
		for percents, achievement, proposed in (
			([69.9], Decimal("69.9"), True),
			([70], Decimal(70), False),
			# more of one does not hide less of another
			([300, 20], Decimal(60), True),
			([-5, 100], Decimal(50), True),
			([0], Decimal(0), True),
			([], None, False),
		):
			with self.subTest(percents=percents):
				self.assertEqual(coaching.achievement_of(percents), achievement)
				self.assertIs(coaching.proposes_coaching(achievement), proposed)

	def test_zero_means_never(self):
		assert not coaching.proposes_coaching(Decimal(0), coaching.CoachingRules(below=Decimal(0)))

	def test_nine_statements_in_three_groups(self):
		groups = [group for _key, group in coaching.STATEMENTS]
		assert groups == [coaching.EMPLOYEE] * 3 + [coaching.LEADER] * 3 + [coaching.BOTH] * 3
		answers = {key: coaching.YES for key, _group in coaching.STATEMENTS}
		assert coaching.missing_answers(answers) == []
		assert coaching.missing_answers(answers | {"asks": "Maybe"}) == ["asks"]
		assert coaching.missing_answers({}) == [key for key, _group in coaching.STATEMENTS]
