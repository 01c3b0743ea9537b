app_name = "kinerja_asn"
app_title = "Kinerja ASN"
app_publisher = "kinerja_asn contributors"
app_description = "Performance management of Indonesian civil servants (ASN)"
app_email = "kinerja-asn@example.com"
app_license = "MIT"
required_apps = ["frappe/erpnext", "frappe/hrms"]

app_include_js = "kinerja_desk.bundle.js"
app_include_css = "kinerja_desk.bundle.css"
jinja = {
	"methods": [
		"kinerja_asn.prints.asn_work_plan",
		"kinerja_asn.prints.asn_evaluation",
		"kinerja_asn.prints.asn_agreement",
	]
}

after_install = "kinerja_asn.setup.install.after_install"
after_migrate = "kinerja_asn.setup.migrate.after_migrate"
before_uninstall = "kinerja_asn.setup.uninstall.before_uninstall"
after_uninstall = "kinerja_asn.setup.uninstall.after_uninstall"

before_request = [
	"kinerja_asn.appraisal_360_box.take_out_of_request",
	"kinerja_asn.overrides.requests.exchange_names",
	"kinerja_asn.overrides.uploads.refuse_without_room",
	"kinerja_asn.overrides.uploads.refuse_broken_picture",
	"kinerja_asn.overrides.downloads.refuse_files_of_published",
	"kinerja_asn.overrides.downloads.refuse_site_key",
]

# the self-service portal at /kinerja
page_renderer = "kinerja_asn.www.kinerja.page.PortalPage"
get_website_user_home_page = "kinerja_asn.www.kinerja.page.home_of"

doctype_js = {
	"Employee": "public/js/employee.js",
	"Department": "public/js/department.js",
}

doctype_list_js = {"Employee": "public/js/employee_list.js"}

override_doctype_class = {
	"Auto Email Report": "kinerja_asn.overrides.auto_email_report.KinerjaAutoEmailReport",
	"Report": "kinerja_asn.overrides.report.KinerjaReport",
}

override_doctype_dashboards = {
	"Employee": "kinerja_asn.overrides.dashboards.employee",
	"Department": "kinerja_asn.overrides.dashboards.department",
}

