"""What a fresh machine needs: environment, packages, third-party assets, browser. Standard library only.

`python3 tools/setup.py run|test|assets|tools` says what each step does and how long it took. A step whose inputs
have not changed since it was done is left out, so that a second run needs no network.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "tools" / "locks"
STATIC = ROOT / "static"
BUILT = STATIC / "built"
MODULES = ROOT / "node_modules"

DKFDS = MODULES / "dkfds" / "dist"
SANS = MODULES / "dkfds" / "src" / "fonts" / "IBMPlexSans" / "split" / "woff2"
SERIF = MODULES / "@fontsource" / "ibm-plex-serif" / "files"
ARABIC = MODULES / "@fontsource" / "ibm-plex-sans-arabic" / "files"
FONTS = {
    "plex-sans-400": SANS / "IBMPlexSans-Regular-Latin1.woff2",
    "plex-sans-600": SANS / "IBMPlexSans-SemiBold-Latin1.woff2",
    "plex-serif-400": SERIF / "ibm-plex-serif-latin-400-normal.woff2",
    "plex-arabic-400": ARABIC / "ibm-plex-sans-arabic-arabic-400-normal.woff2",
    "plex-arabic-600": ARABIC / "ibm-plex-sans-arabic-arabic-600-normal.woff2",
}

PDF_FONTS = [
    DKFDS / "fonts" / "IBMPlexSans" / "complete" / "ttf" / f"IBMPlexSans-{w}.ttf" for w in ("Regular", "SemiBold")
]
OTHER_SCRIPTS = [
    MODULES / "@fontsource" / family / "files" / f"{family}-{script}-{weight}-normal.woff"
    for family, script, weights in (
        ("ibm-plex-sans-arabic", "arabic", (400, 600)),
        ("noto-sans-ethiopic", "ethiopic", (400, 600)),
        ("noto-sans-hebrew", "hebrew", (400, 600)),
        ("noto-sans-symbols-2", "symbols", (400,)),  # boxes with their ticks, stars, arrows
        ("noto-sans-symbols", "symbols", (400,)),
        ("noto-sans-math", "latin", (400,)),
        ("noto-emoji", "emoji", (400,)),
    )
    for weight in weights
]
"""What documents are set in beside it."""


def main() -> None:
    """Do what the command line asks for."""
    steps: dict[str, Callable[[], None]] = {"run": run, "test": test, "assets": assets, "tools": tools}
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in steps:
        sys.exit(f"usage: python3 tools/setup.py {'|'.join(steps)}")
    steps[wanted]()


def run() -> None:
    """Make everything the demo needs and become its server."""
    assets()
    environ = {**os.environ, "CIVIC_DEMO": "1"}
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "civic.cli", "run"], environ)


def assets() -> None:
    """Make what the site needs to start: environment, packages, styles, fonts and catalogues."""
    environment()
    packages("base")
    node_modules()
    build()
    words()


def tools() -> None:
    """Make what `make check` needs beside that."""
    assets()
    packages("test")


def test() -> None:
    """Make what the tests need beside that: a browser that Playwright can drive."""
    tools()
    browser()


def environment() -> None:
    """Make the virtual environment."""
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("Civic needs Python 3.11 or newer.")
    if PYTHON.exists():
        return
    with Step("virtual environment in .venv"):
        venv.create(VENV, with_pip=True, symlinks=True)


def packages(name: str) -> None:
    """Install what a lock names, each file checked against its hash."""
    lock = LOCKS / f"{name}.txt"
    with Step(f"Python packages ({name})", inputs=[lock], outputs=[PYTHON], done_by=VENV) as step:
        if step.is_needed:
            pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            call([*pip, "--require-hashes", "--requirement", str(lock)])
            script = VENV / "bin" / "civic"
            script.write_text(f"#!{PYTHON}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n{_MAIN}")
            script.chmod(0o755)


_MAIN = "from civic.cli import main\nmain()\n"


def node_modules() -> None:
    """Install styles and fonts from the package lock; npm comes from a wheel where the machine has none."""
    inputs = [ROOT / "package.json", ROOT / "package-lock.json"]
    with Step("styles and fonts from npm", inputs=inputs, outputs=[DKFDS], done_by=ROOT / "node_modules") as step:
        if step.is_needed:
            if shutil.which("npm") is None:
                packages("npm")
            environ = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
            call(["npm", "ci", "--loglevel=error"], environ)


def build() -> None:
    """Build static/built: every file under a name that carries its hash, compressed beside itself."""
    own = sorted(path for path in STATIC.glob("*.*") if path.is_file())
    inputs = [*own, ROOT / "package-lock.json", Path(__file__)]
    with Step("assets in static/built", inputs=inputs, outputs=[BUILT / "manifest.json"], done_by=BUILT) as step:
        if not step.is_needed:
            return
        shutil.rmtree(BUILT, ignore_errors=True)
        BUILT.mkdir(parents=True)
        manifest: dict[str, str] = {}
        for name, path in FONTS.items():
            _put(manifest, f"{name}.woff2", path.read_bytes())
        for path in own:
            if path.suffix in {".svg", ".js"}:
                _put(manifest, path.name, path.read_bytes())
        system = _design_system(manifest)
        own_css = "".join(path.read_text() for path in own if path.suffix == ".css")
        for direction, text in (("ltr", system), ("rtl", _mirrored(system))):
            css = f"@layer ds{{{text}}}\n{_with_names(own_css, manifest)}"
            _put(manifest, f"civic.{direction}.css", _small(css).encode())
        (BUILT / "pdf").mkdir()
        for path in PDF_FONTS:
            shutil.copy(path, BUILT / "pdf")
        call([str(PYTHON), "-m", "tools.fonts", *map(str, OTHER_SCRIPTS), str(BUILT / "pdf")])
        (BUILT / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))


def words() -> None:
    """Compile the message catalogues."""
    catalogues = sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))
    outputs = [path.with_suffix(".mo") for path in catalogues]
    with Step("message catalogues", inputs=catalogues, outputs=outputs, done_by=BUILT) as step:
        if step.is_needed:
            call([str(PYTHON), "-m", "tools.words"])


def browser() -> None:
    """Find a Chromium, or install one: with apt as root, else by Playwright."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    if any(shutil.which(name) for name in names):
        return
    with Step("Chromium for the browser tests"):
        if os.geteuid() == 0 and shutil.which("apt-get"):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            call(["apt-get", "update", "-qq"], quiet)
            install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
            shell = [*install, "chromium-headless-shell"]  # no windows to draw: half the time of a whole browser
            if subprocess.run(shell, env=quiet, check=False).returncode:
                call([*install, "chromium"], quiet)
        else:
            call([str(PYTHON), "-m", "playwright", "install", "chromium"])


