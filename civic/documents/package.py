"""A zipped document, opened with limits: its parts, and every word in them for the gate."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.parts import SAFE, UnreadableError, Why

UNPACKED = 60_000_000
"""Bytes that a zipped document may hold when it is opened; more is a trap."""
DEEPEST = 100
"""Elements inside each other; a table in a cell is some six deeper, and each is looked at once for all above it."""
_XML = (".xml", ".rels", ".rdf")
_DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".svg", ".tif", ".tiff", ".bmp", ".webp", ".wdp")
_DUMB = (*_XML, *_DRAWN, ".ttf", ".odttf", ".otf", "/", "mimetype", "layout-cache", ".txt")
"""What a document may hold that is neither another file nor runs when it is opened."""
_RUNS = ("vbaproject.bin", "vbadata.xml", "activex", "basic/", "scripts/")
_SAYING = frozenset({"descr", "title", "author", "Target", "href", "alt", "name", "value", "string-value", "creator",
                     "formula", "initials", "instr", "displayText", "label", "current-value"})  # fmt: skip
"""Attributes in which people's words stand."""
_SAID = frozenset({"tag", "alias", "default", "listEntry", "docVar", "statusText", "helpText", "lvlText"})
"""Elements whose attribute `val` holds words; elsewhere it is a measure or a colour."""
_CLOSED = frozenset({"p", "h", "tr", "table-row", "title", "subject", "creator", "description", "keywords"})
_GAPS = {"tab": " ", "br": " ", "cr": " ", "s": " ", "line-break": " ", "noBreakHyphen": "-"}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(?:2006/)?")


class Package:
    """The parts of a Word or ODT file by their names; an XML part is parsed once."""

    def __init__(self, content: bytes, carried: Carried) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(str(error)) from error
        if sum(one.file_size for one in entries) > UNPACKED or len(entries) > 5000:
            raise UnreadableError("too much is packed into the file")
        self.names = {one.filename for one in entries}
        self._trees: dict[str, etree._Element | None] = {}
        for name in sorted(self.names):
            low = name.lower()
            if any(sign in low for sign in _RUNS):
                carried.active = True
            elif not low.endswith(_DUMB) and "printersettings" not in low:
                carried.packed = True
            if low.endswith(_XML):
                self.tree(name)

    def bytes(self, name: str) -> bytes | None:
        """Return the content of a part, or None where there is none."""
        if name not in self.names:
            return None
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(str(error)) from error

    def tree(self, name: str) -> etree._Element | None:
        """Return an XML part, or None where there is none; UnreadableError where entities are declared in it."""
        if name not in self._trees:
            content = self.bytes(name)
            if content is not None and b"<!ENTITY" in content.replace(b"\0", b""):  # as UTF-16 it reads the same
                raise UnreadableError("entities are declared in the file")
            try:
                tree = etree.fromstring(_transitional(content), SAFE) if content else None
            except etree.XMLSyntaxError as error:
                raise UnreadableError(str(error)) from error
            if tree is not None and _is_too_deep(tree):
                raise UnreadableError("too much stands inside each other", Why.TOO_MUCH)
            self._trees[name] = tree
        return self._trees[name]

    def related(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Return what a part of a Word file points at: kind, where, and whether that is outside, by its key."""
        folder, last = posixpath.split(name)
        found = self.tree(f"{folder}/_rels/{last}.rels".lstrip("/"))
        pointed = {}
        for one in found if found is not None else ():
            if not isinstance(one.tag, str):
                continue
            is_outside = one.get("TargetMode") == "External"
            target = one.get("Target") or ""
            where = target if is_outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            pointed[one.get("Id") or ""] = ((one.get("Type") or "").rsplit("/", 1)[-1], where, is_outside)
        return pointed

    def words(self) -> Iterator[str]:
        """Give every word in every part, hidden ones too, and the names of the parts."""
        for name in sorted(self.names):
            yield name
            if name.lower().endswith(_XML):
                tree = self.tree(name)
                yield from _words(tree) if tree is not None else ()


def _is_too_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _node in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def _attributes(node: etree._Element, name: str) -> Iterator[str]:
    for key, value in node.attrib.items():
        local = str(key).rsplit("}", 1)[-1]
        if local in _SAYING or (local == "val" and name in _SAID):
            yield str(value)


def _transitional(content: bytes) -> bytes:
    """Return a part of a Strict Office Open XML file with the names that everybody else's have (ISO/IEC 29500-1)."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)


def _words(root: etree._Element) -> Iterator[str]:
    words: list[str] = []
    rows: list[list[str]] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = etree.QName(node).localname
        if event == "start":
            if name in {"tr", "table-row"}:
                rows.append([])
            words += [_GAPS.get(name, ""), node.text or ""]
            yield from _attributes(node, name)
            continue
        if name in _CLOSED:
            said = "".join(words)
            yield said
            if name in {"tr", "table-row"} and rows:
                yield " ".join(rows.pop())
            elif rows:
                rows[-1].append(said)
            words = []
        words.append(node.tail or "")
    yield "".join(words)
