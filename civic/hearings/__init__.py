"""Hearings (høringer): a version put to parties, their responses, and the answer to every remark."""
