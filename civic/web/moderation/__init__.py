"""The desk on which facilitators and case officers clear what was held back, flagged or handed in."""
