"""What a person may ask for: what is held of them, how long, and that it goes; it looks at the tables of all rooms."""
