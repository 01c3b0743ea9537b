"""Answers, shown groups, means and readings of the 360-degree appraisal; figures computed by hand."""

import unittest
from decimal import Decimal

from kinerja_asn.rules import appraisal_360 as rules
from kinerja_asn.rules.errors import RuleError

RELATIONS = ("Self", "Superior", "Peer", "Subordinate")


def questionnaire(*extra):
	def row(key, kind, behaviour, relations=RELATIONS):
		return {
			"row_key": key,
			"kind": kind,
			"behaviour": behaviour,
			"statement": key,
			**{f"for_{relation.lower()}": int(relation in relations) for relation in RELATIONS},
		}

	return rules.questionnaire_from(
		{
			"anchors": [{"value": value, "label": str(value)} for value in range(1, 6)],
			"questions": [
				row("a1", "Score", "A"),
				row("a2", "Score", "A"),
				row("b1", "Score", "B"),
				row("o1", "In Words", None),
				*(row(*one) for one in extra),
			],
		}
	)


def sheet(a1, a2, b1, text="", **more):
	return {"s": {"a1": a1, "a2": a2, "b1": b1, **more}, "o": {"o1": text} if text else {}}


PEERS = [sheet(4, 4, 5, "satu"), sheet(2, 4, 3), sheet(5, 4, 4, "dua")]


def figures(summary):
	return {(f.relation, f.behaviour): (f.answers, f.mean, f.spread) for f in summary.figures}


