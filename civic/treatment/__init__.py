"""Treatment (behandling): responses split into remarks, each with its answer and its change; the hearing note."""
