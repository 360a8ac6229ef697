"""What somebody was told, and how often they want mails of it."""
