"""Tables and engines: column types, SQLite and PostgreSQL, migrations."""