permission_query_conditions = {
	"Work Plan": "kinerja_asn.overrides.doors.row_condition",
	"Work Plan Adjustment": "kinerja_asn.overrides.doors.row_condition",
	"Daily Work Log": "kinerja_asn.overrides.doors.row_condition",
	"Periodic Report": "kinerja_asn.overrides.doors.row_condition",
	"Performance Evaluation": "kinerja_asn.overrides.doors.row_condition",
	"Role Result": "kinerja_asn.overrides.doors.row_condition",
	"Performance Agreement": "kinerja_asn.overrides.doors.row_condition",
	"Performance Agreement Adjustment": "kinerja_asn.overrides.doors.row_condition",
	"Performance Agreement Realisation": "kinerja_asn.overrides.doors.row_condition",
	"Unit Performance Rating": "kinerja_asn.overrides.doors.row_condition",
	"Performance Objection": "kinerja_asn.overrides.doors.row_condition",
	"Appraiser Delegation": "kinerja_asn.overrides.doors.row_condition",
	"Bulk Run": "kinerja_asn.overrides.doors.row_condition",
	"Bulk Run Row": "kinerja_asn.overrides.doors.row_condition",
	"Rating Calibration": "kinerja_asn.overrides.doors.row_condition",
	"Rating Calibration Row": "kinerja_asn.overrides.doors.row_condition",
	"Appraisal 360": "kinerja_asn.overrides.doors.row_condition",
	"Appraisal 360 Campaign": "kinerja_asn.overrides.doors.row_condition",
	"Appraisal 360 Invitation": "kinerja_asn.overrides.doors.row_condition",
	"Appraisal 360 Box": "kinerja_asn.overrides.doors.row_condition",
	"Appraisal 360 Result": "kinerja_asn.overrides.doors.row_condition",
	"Appraisal 360 Comment": "kinerja_asn.overrides.doors.row_condition",
	"Performance Feedback": "kinerja_asn.overrides.doors.row_condition",
	"Talent Assessment": "kinerja_asn.overrides.doors.row_condition",
	"Work Plan Result": "kinerja_asn.overrides.doors.row_condition",
	"Work Plan Indicator": "kinerja_asn.overrides.doors.row_condition",
	"Work Plan Action": "kinerja_asn.overrides.doors.row_condition",
	"Work Plan Behaviour": "kinerja_asn.overrides.doors.row_condition",
	"Work Plan Annex": "kinerja_asn.overrides.doors.row_condition",
	"Work Plan Version": "kinerja_asn.overrides.doors.row_condition",
	"Periodic Report Realisation": "kinerja_asn.overrides.doors.row_condition",
	"Performance Evaluation Result": "kinerja_asn.overrides.doors.row_condition",
	"Performance Evaluation Behaviour": "kinerja_asn.overrides.doors.row_condition",
	"Performance Evaluation Change": "kinerja_asn.overrides.doors.row_condition",
	"Performance Agreement Objective": "kinerja_asn.overrides.doors.row_condition",
	"Performance Agreement Indicator": "kinerja_asn.overrides.doors.row_condition",
	"Performance Agreement Version": "kinerja_asn.overrides.doors.row_condition",
	"Performance Agreement Realisation Row": "kinerja_asn.overrides.doors.row_condition",
	"Performance Objection Evidence": "kinerja_asn.overrides.doors.row_condition",
	"Coaching Session": "kinerja_asn.overrides.doors.row_condition",
	"Coaching Response": "kinerja_asn.overrides.doors.row_condition",
	"Counselling Note": "kinerja_asn.overrides.doors.row_condition",
	"Coaching Action": "kinerja_asn.overrides.doors.row_condition",
	"File": "kinerja_asn.overrides.doors.trace_condition",
	"Comment": "kinerja_asn.overrides.doors.trace_condition",
	"Communication": "kinerja_asn.overrides.doors.trace_condition",
	"Version": "kinerja_asn.overrides.doors.trace_condition",
	"Workflow Action": "kinerja_asn.overrides.doors.trace_condition",
	"ToDo": "kinerja_asn.overrides.doors.trace_condition",
	"Notification Log": "kinerja_asn.overrides.doors.trace_condition",
	"View Log": "kinerja_asn.overrides.doors.trace_condition",
	"Tag Link": "kinerja_asn.overrides.doors.trace_condition",
	"Document Follow": "kinerja_asn.overrides.doors.trace_condition",
	"DocShare": "kinerja_asn.overrides.doors.trace_condition",
	"Energy Point Log": "kinerja_asn.overrides.doors.trace_condition",
}

