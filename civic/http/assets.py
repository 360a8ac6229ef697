"""Static files under names that carry their content's hash, and the headers every answer gets."""

import json
from pathlib import Path

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import current_user

from civic.config import BUILT
from civic.http.kept import FOR_EVERYBODY

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",  # what one types is kept while one types
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
SHUT_TO_SEARCH = {"responses", "treatment"}
"""What people answered is public but not for search engines: pages, files and documents of these rooms."""


SECRETS = {"code", "token"}
"""Parts of an address that only one reader knows."""


class MissingAssetsError(Exception):
    """The third-party assets have not been built."""


class Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, and pages that one may go back to after sending what they hold.

    Sending changes the cookie, and no browser goes back to what varies with it.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie and say that the page varies with it."""
        super().save_session(app, session, response)
        if g.get("may_go_back"):
            response.vary.discard("Cookie")


def install(app: Flask, built: Path = BUILT) -> None:
    """Give templates `asset('civic.css')`, and every answer its headers."""
    manifest_path = built / "manifest.json"
    if not manifest_path.exists():
        raise MissingAssetsError("static/built is missing: run `make run` or `make assets` once")
    manifest: dict[str, str] = json.loads(manifest_path.read_text())
    app.session_interface = Sessions()

    @app.template_global("asset")
    def asset(name: str) -> str:
        """Return the address of a static file."""
        return f"/static/{manifest[name]}"

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        if request.blueprint in SHUT_TO_SEARCH:
            response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        is_signed_in = "context" in g and current_user.is_authenticated
        is_secret = not SECRETS.isdisjoint(request.view_args or ())
        private = request.method == "POST" or is_signed_in or is_secret
        # what is read through before it is sent is kept in the browser, or Back would lead to an error of the browser's
        stays = "private, no-cache" if g.get("may_go_back") else "no-store"
        response.headers["Cache-Control"] = g.get("stays") or (stays if private else "no-cache")
        if not g.get("may_go_back"):
            response.vary.update(("Cookie", "Accept-Language", "Accept-Encoding"))
        is_page = response.status_code == 200 and response.mimetype == "text/html"
        request.environ[FOR_EVERYBODY] = is_page and not private and not g.get("is_for_one_reader")
        return response
