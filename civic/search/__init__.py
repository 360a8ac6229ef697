"""One index over everything public."""
