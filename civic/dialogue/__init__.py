"""Comments, flags and what a facilitator does with them; outcomes that answers share."""
