"""The pictures of processes, groups, places and options: put there, shown, taken out."""
