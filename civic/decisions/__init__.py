"""Cases and decisions: the chain of bodies, their votes, and what was done about it."""
