"""The small words the whole house uses."""
