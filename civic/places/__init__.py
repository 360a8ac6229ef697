"""Places at a meeting or in a group: who wants one, who has one, who waits."""