has_permission = {
	"Work Plan": "kinerja_asn.permissions.has_permission",
	"Work Plan Adjustment": "kinerja_asn.permissions.has_permission",
	"Daily Work Log": "kinerja_asn.permissions.has_permission",
	"Periodic Report": "kinerja_asn.permissions.has_permission",
	"Performance Evaluation": "kinerja_asn.permissions.has_permission",
	"Role Result": "kinerja_asn.permissions.cell_has_permission",
	"Performance Agreement": "kinerja_asn.permissions.has_permission",
	"Performance Agreement Adjustment": "kinerja_asn.permissions.has_permission",
	"Performance Agreement Realisation": "kinerja_asn.permissions.has_permission",
	"Unit Performance Rating": "kinerja_asn.permissions.has_permission",
	"Performance Objection": "kinerja_asn.permissions.has_permission",
	"Appraiser Delegation": "kinerja_asn.permissions.delegation_has_permission",
	"Bulk Run": "kinerja_asn.permissions.bulk_run_has_permission",
	"Bulk Run Row": "kinerja_asn.permissions.bulk_run_has_permission",
	"Rating Calibration": "kinerja_asn.permissions.calibration_has_permission",
	"Coaching Session": "kinerja_asn.permissions.has_permission",
	"Coaching Response": "kinerja_asn.permissions.sealed_has_permission",
	"Counselling Note": "kinerja_asn.permissions.sealed_has_permission",
	"Rating Calibration Row": "kinerja_asn.permissions.calibration_has_permission",
	"Appraisal 360": "kinerja_asn.permissions.has_permission",
	"Appraisal 360 Campaign": "kinerja_asn.permissions.campaign_has_permission",
	"Appraisal 360 Invitation": "kinerja_asn.permissions.sealed_has_permission",
	"Appraisal 360 Box": "kinerja_asn.permissions.sealed_has_permission",
	"Appraisal 360 Result": "kinerja_asn.permissions.sealed_has_permission",
	"Appraisal 360 Comment": "kinerja_asn.permissions.sealed_has_permission",
	"Performance Feedback": "kinerja_asn.permissions.feedback_has_permission",
	"Talent Assessment": "kinerja_asn.permissions.talent_has_permission",
	"File": "kinerja_asn.overrides.doors.trace_has_permission",
	"Comment": "kinerja_asn.overrides.doors.trace_has_permission",
	"Communication": "kinerja_asn.overrides.doors.trace_has_permission",
	"Version": "kinerja_asn.overrides.doors.trace_has_permission",
	"Workflow Action": "kinerja_asn.overrides.doors.trace_has_permission",
	"ToDo": "kinerja_asn.overrides.doors.trace_has_permission",
	"Notification Log": "kinerja_asn.overrides.doors.trace_has_permission",
	"View Log": "kinerja_asn.overrides.doors.trace_has_permission",
	"Tag Link": "kinerja_asn.overrides.doors.trace_has_permission",
	"Document Follow": "kinerja_asn.overrides.doors.trace_has_permission",
	"DocShare": "kinerja_asn.overrides.doors.trace_has_permission",
	"Energy Point Log": "kinerja_asn.overrides.doors.trace_has_permission",
}

doc_events = {
	"Employee": {
		"before_validate": "kinerja_asn.overrides.employee.before_validate",
		"validate": "kinerja_asn.overrides.employee.validate",
		"before_rename": "kinerja_asn.overrides.employee.before_rename",
		"on_update": "kinerja_asn.overrides.employee.on_update",
		"after_rename": "kinerja_asn.overrides.employee.after_rename",
	},
	"Employee Transfer": {
		"validate": "kinerja_asn.overrides.employee_transfer.validate",
		"before_submit": "kinerja_asn.overrides.employee_transfer.before_submit",
		"on_submit": "kinerja_asn.overrides.employee_transfer.on_submit",
		"on_cancel": "kinerja_asn.overrides.employee_transfer.on_cancel",
	},
	"Employee Promotion": {
		"validate": "kinerja_asn.overrides.employee_promotion.validate",
		"before_submit": "kinerja_asn.overrides.employee_promotion.before_submit",
		"on_submit": "kinerja_asn.overrides.employee_promotion.on_submit",
		"on_cancel": "kinerja_asn.overrides.employee_promotion.on_cancel",
	},
	"Employee Separation": {"on_submit": "kinerja_asn.overrides.employee_separation.on_submit"},
	"Department": {
		"validate": "kinerja_asn.overrides.department.validate",
		"on_update": "kinerja_asn.overrides.department.on_update",
	},
	"Appraiser Delegation": {
		"on_update": "kinerja_asn.permissions.forget_viewers",
		"on_trash": "kinerja_asn.permissions.forget_viewers",
	},
	"External Appraiser": {"on_update": "kinerja_asn.permissions.forget_viewers"},
	"User": {"on_update": "kinerja_asn.permissions.forget_viewers"},
	"User Permission": {
		"on_update": "kinerja_asn.permissions.forget_viewers",
		"on_trash": "kinerja_asn.permissions.forget_viewers",
	},
	"Auto Email Report": {"validate": "kinerja_asn.overrides.auto_email_report.validate"},
	"Comment": {
		"validate": "kinerja_asn.overrides.comment.validate",
		"after_insert": "kinerja_asn.overrides.comment.keep_out_of_lists",
		"on_update": "kinerja_asn.overrides.comment.keep_out_of_lists",
	},
	"Communication": {
		"validate": "kinerja_asn.overrides.communication.validate",
		"on_update": "kinerja_asn.overrides.comment.keep_out_of_lists",
	},
	"DocShare": {"validate": "kinerja_asn.overrides.docshare.validate"},
	"Discussion Topic": {"validate": "kinerja_asn.overrides.doors.refuse_stranger"},
	"Document Follow": {"validate": "kinerja_asn.overrides.document_follow.validate"},
	"Document Share Key": {"validate": "kinerja_asn.overrides.document_share_key.validate"},
	"Energy Point Log": {"validate": "kinerja_asn.overrides.energy_point_log.validate"},
	"File": {"validate": "kinerja_asn.overrides.file.validate"},
	"Prepared Report": {"before_insert": "kinerja_asn.overrides.report.refuse_prepared"},
	"Reminder": {"validate": "kinerja_asn.overrides.doors.refuse_stranger"},
	"Report": {"validate": "kinerja_asn.overrides.report.validate"},
	"Tag Link": {"validate": "kinerja_asn.overrides.doors.refuse_who_cannot_write"},
	"ToDo": {"validate": "kinerja_asn.overrides.doors.refuse_stranger"},
}

