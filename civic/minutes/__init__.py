"""Agendas and minutes of meetings, who attended, and what was agreed to be done."""
