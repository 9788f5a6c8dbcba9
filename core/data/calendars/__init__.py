"""The calendars of retail: weeks, the 4-5-4 year, public holidays, shopping festivals."""