scheduler_events = {
	"daily_long": [
		"kinerja_asn.evaluation_work.acknowledge_daily",
		"kinerja_asn.calibration.remind_daily",
		"kinerja_asn.campaigns.remind_daily",
		"kinerja_asn.notifications.daily",
	],
	"hourly_long": ["kinerja_asn.bulk.resume_stalled"],
}

# the results of a run tell what became of a document, and feedback stays without its plan: they do not hold it
ignore_links_on_delete = ["Bulk Run", "Bulk Run Row", "Performance Feedback"]

override_whitelisted_methods = {
	"erpnext.crm.doctype.appointment.appointment.add_assignment": "kinerja_asn.overrides.assign_to.add",
	"erpnext.crm.utils.get_open_activities": "kinerja_asn.overrides.crm.get_open_activities",
	"frappe.client.get_count": "kinerja_asn.overrides.client.get_count",
	"frappe.core.api.file.unzip_file": "kinerja_asn.overrides.file_api.unzip_file",
	"frappe.core.doctype.communication.email.make": "kinerja_asn.overrides.attachments.make",
	"frappe.core.doctype.file.file.unzip_file": "kinerja_asn.overrides.file_api.unzip_file",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "kinerja_asn.overrides.dashboard_chart.get",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order": "kinerja_asn.overrides.kanban_board.update_order",
	"frappe.desk.doctype.tag.tag.add_tag": "kinerja_asn.overrides.tag.add_tag",
	"frappe.desk.doctype.tag.tag.add_tags": "kinerja_asn.overrides.tag.add_tags",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "kinerja_asn.overrides.tag.get_tagged_docs",
	"frappe.desk.doctype.tag.tag.remove_tag": "kinerja_asn.overrides.tag.remove_tag",
	"frappe.desk.form.assign_to.add": "kinerja_asn.overrides.assign_to.add",
	"frappe.desk.form.assign_to.add_multiple": "kinerja_asn.overrides.assign_to.add_multiple",
	"frappe.desk.form.assign_to.close": "kinerja_asn.overrides.assign_to.close",
	"frappe.desk.form.assign_to.remove": "kinerja_asn.overrides.assign_to.remove",
	"frappe.desk.form.assign_to.remove_multiple": "kinerja_asn.overrides.assign_to.remove_multiple",
	"frappe.desk.form.linked_with.get_submitted_linked_docs": (
		"kinerja_asn.overrides.linked_with.get_submitted_linked_docs"
	),
	"frappe.desk.form.load.get_communications": "kinerja_asn.overrides.form_load.get_communications",
	"frappe.desk.form.load.get_docinfo": "kinerja_asn.overrides.form_load.get_docinfo",
	"frappe.desk.form.load.getdoc": "kinerja_asn.overrides.form_load.getdoc",
	"frappe.desk.form.utils.get_next": "kinerja_asn.overrides.form_utils.get_next",
	"frappe.desk.like.toggle_like": "kinerja_asn.overrides.like.toggle_like",
	"frappe.desk.listview.get_group_by_count": "kinerja_asn.overrides.listview.get_group_by_count",
	"frappe.desk.page.user_profile.user_profile.get_energy_points_list": (
		"kinerja_asn.overrides.energy_points.get_energy_points_list"
	),
	"frappe.desk.query_report.export_query": "kinerja_asn.overrides.query_report.export_query",
	"frappe.desk.query_report.run": "kinerja_asn.overrides.query_report.run",
	"frappe.desk.reportview.get_list": "kinerja_asn.overrides.reportview.get_list",
	"frappe.desk.search.get_link_title": "kinerja_asn.overrides.search.get_link_title",
	"frappe.desk.search.search_link": "kinerja_asn.overrides.search.search_link",
	"frappe.desk.search.search_widget": "kinerja_asn.overrides.search.search_widget",
	"frappe.email.relink": "kinerja_asn.overrides.email.relink",
	"frappe.social.doctype.energy_point_log.energy_point_log.get_reviews": (
		"kinerja_asn.overrides.energy_points.get_reviews"
	),
	"frappe.utils.file_manager.add_attachments": "kinerja_asn.overrides.file_manager.add_attachments",
	"frappe.utils.goal.get_monthly_goal_graph_data": "kinerja_asn.overrides.goal.get_monthly_goal_graph_data",
	"frappe.website.doctype.web_form.web_form.get_form_data": "kinerja_asn.overrides.web_form.get_form_data",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": (
		"kinerja_asn.overrides.workflow.get_workflow_state_count"
	),
	"hrms.api.get_attachments": "kinerja_asn.overrides.hrms_api.get_attachments",
	"hrms.api.roster.get_values": "kinerja_asn.overrides.roster.get_values",
	"hrms.hr.utils.get_employee_field_property": (
		"kinerja_asn.overrides.hrms_utils.get_employee_field_property"
	),
}

