"""Hearings (høringer): a version put to parties and to everybody, the parties' way, and the deadline."""
