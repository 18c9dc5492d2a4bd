"""A PDF that screen readers follow: what is drawn is marked, and a tree of headings, paragraphs, tables and figures names it.

The library draws only; the structure tree is written here (ISO 32000-1, 14.7 and 14.8). A piece of marked content lies on one
page; an element, such as a paragraph, may own pieces on several.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final, Literal

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from trd_desk.documents.fonts import READING_FONTS, register_fonts

Role = Literal["Document", "Sect", "H1", "H2", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Figure"]
Scope = Literal["Column", "Row"]
Box = tuple[float, float, float, float]

_PRODUCER: Final = "TRD Desk"


@dataclass(slots=True)
class _Piece:
    """Marked content: the number of its page from 0, and its own number on that page."""

    page: int
    number: int


@dataclass(slots=True)
class _Element:
    role: Role
    alt: str = ""
    scope: Scope | None = None
    box: Box | None = None
    span: int = 1
    children: list["_Element | _Piece"] = field(default_factory=list)


class TaggedCanvas(Canvas):
    """A canvas whose content is named: `element` opens a part of the tree, `content` draws into it, `artifact` draws beside it.

    The same calls give the same bytes. `language` is a BCP 47 tag.
    """

    def __init__(self, size: tuple[float, float], *, title: str, language: str, made_at: dt.datetime) -> None:
        register_fonts()
        self._bytes = BytesIO()
        super().__init__(self._bytes, pagesize=size, invariant=1, pdfVersion=(1, 7), lang=language, pageCompression=1)
        self._root = _Element("Document")
        self._path = [self._root]
        self._pieces_on_page = 0
        self.setTitle(title)
        self.setAuthor(_PRODUCER)
        self.setCreator(_PRODUCER)
        self.setProducer(_PRODUCER)
        self.setSubject(title)
        self.setDateFormatter(lambda *_now: _pdf_date(made_at))
        self.setViewerPreference("DisplayDocTitle", "true")

    @contextmanager
    def element(
        self, role: Role, *, alt: str = "", scope: Scope | None = None, box: Box | None = None, span: int = 1
    ) -> Iterator[None]:
        """A part of the structure; parts opened inside it are its children. `box` is a figure's place on the page in points."""
        element = _Element(role, alt, scope, box, span)
        self._path[-1].children.append(element)
        self._path.append(element)
        try:
            yield
        finally:
            self._path.pop()

    @contextmanager
    def content(self) -> Iterator[None]:
        """What is drawn here belongs to the open part; it must not turn the page."""
        piece = _Piece(self.getPageNumber() - 1, self._pieces_on_page)
        self._pieces_on_page += 1
        self._path[-1].children.append(piece)
        self.addLiteral(f"/{self._path[-1].role} <</MCID {piece.number}>> BDC")
        try:
            yield
        finally:
            self.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: Literal["Layout", "Header", "Footer"] = "Layout") -> Iterator[None]:
        """What is drawn here a screen reader passes over: lines, marks beside their word, repeated heads and feet of pages."""
        about = "/Type /Layout" if kind == "Layout" else f"/Type /Pagination /Subtype /{kind}"
        self.addLiteral(f"/Artifact <<{about}>> BDC")
        try:
            yield
        finally:
            self.addLiteral("EMC")

    def showPage(self) -> None:  # noqa: N802  (the library's own name)
        """Closes the page."""
        super().showPage()
        self._pieces_on_page = 0

    def finish(self) -> bytes:
        """The whole file, its structure tree included; the canvas cannot be used afterwards."""
        self._write_tree()
        with READING_FONTS:
            self.save()
        return self._bytes.getvalue()

    def _write_tree(self) -> None:
        document: Any = vars(self)["_doc"]  # where the library keeps the objects of the file
        pages: list[Any] = document.Pages.pages
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root_place = document.Reference(root, "structure")
        parents: dict[int, dict[int, Any]] = {}
        count = 0

        def written(element: _Element, parent: Any) -> Any:
            nonlocal count
            count += 1
            entry = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.role), "P": parent})
            place = document.Reference(entry, f"structure{count:05d}")
            home = next((child.page for child in element.children if isinstance(child, _Piece)), None)
            if home is not None:
                entry.dict["Pg"] = document.Reference(pages[home])
            children: list[Any] = []
            for child in element.children:
                if isinstance(child, _Element):
                    children.append(written(child, place))
                    continue
                parents.setdefault(child.page, {})[child.number] = place
                if child.page == home:
                    children.append(child.number)
                else:
                    children.append(
                        PDFDictionary({"Type": PDFName("MCR"), "Pg": document.Reference(pages[child.page]), "MCID": child.number})
                    )
            entry.dict["K"] = PDFArray(children)
            if element.alt:
                entry.dict["Alt"] = PDFString(element.alt)
            if element.scope or element.span > 1:
                entry.dict["A"] = about = PDFDictionary({"O": PDFName("Table")})
                if element.scope:
                    about.dict["Scope"] = PDFName(element.scope)
                if element.span > 1:
                    about.dict["ColSpan"] = element.span
            if element.box:
                box = PDFArray([round(edge, 2) for edge in element.box])
                entry.dict["A"] = PDFDictionary({"O": PDFName("Layout"), "BBox": box, "Placement": PDFName("Block")})
            return place

        root.dict["K"] = PDFArray([written(self._root, root_place)])
        numbers: list[Any] = []
        for number, page in enumerate(pages):
            page.Trans = None  # the library writes an empty one, which archives refuse
            owners = parents.get(number, {})
            listed = PDFArray([owners[piece] for piece in sorted(owners)])
            numbers += [number, document.Reference(listed, f"structureparents{number:04d}")]
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = number
            page.Tabs = PDFName("S")
        root.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "structureparents")
        root.dict["ParentTreeNextKey"] = len(pages)
        document.Catalog.StructTreeRoot = root_place
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _pdf_date(moment: dt.datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        return f"D:{moment:%Y%m%d%H%M%S}"
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"D:{moment:%Y%m%d%H%M%S}{sign}{abs(minutes) // 60:02d}'{abs(minutes) % 60:02d}'"
