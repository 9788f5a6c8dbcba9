"""Time zones by the names that shop systems write."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZONES = {
    "Hawaii": "Pacific/Honolulu",
    "Alaska": "America/Anchorage",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Arizona": "America/Phoenix",
    "Mountain Time (US & Canada)": "America/Denver",
    "Central Time (US & Canada)": "America/Chicago",
    "Eastern Time (US & Canada)": "America/New_York",
    "Indiana (East)": "America/Indiana/Indianapolis",
    "Atlantic Time (Canada)": "America/Halifax",
    "Newfoundland": "America/St_Johns",
    "Saskatchewan": "America/Regina",
    "Puerto Rico": "America/Puerto_Rico",
    "Dublin": "Europe/Dublin",
    "Edinburgh": "Europe/London",
    "London": "Europe/London",
    "Lisbon": "Europe/Lisbon",
    "Madrid": "Europe/Madrid",
    "Paris": "Europe/Paris",
    "Brussels": "Europe/Brussels",
    "Amsterdam": "Europe/Amsterdam",
    "Berlin": "Europe/Berlin",
    "Rome": "Europe/Rome",
    "Tokyo": "Asia/Tokyo",
    "Osaka": "Asia/Tokyo",
    "Perth": "Australia/Perth",
    "Adelaide": "Australia/Adelaide",
    "Darwin": "Australia/Darwin",
    "Brisbane": "Australia/Brisbane",
    "Sydney": "Australia/Sydney",
    "Canberra": "Australia/Sydney",
    "Melbourne": "Australia/Melbourne",
    "Hobart": "Australia/Hobart",
    "Auckland": "Pacific/Auckland",
}
"""Names as Windows and Rails give them, for the countries where Square sells."""


@cache
def zone_of(name: str) -> str | None:
    """The zone of the time zone database for a name of either kind, or None."""
    zone = ZONES.get(name, name)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return zone
