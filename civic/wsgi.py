"""The web process: `civic.wsgi:app` for any WSGI server, with settings from the environment."""

from civic.app import create_app
from civic.config import read

app = create_app(read())
