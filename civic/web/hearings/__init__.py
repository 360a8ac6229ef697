"""The hearings room's pages."""
