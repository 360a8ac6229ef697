"""Goals, the indicators that show whether they are reached, and what was measured: of whatever thing has goals."""
