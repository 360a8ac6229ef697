"""Papers that lie beside a process, a group or a meeting: the mandate as a file, material, what a group has made."""
