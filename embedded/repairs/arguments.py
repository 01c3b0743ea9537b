"""Whitelisted arguments are cast to their annotated type, as in Frappe.

Every file of the engine postpones the evaluation of annotations, so that they arrive as text and are skipped.
"""


def apply() -> None:
	import frappe.utils.typing_validations as validations

	from embedded.repairs import replace

	engine_transform = validations.transform_parameter_types
	resolved = set()

	def transform_parameter_types(func, args, kwargs):
		if func not in resolved:
			resolved.add(func)
			for name, annotation in func.__annotations__.items():
				if isinstance(annotation, str):
					try:
						func.__annotations__[name] = eval(annotation, func.__globals__)
					except Exception:
						# A name that only type checkers import; Frappe skips those too.
						continue
		return engine_transform(func, args, kwargs)

	replace(validations, "transform_parameter_types", transform_parameter_types)
