"""The files that were handed in with a thing, as they pass the gate."""