class Appraisal360Test(unittest.TestCase):
	def test_shown_groups(self):
		for counts, shown in (
			({"Peer": 3}, {"Peer"}),
			({"Peer": 2}, set()),
			({"Peer": 2, "Subordinate": 1}, {"Colleagues"}),
			({"Peer": 3, "Subordinate": 2}, {"Peer"}),
			({"Peer": 1, "Subordinate": 1, "Self": 1, "Superior": 1}, {"Self", "Superior"}),
			({"Peer": 3, "Subordinate": 4}, {"Peer", "Subordinate"}),
			({}, set()),
		):
			with self.subTest(counts=counts):
				assert set(rules.shown_groups(counts)) == shown

	def test_the_minimum_is_never_below_three(self):
		assert rules.shown_groups({"Peer": 2}, minimum=1) == {}
		assert rules.shown_groups({"Peer": 4}, minimum=5) == {}

	def test_means_by_hand(self):
		found = figures(rules.summarise({"Peer": PEERS, "Superior": [sheet(3, 3, 4)]}, questionnaire()))
		# A: raters 4, 3, 4.5; B: 5, 3, 4
		assert found["Peer", "A"] == (3, Decimal("3.83"), Decimal("0.6"))
		assert found["Peer", "B"] == (3, Decimal("4.00"), Decimal("0.8"))
		assert found["Peer", None][:2] == (3, Decimal("3.92"))
		assert found["Superior", "A"] == (1, Decimal("3.00"), None)
		# superior 50, peers 30, nobody else: (3 x 50 + 3.83 x 30) / 80
		assert found["Overall", "A"][1] == Decimal("3.31")
		# (3.5 x 50 + 3.92 x 30) / 80
		assert found["Overall", None][1] == Decimal("3.66")

	def test_an_absent_part_is_no_zero_and_self_alone_makes_no_overall(self):
		found = figures(rules.summarise({"Superior": [sheet(3, 3, 3)]}, questionnaire()))
		assert found["Overall", None][1] == Decimal("3.00")
		assert ("Overall", None) not in figures(rules.summarise({"Self": [sheet(3, 3, 3)]}, questionnaire()))
		assert rules.summarise({}, questionnaire()).figures == ()

	def test_a_hidden_group_is_in_no_sum(self):
		"""Two sets of answers that differ in the hidden group alone give the same result."""
		low, high = [sheet(1, 1, 1, "rahasia")] * 2, [sheet(5, 5, 5, "lain")] * 2
		both = [
			rules.summarise(
				{"Peer": PEERS, "Superior": [sheet(3, 3, 4)], "Subordinate": group}, questionnaire()
			)
			for group in (low, high)
		]
		assert both[0] == both[1]
		assert both[0] == rules.summarise({"Peer": PEERS, "Superior": [sheet(3, 3, 4)]}, questionnaire())

	def test_a_behaviour_that_too_few_of_the_union_were_asked_about_stays_hidden(self):
		asked_of_one = questionnaire(
			("c1", "Score", "C", ("Subordinate",)), ("o2", "In Words", None, ("Subordinate",))
		)
		peers = [sheet(4, 4, 4), sheet(2, 2, 2)]
		one = {"s": {"a1": 3, "a2": 3, "b1": 3, "c1": 1}, "o": {"o2": "hanya saya", "o1": "kami"}}
		summary = rules.summarise({"Peer": peers, "Subordinate": [one]}, asked_of_one)
		found = figures(summary)
		assert ("Colleagues", "C") not in found and ("Overall", "C") not in found
		# the total is made of A and B alone
		assert found["Colleagues", None][1] == Decimal("3.00")
		assert [words for _voice, _key, words in summary.comments] == ["kami"]

	def test_comments_of_shown_groups_have_one_voice(self):
		subordinates = [sheet(3, 3, 3, "tiga")] * 2
		summary = rules.summarise(
			{"Peer": PEERS, "Subordinate": subordinates, "Self": [sheet(5, 5, 5, "aku")]}, questionnaire()
		)
		assert sorted(summary.comments) == [
			("Colleagues", "o1", "dua"),
			("Colleagues", "o1", "satu"),
			("Self", "o1", "aku"),
		]

	def test_clean_text(self):
		for raw, clean in (
			("  Bagus <b>sekali</b>\u200b ", "Bagus sekali"),
			("<<b>script>alert(1)</script>", "alert(1)"),
			("3 < 5 dan 7 > 2", "3 < 5 dan 7 > 2"),
			("a\r\n\r\n\r\n\r\nb\tc\x00", "a\n\nb c"),
			("\ud800lepas", "lepas"),
			("ra\u034fma\ufe0fh\u3164 \u2800sekali\U000e0101", "ramah sekali"),
			(None, ""),
		):
			with self.subTest(raw=raw):
				assert rules.clean_text(raw) == clean

	def test_an_answer_is_kept_in_the_order_of_the_questions(self):
		kept = rules.checked_answer(
			{"scores": {"b1": "5", "a2": 2, "a1": 1}, "texts": {"o1": " ya "}}, questionnaire(), "Peer"
		)
		assert rules.written(kept) == '{"s":{"a1":1,"a2":2,"b1":5},"o":{"o1":"ya"}}'

	def test_what_is_no_answer(self):
		for given, code in (
			(None, "answer_unreadable"),
			([], "answer_unreadable"),
			({"scores": [1]}, "answer_unreadable"),
			({"scores": {"a1": 1, "a2": 2}}, "answer_missing"),
			({"scores": {"a1": 1, "a2": 2, "b1": ""}}, "answer_missing"),
			({"scores": {"a1": 1, "a2": 2, "b1": 6}}, "answer_off_scale"),
			({"scores": {"a1": 1, "a2": 2, "b1": 0}}, "answer_off_scale"),
			({"scores": {"a1": 1, "a2": 2, "b1": 2.5}}, "answer_off_scale"),
			({"scores": {"a1": 1, "a2": 2, "b1": True}}, "answer_off_scale"),
			({"scores": {"a1": 1, "a2": 2, "b1": "²"}}, "answer_off_scale"),
			({"scores": {"a1": 1, "a2": 2, "b1": 3, "zz": 1}}, "answer_unknown_question"),
			({"scores": {"a1": 1, "a2": 2, "b1": 3}, "texts": {"zz": "x"}}, "answer_unknown_question"),
			({"scores": {"a1": 1, "a2": 2, "b1": 3}, "texts": {"o1": 5}}, "answer_unreadable"),
			({"scores": {"a1": 1, "a2": 2, "b1": 3}, "texts": {"o1": "x" * 501}}, "answer_too_long"),
			({"scores": {"a1": 1, "a2": 2, "b1": 3}, "texts": {"o1": "<" * 100_000}}, "answer_too_long"),
		):
			with self.subTest(given=given):
				with self.assertRaises(RuleError) as error:
					rules.checked_answer(given, questionnaire(), "Peer")
				assert error.exception.code == code

	def test_no_answer_is_longer_than_its_place(self):
		for character in ["x", '"', "\\", "\n", "é", "𝄞", "\u2028", "😀"]:
			with self.subTest(character=character):
				for relation in RELATIONS:
					text = ("x" + character * 499 + "x")[:500]
					kept = rules.checked_answer(
						{"scores": {"a1": 5, "a2": 5, "b1": 5}, "texts": {"o1": text}},
						questionnaire(),
						relation,
					)
					assert len(rules.written(kept).encode()) <= rules.most_bytes(questionnaire(), relation)

	def test_reading(self):
		others = {"A": Decimal("4.2"), "B": Decimal("2.5"), "C": Decimal("3.5")}
		own = {"A": Decimal("3.4"), "B": Decimal("4"), "C": Decimal("3.6")}
		found = rules.reading(others, own, 1, 5)
		assert (found.strengths, found.to_improve) == (["A"], ["B"])
		assert (found.blind_spots, found.hidden_strengths) == (["B"], ["A"])
		assert rules.reading(others, {}, 1, 5).blind_spots == []
