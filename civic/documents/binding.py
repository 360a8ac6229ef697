"""Tagged PDFs bound into one: pages, what a screen reader reads of them, and the headings to leap to.

Source: ISO 32000-1, 14.7 (logical structure: the parent tree, identifiers of table heads) and 12.3.3 (outline).
"""

import io
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String


class Bound:
    """A document that shares are added to; title, language and metadata are the first one's."""

    def __init__(self, first: bytes, levels: Sequence[int]) -> None:
        self._made = Pdf.open(io.BytesIO(first))
        self._root = self._made.Root.StructTreeRoot
        self._headings = list(zip(levels, _headings(self._made), strict=True))
        self._shares = 1

    @property
    def pages(self) -> int:
        """Return how many pages there are by now."""
        return len(self._made.pages)

    def add(self, content: bytes, levels: Sequence[int]) -> None:
        """Put a share behind the others; `levels` are those of its headings, which alone it knows by itself."""
        self._shares += 1
        added = Pdf.open(io.BytesIO(content))
        _rename(added, f"{self._shares}.")
        offset, before = int(self._root.ParentTreeNextKey), self.pages
        self._made.pages.extend(added.pages)  # first: what is said of a page that is not there is dropped
        for page in list(self._made.pages)[before:]:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + offset
        theirs = self._made.copy_foreign(_indirect(added, "/StructTreeRoot"))
        whole = self._root.K[0]
        for one in theirs.K[0].K:
            one.P = whole
            whole.K.append(one)
        for key, value in _pairs(theirs.ParentTree.Nums):
            self._root.ParentTree.Nums.append(int(key) + offset)
            self._root.ParentTree.Nums.append(value)
        self._root.ParentTreeNextKey = offset + int(theirs.ParentTreeNextKey)
        self._name(theirs)
        items = self._made.copy_foreign(_indirect(added, "/Outlines")) if levels else None
        self._headings += zip(levels, _leaves(items), strict=True)

    def content(self) -> bytes:
        """Return the document."""
        if self._shares > 1:
            self._made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
            self._lead()
        out = io.BytesIO()
        self._made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()

    def _name(self, theirs: Object) -> None:
        if "/IDTree" not in theirs:
            return
        if "/IDTree" not in self._root:
            self._root.IDTree = Dictionary(Names=Array())
        both = [*_pairs(self._root.IDTree.Names), *_pairs(theirs.IDTree.Names)]
        both.sort(key=lambda pair: bytes(pair[0]))
        self._root.IDTree.Names = Array([one for pair in both for one in pair])

    def _lead(self) -> None:
        with self._made.open_outline() as outline:
            outline.root.clear()
            above: list[tuple[int, OutlineItem]] = []
            for level, (title, place) in self._headings:
                item = OutlineItem(title, place)
                while above and above[-1][0] >= level:
                    above.pop()
                (above[-1][1].children if above else outline.root).append(item)
                above.append((level, item))


Leaf = tuple[str, Array]


def _headings(opened: Pdf) -> Iterator[Leaf]:
    return _leaves(opened.Root.get("/Outlines"))


def _leaves(above: Object | None) -> Iterator[Leaf]:
    one = above.get("/First") if above is not None else None
    while one is not None:
        yield str(one.Title), Array(one.Dest)
        yield from _leaves(one)
        one = one.get("/Next")


def _pairs(flat: Object) -> Iterator[tuple[Object, Object]]:
    both = iter(list(flat))
    return zip(both, both, strict=True)


def _indirect(opened: Pdf, name: str) -> Object:
    found = opened.Root[name]
    if not found.is_indirect:
        opened.Root[name] = found = opened.make_indirect(found)
    return found


def _rename(opened: Pdf, before: str) -> None:
    """Put something before each name that a cell knows the head of its column by: each share begins to count anew."""

    def new(name: Object) -> String:
        return String(before + str(name))

    for one in opened.objects:
        if not isinstance(one, Dictionary):
            continue
        if "/ID" in one and one.get("/Type") == "/StructElem":
            one.ID = new(one.ID)
        known = one.get("/A")
        for said in known if isinstance(known, Array) else ():
            if isinstance(said, Dictionary) and "/Headers" in said:
                said.Headers = Array([new(name) for name in said.Headers])
    root = opened.Root.StructTreeRoot
    if "/IDTree" in root:
        root.IDTree.Names = Array([one for name, to in _pairs(root.IDTree.Names) for one in (new(name), to)])
