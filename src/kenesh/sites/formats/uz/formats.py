"""Dates in Uzbek as offices write them: year first."""

DATE_FORMAT = r"Y-\y\i\l j-F"
YEAR_MONTH_FORMAT = r"Y-\y\i\l F"
