"""What each part of a document's people may write in each state, and which steps it may take: the tables alone.

`permissions` decides by them whose part somebody has and whether a change fits; the forms lock their fields by them.
"""

PLAN_CONTENT = frozenset({"results", "indicators", "actions", "annex"})
PLAN_NOTES = frozenset(
	{
		"results.appraiser_note",
		"indicators.appraiser_note",
		"actions.appraiser_note",
		"behaviours.expectation",
	}
)
EVALUATION_RATING = frozenset(
	{
		"unit_rating",
		"result_rating",
		"result_evidence",
		"behaviour_rating",
		"behaviour_evidence",
		"innovation",
		"innovation_evidence",
		"recommendation",
		"results.feedback",
		"results.realisation_text",
		"behaviours.feedback",
		"behaviours.score",
	}
)
REPORT_CONTENT = frozenset(
	{
		"realisations.realisation",
		"realisations.reported",
		"realisations.realisation_text",
		"realisations.evidence_link",
		"realisations.evidence",
		"obstacles",
		"next_plan",
		"self_assessment",
	}
)
LOG_CONTENT = frozenset(
	{
		"log_date",
		"activity",
		"result_key",
		"indicator_key",
		"quantity",
		"measured",
		"evidence",
		"evidence_link",
	}
)
UNIT_RATING = frozenset({"rating", "reason", "explanation"})
PLAN_DRAFT = {
	"employee": PLAN_CONTENT | {"approach"},
	"hr": PLAN_CONTENT | {"approach", "behaviours.+", "behaviours.-", "behaviours.behaviour"},
	"appraiser": frozenset({"behaviours.expectation"}),
}
PLAN_PROPOSED = {
	"appraiser": PLAN_NOTES | {"return_note"},
	"manager": frozenset({"return_note", "results.appraiser_note", "indicators.appraiser_note"}),
	"hr": frozenset({"return_note", "signed_document"}),
}
OBJECTION_DECISION = frozenset({"decision_reason", "new_result_rating", "new_behaviour_rating"})
ADJUSTMENT_HEAD = frozenset({"cause", "effective_from", "reason"})
REPORT_SENT = {
	"appraiser": frozenset({"review_note", "realisations.appraiser_note"}),
	"manager": frozenset({"review_note"}),
	"hr": frozenset({"review_note", "signed_document"}),
}

COACHING_PLAN = frozenset({"planned_on", "place", "sealed", "reason"})
COACHING_OUTCOME = frozenset(
	{"held_on", "outcome", "follow_up", "follow_up_on", "agreed_actions", "sealed", "reason"}
)
COACHING_ACTIONS = frozenset({"agreed_actions.done_on", "agreed_actions.result"})

AGREEMENT_CONTENT = frozenset({"objectives", "indicators"})
AGREEMENT_DRAFT = dict.fromkeys(
	("employee", "manager", "hr"), AGREEMENT_CONTENT | {"title", "parent_agreement"}
)
AGREEMENT_REALISATION = frozenset(
	{
		"realisations.interval_target",
		"realisations.realisation",
		"realisations.reported",
		"realisations.realisation_text",
		"realisations.evidence",
		"realisations.evidence_link",
		"realisations.note",
		"obstacles",
		"next_plan",
	}
)

