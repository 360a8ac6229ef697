"""Participation processes: mandate, tasks, period, seats and milestones."""
