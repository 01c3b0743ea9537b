import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, formatdate, getdate


class HolidayList(Document):
	def validate(self):
		self.validate_days()
		self.validate_duplicate_date()
		self.total_holidays = len(self.holidays)
		self.sort_holidays()

	def validate_days(self):
		if getdate(self.from_date) > getdate(self.to_date):
			frappe.throw(_("To Date cannot be before From Date"))
		for row in self.holidays:
			if not getdate(self.from_date) <= getdate(row.holiday_date) <= getdate(self.to_date):
				frappe.throw(
					_("The holiday on {0} is not between From Date and To Date").format(
						formatdate(row.holiday_date)
					)
				)

	def validate_duplicate_date(self):
		seen = set()
		for row in self.holidays:
			date = getdate(row.holiday_date)
			if date in seen:
				frappe.throw(_("Holiday Date {0} added multiple times").format(formatdate(date)))
			seen.add(date)

	def sort_holidays(self):
		self.holidays.sort(key=lambda row: getdate(row.holiday_date))
		for position, row in enumerate(self.holidays, start=1):
			row.idx = position

	@frappe.whitelist()
	def get_weekly_off_dates(self):
		"""Add the chosen weekday between the two dates as weekly days off."""
		if not self.weekly_off:
			frappe.throw(_("Please select weekly off day"))
		taken = {getdate(row.holiday_date) for row in self.holidays}
		day, last = getdate(self.from_date), getdate(self.to_date)
		while day <= last:
			if day.strftime("%A") == self.weekly_off and day not in taken:
				self.append(
					"holidays", {"holiday_date": day, "description": _(self.weekly_off), "weekly_off": 1}
				)
			day = getdate(add_days(day, 1))


def is_holiday(holiday_list, date=None):
	if not holiday_list:
		return False
	return bool(frappe.db.exists("Holiday", {"parent": holiday_list, "holiday_date": getdate(date)}))