class Step:
    """One step: left out when its inputs are as they were, else timed and said."""

    def __init__(
        self, what: str, *, inputs: Iterable[Path] = (), outputs: Iterable[Path] = (), done_by: Path | None = None
    ) -> None:
        self._what = what
        self._digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
        name = re.sub(r"\W+", "-", what)
        self._stamp = done_by / f".done-{name}" if done_by else None
        there = all(path.exists() for path in outputs)
        same = self._stamp is not None and self._stamp.exists() and self._stamp.read_text() == self._digest
        self.is_needed = not (there and same)

    def __enter__(self) -> "Step":
        self._began = time.monotonic()
        if self.is_needed:
            print(f"{self._what} ...", file=sys.stderr, flush=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None and self.is_needed:
            if self._stamp is not None:
                self._stamp.write_text(self._digest)
            print(f"{self._what}: {time.monotonic() - self._began:.1f} s", file=sys.stderr, flush=True)


def call(command: list[str], environ: dict[str, str] | None = None) -> None:
    """Run a command from the project's root; stop with its message when it fails."""
    try:
        subprocess.run(command, check=True, env=environ, cwd=ROOT)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        sys.exit(f"this step failed: {' '.join(command)}\n{error}")


def _design_system(manifest: dict[str, str]) -> str:
    css = (DKFDS / "css" / "dkfds.min.css").read_text().removeprefix("\ufeff")
    css = re.sub(r"@charset[^;]*;|@font-face\{[^}]*\}|/\*#.*?\*/", "", css)
    # one class an icon is of no use without its sprite; what our pages do not use is left out whole
    css = re.sub(r"(?:\.[\w-]*icon-[\w-]+(?:::?\w+)?,?)+\{[^}]*svg-icons[^}]*\}", "", css)
    for name in sorted(set(re.findall(r"url\(\.\./img/([\w./-]+)\)", css))):
        address = _put(manifest, name.rsplit("/", 1)[-1], (DKFDS / "img" / name).read_bytes())
        css = css.replace(f"url(../img/{name})", f"url({address})")
    return css


def _mirrored(css: str) -> str:
    source, target = BUILT / "ds.css", BUILT / "ds.rtl.css"
    source.write_text(css)
    environ = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    call(["node", str(MODULES / "rtlcss" / "bin" / "rtlcss.js"), "--silent", str(source), str(target)], environ)
    text = target.read_text()
    source.unlink()
    target.unlink()
    return text


def _with_names(css: str, manifest: dict[str, str]) -> str:
    return re.sub(r"url\(([\w.-]+)\)", lambda match: f"url({manifest[match[1]]})", css)


def _small(css: str) -> str:
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def _put(manifest: dict[str, str], name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    (BUILT / hashed).write_bytes(content)
    if suffix in {"css", "js", "svg"}:
        (BUILT / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    manifest[name] = hashed
    return hashed


if __name__ == "__main__":
    main()
