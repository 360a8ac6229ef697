"""The board: one row for each public thing with a page, what it is, how far it is, and until when one can take part."""
