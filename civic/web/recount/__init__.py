"""A hearing that anybody can recount, over HTTP."""
