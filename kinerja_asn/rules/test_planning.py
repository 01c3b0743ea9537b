import unittest
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

from kinerja_asn.rules import planning as p
from kinerja_asn.rules.errors import MESSAGES, RuleError

YEAR = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}


class TestWhoPlans(unittest.TestCase):
	def test_who_plans(self):
		for standing in (p.ACTIVE, "", None, "Seconded"):
			self.assertIsNone(p.needs_no_plan(standing))

	def test_standings_that_free_from_planning(self):
		for standing, code in (
			("Unpaid Leave", "no_plan_unpaid_leave"),
			("Study Assignment", "no_plan_study"),
			("Pre-Retirement", "no_plan_pre_retirement"),
			("Temporarily Dismissed", "no_plan_temporarily_dismissed"),
			("State Official", "no_plan_state_official"),
		):
			self.assertIn(standing, p.STANDINGS)
			self.assertEqual(p.needs_no_plan(standing).code, code)
			self.assertIn(code, MESSAGES)
		self.assertIsNone(p.needs_no_plan("Study Assignment", rules=p.PlanDutyRules(reason_of={})))

	def test_employment(self):
		self.assertEqual(p.needs_no_plan("Active", "").code, "no_plan_not_asn")
		self.assertEqual(p.needs_no_plan("Active", None).code, "no_plan_not_asn")
		self.assertEqual(p.needs_no_plan("Active", "Non-ASN").code, "no_plan_not_asn")
		self.assertEqual(p.needs_no_plan("Active", "PNS", "Suspended").code, "no_plan_not_active")
		self.assertEqual(
			p.needs_no_plan("Active", joined=date(2027, 1, 1), **YEAR).code, "no_plan_joins_after"
		)
		self.assertEqual(
			p.needs_no_plan("Active", left=date(2025, 12, 31), **YEAR).code, "no_plan_left_before"
		)
		self.assertEqual(
			p.needs_no_plan("Active", "PNS", "Left", left=date(2025, 12, 31), **YEAR).code,
			"no_plan_left_before",
		)
		self.assertIsNone(
			p.needs_no_plan("Active", joined=date(2026, 12, 31), left=date(2026, 12, 31), **YEAR)
		)


