"""Documents that are about no patient: the audit report of the clinic, and the blank forms for downtime."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from trd_desk.i18n import _
from trd_desk.interchange.papers import CLINIC_KINDS
from trd_desk.ui.pages.documents import DocumentsPage
from trd_desk.ui.pages.documents_orders import Order, OrderAgain, clinic_order, lines_of
from trd_desk.ui.pages.documents_period import Period
from trd_desk.ui.theme import Theme

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.main_window import MainWindow


class ClinicDocumentsPage(DocumentsPage):
    """The documents of the clinic; no patient need be open, and none is named on them. Keys as on the page Documents."""

    kinds = CLINIC_KINDS

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.set_title(_("Clinic documents"))
        # Who is open, and who is put away, changes nothing here.
        desk.patient_closed.disconnect(self._put_away)
        self.period = Period(desk, theme)
        self.add_to_side(self.period)
        self.period.counted.connect(self.refresh)
        self.period.refused.connect(self._warn)

    def refresh(self) -> None:
        """Makes the chosen document again and shows it."""
        from trd_desk.interchange.papers.paper import nobody

        self._follow_settings()
        self.what.show_for(self.desk.library, nobody(), self.desk.today())
        self.what.show_now()
        audit = self.what.kind.needs == "clinic"
        self.period.setVisible(audit)
        waits = audit and self.period.audit is None
        self.message.say(_("Choose the period and count its sessions; the report is shown then.") if waits else "")
        self._make(None)
        if waits:
            self._busy(busy=True)

    def _order_wanted(self) -> Order | OrderAgain | None:
        kind = self.what.kind
        if kind.needs == "clinic" and self.period.audit is None:
            return None
        return clinic_order(self.desk, kind, self.what.choice, self.what.size_of_paper, lines_of(self.desk), self.period.audit)

    def _put_away(self) -> None:
        """No document is shown; the choices stay."""
        self._nothing()
        self._warn("")


def show_clinic_documents(window: "MainWindow", desk: "Desk") -> None:
    """Shows the documents of the clinic in the window; who is open stays open behind them."""
    page = window.stack.findChild(ClinicDocumentsPage)
    if page is None:
        page = ClinicDocumentsPage(desk, window.theme)
        page.go_to.connect(window.go_to)
        window.stack.addWidget(page)
    page.refresh()
    window.show_place("", page)
