"""Working groups, writing groups and who is in them."""