class TestIntervals(unittest.TestCase):
	def test_names(self):
		def names(frequency):
			return [i.name for i in p.propose_intervals(2026, frequency)]

		self.assertEqual(names("Monthly"), [f"2026-{m:02d}" for m in range(1, 13)])
		self.assertEqual(names("Quarterly"), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"])
		self.assertEqual(names("Four-Monthly"), ["2026-T1", "2026-T2", "2026-T3"])
		self.assertEqual(names("Semester"), ["2026-S1", "2026-S2"])
		self.assertEqual(names("Annual"), ["2026"])

	def test_they_cover_the_year_without_gap(self):
		for year in (2024, 2026):
			for frequency in p.FREQUENCIES:
				intervals = p.propose_intervals(year, frequency)
				self.assertEqual(intervals[0].from_date, date(year, 1, 1))
				self.assertEqual(intervals[-1].to_date, date(year, 12, 31))
				self.assertEqual([i.number for i in intervals], list(range(1, len(intervals) + 1)))
				for before, after in pairwise(intervals):
					self.assertEqual(before.to_date + timedelta(1), after.from_date)

	def test_refused(self):
		for year in (1999, 2101, 20266, "2026", None, True):
			with self.assertRaises(RuleError) as caught:
				p.propose_intervals(year, "Monthly")
			self.assertEqual(caught.exception.code, "year_out_of_range")
		for frequency in ("Weekly", "", None, []):
			with self.assertRaises(RuleError) as caught:
				p.propose_intervals(2026, frequency)
			self.assertEqual(caught.exception.code, "frequency_unknown")


class TestStages(unittest.TestCase):
	def test_monthly_reports_with_quarterly_evaluation(self):
		stages = p.propose_stages(2026, "Monthly", "Quarterly")
		self.assertEqual(
			[s.stage for s in stages],
			["Planning", "Adjustment"]
			+ ["Reporting"] * 12
			+ ["Periodic Evaluation"] * 4
			+ ["Annual Evaluation"],
		)
		self.assertEqual((stages[0].opens_on, stages[0].closes_on), (date(2026, 1, 1), date(2026, 1, 31)))
		february = stages[3]
		self.assertEqual(february.interval, "2026-02")
		self.assertEqual((february.opens_on, february.closes_on), (date(2026, 2, 22), date(2026, 3, 5)))
		fourth = stages[-2]
		self.assertEqual(fourth.interval, "2026-Q4")
		self.assertEqual((fourth.opens_on, fourth.closes_on), (date(2027, 1, 1), date(2027, 1, 14)))
		self.assertEqual((stages[-1].opens_on, stages[-1].closes_on), (date(2027, 1, 1), date(2027, 1, 31)))
		self.assertEqual({s.stage for s in stages if s.late_allowed}, {"Reporting"})
		self.assertEqual(
			{s.stage for s in stages if s.interval is None}, {"Planning", "Adjustment", "Annual Evaluation"}
		)

	def test_yearly_evaluation_has_no_periodic_one(self):
		stages = [s.stage for s in p.propose_stages(2026, "Quarterly", "Annual")]
		self.assertNotIn("Periodic Evaluation", stages)
		self.assertEqual(stages.count("Annual Evaluation"), 1)

	def test_which_frequencies_go_together(self):
		allowed = {
			"Monthly": p.FREQUENCIES,
			"Quarterly": ("Quarterly", "Semester", "Annual"),
			"Four-Monthly": ("Four-Monthly", "Annual"),
			"Semester": ("Semester", "Annual"),
			"Annual": ("Annual",),
		}
		for reporting in p.FREQUENCIES:
			for evaluation in p.FREQUENCIES:
				if evaluation in allowed[reporting]:
					p.check_frequencies(reporting, evaluation)
				else:
					with self.assertRaises(RuleError) as caught:
						p.propose_stages(2026, reporting, evaluation)
					self.assertEqual(caught.exception.code, "evaluation_not_multiple")

	def test_an_agency_changes_the_days(self):
		defaults = p.StageDefaults(planning_opens=(2, 1), planning_closes=(2, 29), late_stages=())
		stages = p.propose_stages(2026, "Monthly", "Monthly", defaults)
		self.assertEqual(stages[0].closes_on, date(2026, 2, 28))
		self.assertFalse(any(s.late_allowed for s in stages))
		self.assertEqual(
			p.propose_stages(2028, "Monthly", "Monthly", defaults)[0].closes_on, date(2028, 2, 29)
		)

	def test_bad_days(self):
		for defaults, code in (
			(p.StageDefaults(planning_opens=(3, 1), planning_closes=(2, 1)), "end_before_start"),
			(p.StageDefaults(planning_opens=(13, 1)), "month_day_invalid"),
			(p.StageDefaults(planning_opens=(4, 31)), "month_day_invalid"),
			(
				p.StageDefaults(reporting_opens_before_end=0, reporting_closes_after_end=-1),
				"end_before_start",
			),
		):
			with self.assertRaises(RuleError) as caught:
				p.propose_stages(2026, "Monthly", "Monthly", defaults)
			self.assertEqual(caught.exception.code, code)


def nurse() -> p.PlanDraft:
	return p.PlanDraft(
		model="JA/JF",
		approach="Quantitative",
		employee="HR-EMP-1",
		appraiser="HR-EMP-2",
		results=[
			p.PlanResult("r1", "Main", "Pasien mendapat asuhan sesuai standar", "boss-1"),
			p.PlanResult("r2", "Additional", "Dokumen akreditasi bab V tersusun"),
		],
		indicators=[
			p.PlanIndicator("i1", "r1", "jumlah asuhan", "Quantity", "Dokumen", "Higher Is Better", 1200),
			p.PlanIndicator("i2", "r1", "waktu tunggu", "Time", "Menit", "Lower Is Better", "15"),
			p.PlanIndicator("i3", "r1", "suhu", "Quality", "C", "Range", None, Decimal("2"), Decimal("8")),
		],
		behaviours=[p.PlanBehaviour(f"b{n}", f"Value {n}") for n in range(7)],
		annex=[p.PlanAnnex(f"a{n}", kind, "filled") for n, kind in enumerate(p.ANNEX_KINDS)],
	)


class TestProposal(unittest.TestCase):
	def found(self, plan, *args):
		problems = p.missing_for_proposal(plan, *args)
		for problem in problems:
			self.assertTrue(problem.message)
		return [(x.code, x.row_key) for x in problems]

	def with_indicator(self, **changes):
		plan = nurse()
		return replace(plan, indicators=[replace(plan.indicators[0], **changes), *plan.indicators[1:]])

	def with_result(self, **changes):
		plan = nurse()
		return replace(plan, results=[replace(plan.results[0], **changes), *plan.results[1:]])

	def test_a_complete_plan(self):
		self.assertEqual(self.found(nurse()), [])

	def test_an_empty_plan_is_told_everything(self):
		plan = p.PlanDraft("JA/JF", "Quantitative", "HR-EMP-1")
		self.assertEqual(
			[code for code, _ in self.found(plan)],
			["appraiser_missing", "main_result_missing", "behaviour_count", *["annex_missing"] * 3],
		)

	def test_people(self):
		self.assertEqual(
			self.found(replace(nurse(), appraiser="HR-EMP-1")), [("appraiser_is_employee", None)]
		)
		self.assertEqual(self.found(replace(nurse(), appraiser=None)), [("appraiser_missing", None)])
		self.assertEqual(self.found(replace(nurse(), employee=None)), [("employee_missing", None)])
		self.assertEqual(self.found(replace(nurse(), appraiser=None, external_appraiser=True)), [])

	def test_main_results(self):
		self.assertEqual(self.found(self.with_result(kind="Additional")), [("main_result_missing", None)])
		self.assertEqual(
			self.found(self.with_result(kind="Other")),
			[("main_result_missing", None), ("result_kind_unknown", "r1")],
		)
		self.assertEqual(
			self.found(self.with_result(result=" <p><br></p> ")), [("result_text_missing", "r1")]
		)
		self.assertEqual(self.found(replace(nurse(), indicators=[])), [("indicator_missing", "r1")])

	def test_the_superiors_result(self):
		plan = self.with_result(superior_result=None)
		self.assertEqual(self.found(plan), [("superior_result_missing", "r1")])
		self.assertEqual(self.found(replace(plan, superior_result_required=False)), [])
		self.assertEqual(self.found(replace(plan, external_appraiser=True)), [])
		waiting = p.missing_for_proposal(replace(plan, superior_has_plan=False, superior_name="dr. Budi"))
		self.assertEqual([x.code for x in waiting], ["superior_has_no_plan"])
		self.assertIn("dr. Budi", waiting[0].message)

	def test_senior_officials_need_a_perspective(self):
		plan = replace(
			nurse(),
			model="JPT",
			results=[
				p.PlanResult("r1", "Main", "Indeks naik"),
				p.PlanResult("r2", "Main", "Anggaran", perspective="Budget"),
			],
			indicators=[p.PlanIndicator("i1", "r1", "indeks", None, "Nilai", "Higher Is Better", 80)],
		)
		self.assertEqual(self.found(plan), [("perspective_missing", "r1"), ("indicator_missing", "r2")])

	def test_qualitative(self):
		plan = replace(self.with_result(measure=""), approach="Qualitative", indicators=[])
		self.assertEqual(self.found(plan), [("measure_missing", "r1")])
		plan = replace(
			self.with_result(measure="12 laporan tepat waktu"), approach="Qualitative", indicators=[]
		)
		self.assertEqual(self.found(plan), [])

	def test_indicators(self):
		for changes, code in (
			({"indicator": ""}, "indicator_text_missing"),
			({"aspect": None}, "aspect_missing"),
			({"aspect": "Colour"}, "aspect_missing"),
			({"uom": ""}, "unit_missing"),
			({"direction": None}, "direction_missing"),
			({"direction": "Up"}, "direction_missing"),
			({"target": None}, "target_missing"),
			({"target": 0}, "target_not_positive"),
			({"target": "-0.5"}, "target_negative"),
			({"target": -1, "direction": "Lower Is Better"}, "target_negative"),
			({"direction": "Range"}, "range_incomplete"),
			({"target_low": 3}, "range_incomplete"),
			({"direction": "Range", "target_low": 0.0, "target_high": 0.0}, "range_incomplete"),
			({"target_low": 3, "target_high": 3}, "range_upside_down"),
			({"target_low": 4, "target_high": 3}, "range_upside_down"),
			({"target_low": -4, "target_high": 3}, "target_negative"),
		):
			with self.subTest(changes=changes):
				self.assertEqual(self.found(self.with_indicator(**changes)), [(code, "i1")])
		self.assertEqual(self.found(self.with_indicator(target=0, direction="Lower Is Better")), [])
		self.assertEqual(self.found(self.with_indicator(target=None, target_low=80.0, target_high=90.0)), [])
		self.assertEqual(self.found(self.with_indicator(target=3, target_low=0.0, target_high=0.0)), [])

	def test_rows_of_nobody(self):
		self.assertEqual(
			self.found(self.with_indicator(result_key="another plan's")), [("indicator_without_result", "i1")]
		)
		self.assertEqual(
			self.found(self.with_indicator(result_key=None)), [("indicator_without_result", "i1")]
		)
		self.assertEqual(self.found(self.with_indicator(row_key="i2")), [("row_key_repeated", "i2")])
		self.assertEqual(self.found(self.with_indicator(row_key="")), [("row_key_missing", "")])

	def test_behaviours(self):
		seven = nurse().behaviours
		self.assertEqual(self.found(replace(nurse(), behaviours=seven[:6])), [("behaviour_count", None)])
		self.assertEqual(self.found(replace(nurse(), behaviours=seven[:6]), 6), [])
		twice = [*seven[:6], p.PlanBehaviour("b9", "Value 0")]
		self.assertEqual(
			self.found(replace(nurse(), behaviours=twice)),
			[("behaviour_repeated", "b9"), ("behaviour_count", None)],
		)
		blank = [*seven, p.PlanBehaviour("b9", None)]
		self.assertEqual(self.found(replace(nurse(), behaviours=blank)), [("behaviour_missing", "b9")])

	def test_annex(self):
		two = [*nurse().annex[:2], p.PlanAnnex("a9", "Consequences", " \u200b&nbsp;")]
		problems = p.missing_for_proposal(replace(nurse(), annex=two))
		self.assertEqual([(x.code, x.params["kind"]) for x in problems], [("annex_missing", "Consequences")])

	def test_unknown_model_and_approach(self):
		for change, code in (({"model": "JPTX"}, "model_unknown"), ({"approach": ""}, "approach_unknown")):
			with self.assertRaises(RuleError) as caught:
				p.missing_for_proposal(replace(nurse(), **change))
			self.assertEqual(caught.exception.code, code)

	def test_long_texts_are_cut_in_messages(self):
		plan = replace(self.with_result(result="x" * 10_000, superior_result=None))
		self.assertLess(len(p.missing_for_proposal(plan)[0].message), 300)


class TestTargets(unittest.TestCase):
	def spread(self, *args):
		return [str(x) for x in p.spread_target(*args)]

	def test_sum(self):
		self.assertEqual(self.spread(1200, 12, "Sum"), ["100"] * 12)
		self.assertEqual(self.spread(10, 4, "Sum"), ["2", "3", "2", "3"])
		self.assertEqual(self.spread(1, 4, "Sum"), ["0", "0", "0", "1"])
		self.assertEqual(self.spread(10, 4, "Sum", 1), ["2.5"] * 4)
		self.assertEqual(self.spread("1.0", 4, "Sum", 2), ["0.25"] * 4)
		self.assertEqual(self.spread(0.3, 2, "Sum"), ["0.1", "0.2"])
		self.assertEqual(self.spread(0, 2, "Sum"), ["0", "0"])

	def test_average_and_last(self):
		for aggregation in ("Average", "Last"):
			self.assertEqual(self.spread("95.5", 3, aggregation), ["95.5"] * 3)

	def test_intervals_may_be_given(self):
		self.assertEqual(self.spread(48, p.propose_intervals(2026, "Quarterly"), "Sum"), ["12"] * 4)

	def test_refused(self):
		for args, code in (
			((10, 0, "Sum"), "intervals_missing"),
			((10, [], "Last"), "intervals_missing"),
			((10, 4, "Total"), "aggregation_unknown"),
			((-1, 4, "Sum"), "target_spread_negative"),
			(("1.25", 4, "Sum", 1), "target_too_fine"),
			(("0.0000000001", 4, "Sum"), "target_too_fine"),
			(("many", 4, "Sum"), "not_a_number"),
			((float("nan"), 4, "Sum"), "not_a_number"),
			(("1e30", 4, "Sum"), "not_a_number"),
			((True, 4, "Sum"), "not_a_number"),
		):
			with self.subTest(args=args), self.assertRaises(RuleError) as caught:
				p.spread_target(*args)
			self.assertEqual(caught.exception.code, code)

	def test_the_callers_context_does_not_matter(self):
		with localcontext() as context:
			context.prec = 3
			self.assertEqual(sum(int(x) for x in p.spread_target(123_457, 12, "Sum")), 123_457)
			self.assertEqual(p.combine(["100000.5", 23_457], "Sum"), Decimal("123457.5"))
			self.assertEqual(context.prec, 3)

	def test_combine(self):
		self.assertEqual(p.combine([1, None, "2.5"], "Sum"), Decimal("3.5"))
		self.assertEqual(p.combine([1, None, 2], "Average"), Decimal("1.5"))
		self.assertEqual(p.combine([1, 2, None], "Last"), 2)
		self.assertIsNone(p.combine([None, None], "Sum"))
		with self.assertRaises(RuleError):
			p.combine([1], "Max")

	def test_decimals(self):
		for value, places in (
			(1200, 0),
			("1.50", 1),
			(1.25, 2),
			("1e3", 0),
			(0, 0),
			("0.00", 0),
			("1e-3", 3),
		):
			self.assertEqual(p.decimals_of(value), places)


if __name__ == "__main__":
	unittest.main()
