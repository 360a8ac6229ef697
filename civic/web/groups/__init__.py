"""The groups room's pages."""
