"""Pages about councils and committees."""
