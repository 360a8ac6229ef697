"""Who wants to hear of a thing when something happens with it."""
