"""Topics, areas and addresses: one set for everything."""
