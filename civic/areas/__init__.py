"""What things are about and where: one set of topics, areas and addresses for everything."""