standard_queries = {
	"ASN Rank": "kinerja_asn.overrides.search.documents",
	"Functional Level": "kinerja_asn.overrides.search.documents",
	"Work Behaviour": "kinerja_asn.overrides.search.documents",
	"Performance Indicator": "kinerja_asn.overrides.search.documents",
	"External Appraiser": "kinerja_asn.overrides.search.documents",
	"Appraiser Delegation": "kinerja_asn.overrides.search.documents",
	"Performance Period": "kinerja_asn.overrides.search.documents",
	"Performance Interval": "kinerja_asn.overrides.search.documents",
	"Bulk Run": "kinerja_asn.overrides.search.documents",
	"Work Plan": "kinerja_asn.overrides.search.documents",
	"Work Plan Adjustment": "kinerja_asn.overrides.search.documents",
	"Daily Work Log": "kinerja_asn.overrides.search.documents",
	"Periodic Report": "kinerja_asn.overrides.search.documents",
	"Performance Evaluation": "kinerja_asn.overrides.search.documents",
	"Role Result": "kinerja_asn.overrides.search.documents",
	"Performance Agreement": "kinerja_asn.overrides.search.documents",
	"Performance Agreement Adjustment": "kinerja_asn.overrides.search.documents",
	"Performance Agreement Realisation": "kinerja_asn.overrides.search.documents",
	"Unit Performance Rating": "kinerja_asn.overrides.search.documents",
	"Performance Objection": "kinerja_asn.overrides.search.documents",
	"Rating Calibration": "kinerja_asn.overrides.search.documents",
	"Rating Calibration Row": "kinerja_asn.overrides.search.documents",
	"Appraisal 360 Template": "kinerja_asn.overrides.search.documents",
	"Appraisal 360": "kinerja_asn.overrides.search.documents",
	"Appraisal 360 Campaign": "kinerja_asn.overrides.search.documents",
	"Appraisal 360 Invitation": "kinerja_asn.overrides.search.documents",
	"Appraisal 360 Box": "kinerja_asn.overrides.search.documents",
	"Appraisal 360 Result": "kinerja_asn.overrides.search.documents",
	"Appraisal 360 Comment": "kinerja_asn.overrides.search.documents",
	"Performance Feedback": "kinerja_asn.overrides.search.documents",
	"Talent Assessment": "kinerja_asn.overrides.search.documents",
	"Coaching Session": "kinerja_asn.overrides.search.documents",
	"Coaching Response": "kinerja_asn.overrides.search.documents",
	"Counselling Note": "kinerja_asn.overrides.search.documents",
}