#: state -> actor -> what that actor may write: a field, a whole table, or one column of a table ("table.column").
WRITABLE = {
	"Work Plan": {"Draft": PLAN_DRAFT, "Plan Returned": PLAN_DRAFT, "Plan Proposed": PLAN_PROPOSED},
	"Work Plan Adjustment": {
		"Draft": {"employee": PLAN_CONTENT | ADJUSTMENT_HEAD, "hr": PLAN_CONTENT | ADJUSTMENT_HEAD},
		"Adjustment Proposed": {
			"appraiser": PLAN_NOTES | {"decision_note"},
			"hr": frozenset({"decision_note", "signed_document"}),
		},
	},
	"Daily Work Log": {
		"Recorded": {"employee": LOG_CONTENT, "appraiser": frozenset({"appraiser_comment"})},
		"Counted": {},
	},
	"Periodic Report": {
		"Draft": {"employee": REPORT_CONTENT},
		"Report Returned": {"employee": REPORT_CONTENT},
		"Report Sent": REPORT_SENT,
	},
	"Performance Evaluation": {
		"Draft": {
			"employee": frozenset({"self_assessment", "results.self_assessment"}),
			"hr": frozenset({"unit_rating"}),
		},
		"Self Assessed": {
			"appraiser": EVALUATION_RATING,
			"recorder": EVALUATION_RATING | {"signed_document"},
			"hr": frozenset({"unit_rating"}),
		},
		"Rated": {"recorder": frozenset({"signed_document"})},
	},
	"Performance Agreement": {
		"Draft": AGREEMENT_DRAFT,
		"Agreement Returned": AGREEMENT_DRAFT,
		"Agreement Proposed": {
			"appraiser": frozenset({"return_note"}),
			"manager": frozenset({"return_note"}),
			"hr": frozenset({"return_note", "signed_document"}),
		},
	},
	"Performance Agreement Adjustment": {
		"Draft": dict.fromkeys(("employee", "hr"), AGREEMENT_CONTENT | ADJUSTMENT_HEAD),
		"Adjustment Proposed": {
			"appraiser": frozenset({"decision_note"}),
			"hr": frozenset({"decision_note", "signed_document"}),
		},
	},
	"Performance Agreement Realisation": {
		"Draft": dict.fromkeys(("employee", "manager", "hr"), AGREEMENT_REALISATION)
	},
	"Unit Performance Rating": {
		"Draft": {"appraiser": UNIT_RATING, "recorder": UNIT_RATING | {"signed_document"}},
	},
	"Performance Objection": {
		"Filed": {
			"employee": frozenset({"reasons", "evidence"}),
			"appraiser": frozenset({"clarification"}),
			"recorder": frozenset({"clarification", "clarification_document"}),
			"superior": OBJECTION_DECISION,
			"registrar": OBJECTION_DECISION | {"signed_document"},
		},
		"Clarified": {
			"superior": OBJECTION_DECISION,
			"registrar": OBJECTION_DECISION | {"signed_document"},
		},
		"Withdrawn": {"employee": frozenset({"reasons", "evidence"})},
	},
	# through `api.campaigns` and `api.appraisal_360` only
	"Appraisal 360": {},
	"Coaching Session": {
		"Proposed": {
			"appraiser": COACHING_PLAN | COACHING_OUTCOME,
			"recorder": COACHING_PLAN | COACHING_OUTCOME,
			"candidate": COACHING_PLAN | {"counsellor", "counsellor_name"},
			"employee": frozenset({"reason"}),
			"asker": frozenset({"reason"}),
			"hr": frozenset({"reason"}),
		},
		"Planned": {
			**dict.fromkeys(("appraiser", "recorder"), COACHING_PLAN | COACHING_OUTCOME),
			"counsellor": COACHING_PLAN | COACHING_OUTCOME | {"counsellor", "counsellor_name"},
			"hr": frozenset({"counsellor", "counsellor_name"}),
		},
		"Held": {
			**dict.fromkeys(("appraiser", "recorder", "counsellor"), COACHING_ACTIONS | {"follow_up_on"}),
			"employee": COACHING_ACTIONS,
		},
	},
}
#: DocType -> field -> the column that, where it is set, keeps everybody from writing the field by hand: its value
#: follows from another document.
HELD_BY = {
	"Performance Evaluation": {"unit_rating": "unit_rating_from", "result_rating": "results_follow_unit"},
}

