"""Texts that several people write: every edit kept, each writer's unsaved copy, and two edits put together."""
