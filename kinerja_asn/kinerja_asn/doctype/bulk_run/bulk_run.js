frappe.ui.form.on("Bulk Run", {
	refresh(frm) {
		frm.disable_save();
		if (frm.is_new()) return;
		let shown = null;
		let view = null;
		const { COUNTS } = kinerja_asn.runs;
		const rows = frm.fields_dict.rows_html.$wrapper;
		kinerja_asn.runs.watch(frm, frm.docname, (state) => {
			frm.fields_dict.progress_html.$wrapper.html(kinerja_asn.runs.progress_html(state));
			frm.page.set_indicator(__(state.status), kinerja_asn.runs.STATUS_COLOURS[state.status]);
			frm.trigger_buttons(state);
			// the form was read once, the run has gone on since
			for (const field of [...COUNTS, "status", "finished_at", "cancelled_by", "error"]) {
				frm.doc[field] = state[field];
				frm.refresh_field(field);
			}
			// the figures of the document are the whole agency's
			for (const field of COUNTS) frm.toggle_display(field, !state.of_units);
			const stamp = `${state.status} ${state.done}`;
			if (shown === stamp) return;
			const result = state.problems && !state.active ? "Problem" : "";
			if (!view || (!state.active && shown !== null && !view.touched)) {
				view = kinerja_asn.runs.show_rows(rows, frm.docname, { result, work: state.work });
			} else if (!view.start) {
				view.reload();
			}
			shown = stamp;
		});
	},

	setup(frm) {
		frm.trigger_buttons = (state) => {
			frm.clear_custom_buttons();
			if (state.may_cancel) {
				frm.add_custom_button(__("Cancel the run"), () =>
					frappe.confirm(
						__("Stop after the people being worked on? What is done stays done."),
						() => frm.steer("cancel_run")
					)
				);
			}
			if (state.may_continue) {
				frm.add_custom_button(__("Continue"), () => frm.steer("continue_run"));
			}
			if (state.may_run_again) {
				frm.add_custom_button(__("Run again"), async () => {
					const run = await kinerja_asn.runs.call("run_again", { run: frm.docname });
					frappe.set_route("Form", "Bulk Run", run);
				});
			}
		};
		frm.steer = async (method) => {
			await kinerja_asn.runs.call(method, { run: frm.docname });
			frm.reload_doc();
		};
	},
});
