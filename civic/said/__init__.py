"""What is said to people: words, mails, what became of a thing; without a request and without forms."""
