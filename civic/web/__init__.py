"""HTTP and pages; nothing here decides who may do what."""
