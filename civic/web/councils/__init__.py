"""The pages of a council's way through a hearing."""
