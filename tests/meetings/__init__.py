"""Meetings: registering, places, reminders, calendars."""
