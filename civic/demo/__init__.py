"""The demo: the Gentofte case as the record has it, and one invented process in every state."""