#: (from, to) -> who may take the step. "recorder" is HR recording the signed act of an External Appraiser, "registrar"
#: that of an external superior who decides on an objection.
TRANSITIONS = {
	"Work Plan": {
		("Draft", "Plan Proposed"): {"employee"},
		("Plan Returned", "Plan Proposed"): {"employee"},
		("Plan Proposed", "Draft"): {"employee"},
		("Plan Proposed", "Plan Returned"): {"appraiser", "manager", "hr"},
		("Plan Proposed", "Plan Agreed"): {"appraiser", "recorder"},
		("Plan Agreed", "Closed"): {"hr"},
	},
	"Work Plan Adjustment": {
		("Draft", "Adjustment Proposed"): {"employee", "hr"},
		("Adjustment Proposed", "Draft"): {"employee"},
		("Adjustment Proposed", "Adjustment Agreed"): {"appraiser", "recorder"},
		("Adjustment Proposed", "Adjustment Refused"): {"appraiser", "recorder"},
	},
	# counted by the report that is accepted, and given back when it is cancelled: by nobody's hand
	"Daily Work Log": {("Recorded", "Counted"): set(), ("Counted", "Recorded"): set()},
	"Periodic Report": {
		("Draft", "Report Sent"): {"employee"},
		("Report Returned", "Report Sent"): {"employee"},
		("Report Sent", "Draft"): {"employee"},
		("Report Sent", "Report Returned"): {"appraiser", "manager", "hr"},
		("Report Sent", "Report Accepted"): {"appraiser", "recorder"},
	},
	"Performance Evaluation": {
		("Draft", "Self Assessed"): {"employee", "appraiser", "recorder"},
		("Self Assessed", "Rated"): {"appraiser", "recorder"},
		("Rated", "Self Assessed"): {"appraiser", "recorder"},
		("Rated", "Handed Over"): {"appraiser", "recorder"},
		("Handed Over", "Acknowledged"): {"employee"},
	},
	"Performance Agreement": {
		("Draft", "Agreement Proposed"): {"employee"},
		("Agreement Returned", "Agreement Proposed"): {"employee"},
		("Agreement Proposed", "Draft"): {"employee"},
		("Agreement Proposed", "Agreement Returned"): {"appraiser", "manager", "hr"},
		("Agreement Proposed", "Agreement Agreed"): {"appraiser", "recorder"},
		("Agreement Agreed", "Closed"): {"hr"},
	},
	"Performance Agreement Adjustment": {
		("Draft", "Adjustment Proposed"): {"employee", "hr"},
		("Adjustment Proposed", "Draft"): {"employee"},
		("Adjustment Proposed", "Adjustment Agreed"): {"appraiser", "recorder"},
		("Adjustment Proposed", "Adjustment Refused"): {"appraiser", "recorder"},
	},
	"Performance Agreement Realisation": {("Draft", "Realisation Sent"): {"employee"}},
	"Unit Performance Rating": {("Draft", "Unit Rating Confirmed"): {"appraiser", "recorder"}},
	"Performance Objection": {
		("Filed", "Clarified"): {"appraiser", "recorder"},
		("Filed", "Granted"): {"superior", "registrar"},
		("Filed", "Rejected"): {"superior", "registrar"},
		("Clarified", "Granted"): {"superior", "registrar"},
		("Clarified", "Rejected"): {"superior", "registrar"},
		("Filed", "Withdrawn"): {"employee"},
		("Clarified", "Withdrawn"): {"employee"},
		("Withdrawn", "Filed"): {"employee"},
	},
	"Appraisal 360": {},
	"Coaching Session": {
		("Proposed", "Planned"): {"appraiser", "recorder", "candidate"},
		("Proposed", "Held"): {"appraiser", "recorder"},
		("Planned", "Held"): {"appraiser", "recorder", "counsellor"},
		("Held", "Completed"): {"appraiser", "recorder", "counsellor"},
		# who has asked may take it back; `coaching` looks at who that was
		("Proposed", "Not Needed"): {"appraiser", "recorder", "candidate", "asker", "hr", "employee"},
		("Planned", "Not Needed"): {"appraiser", "recorder", "counsellor"},
		# the counsellor gives it back, or HR takes it from one who is not there any more
		("Planned", "Proposed"): {"counsellor", "hr"},
	},
}
#: States into which no hand brings a document: what is decided on another one does.
SERVER_STATES = {"Performance Evaluation": {"Objected", "Decided"}}
#: The state that a submitted document is in, when somebody submits without naming a state; None: it is never submitted.
SUBMITTED_STATE = {
	"Work Plan": "Plan Agreed",
	"Work Plan Adjustment": "Adjustment Agreed",
	"Periodic Report": "Report Accepted",
	"Performance Evaluation": "Acknowledged",
	"Performance Agreement": "Agreement Agreed",
	"Performance Agreement Adjustment": "Adjustment Agreed",
	"Performance Agreement Realisation": "Realisation Sent",
	"Unit Performance Rating": "Unit Rating Confirmed",
	"Daily Work Log": None,
	"Performance Objection": None,
	"Appraisal 360": None,
	"Coaching Session": None,
}
#: The state in which a document begins, where it is not Draft.
FIRST_STATE = {
	"Daily Work Log": "Recorded",
	"Performance Objection": "Filed",
	"Appraisal 360": "Nomination",
	"Coaching Session": "Proposed",
}
#: Who may start a document by hand, besides the bulk runs.
CREATORS = {
	"Work Plan": {"employee", "hr"},
	"Work Plan Adjustment": {"employee", "hr"},
	"Daily Work Log": {"employee", "manager"},
	"Periodic Report": {"employee"},
	"Performance Evaluation": {"appraiser", "hr", "manager", "recorder"},
	"Performance Agreement": {"employee", "manager", "hr"},
	"Performance Agreement Adjustment": {"employee", "hr"},
	"Performance Agreement Realisation": {"employee", "manager", "hr"},
	# proposed by `unit_ratings` alone, for many units or for one
	"Unit Performance Rating": set(),
	# through `api.objections` only, which looks at the evaluation
	"Performance Objection": set(),
	# by launching a campaign only
	"Appraisal 360": set(),
	# through `api.coaching` only, and by the program
	"Coaching Session": set(),
}
#: Who may delete a document in which state, where it is not HR alone.
REMOVERS = {"Daily Work Log": {"Recorded": {"employee"}}}
#: Columns of child rows that only the server fills, whatever the state.
SERVER_COLUMNS = {
	"row_key",
	"result_key",
	"closed_on",
	"superior_result",
	"superior_owner_name",
	"agreement",
	"agreement_row_key",
	"parent_objective",
	"guides",
	"snapshot",
	"achievement",
}
STANDARD = {
	"name",
	"owner",
	"creation",
	"modified",
	"modified_by",
	"docstatus",
	"idx",
	"doctype",
	"workflow_state",
}
