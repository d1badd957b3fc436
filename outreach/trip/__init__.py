"""A trip: request, plan, calendar, workbook, the folder of its papers."""
