"""The house rules: what may be said in public here; a decision about a text names the one it rests on."""
