"""Documents, read and made by the worker: tools for Word, ODT and PDF are loaded here, never by the web process."""
