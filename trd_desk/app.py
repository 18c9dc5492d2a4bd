"""The program with its window: puts record, desk and main window together, and reports how long the start took."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import __version__ as _qt_version
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.ui import preferences as prefs
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.theme import FONT_FILES, Theme, load_fonts

if TYPE_CHECKING:
    import datetime as dt
    from types import TracebackType

    from trd_desk.store.record import Record
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.first_run import FirstRunPage
    from trd_desk.ui.pages.unlock import UnlockPage
    from trd_desk.ui.widgets.focus_frame import FocusFrame


def unfit_qt() -> str | None:
    """Why this Qt cannot be used, or None: PySide6 6.12.0 under Python 3.11 loses a reference to None at every call, and aborts."""
    if _qt_version == "6.12.0" and sys.version_info < (3, 12):
        return _("PySide6 6.12.0 ends in an abort under Python {python}. Run the set-up again: it installs a version that works.").format(
            python=".".join(map(str, sys.version_info[:2]))
        )
    return None


class Program(QObject):
    """One run of the program, for the `user` named on the command line, if any.

    `quit_at` is empty, first-paint or usable; `elapsed` gives the milliseconds since the start.
    """

    def __init__(
        self,
        app: QApplication,
        *,
        practice: bool,
        record: Path | None,
        data: Path,
        user: str | None = None,
        quit_at: str = "",
        elapsed: Callable[[], float] = lambda: 0.0,
    ) -> None:
        super().__init__(app)
        self._user = user
        self._app, self._data, self._quit_at, self._elapsed = app, data, quit_at, elapsed
        self._path = record or data / "clinic.trd"
        self._practice_path = record if practice and record is not None else data / "practice" / "clinic.trd"
        self._preferences = prefs.read(data)
        self.desk: Desk | None = None
        self._told: dict[str, dt.datetime] = {}
        self._open: set[str] = set()
        self._focus_frame: FocusFrame | None = None
        self._warmed = False
        load_fonts(FONT_FILES[:2])
        self.theme = Theme(self._preferences.theme, self._preferences.text_percent, self)
        self.theme.apply(app)
        self.window = MainWindow(self.theme, practice=practice)
        self.window.first_painted.connect(self._painted)
        self.window.usable.connect(self._usable)
        self.window.patient_near.connect(self._warm_up)
        self.window.lock_wanted.connect(self.lock)
        self.window.preferences_changed.connect(self._keep_preferences)
        # The frame is painted first; everything else is loaded behind it.
        self.window.first_painted.connect(self.open_practice if practice else self._first_page)
        self.window.show()

    # Start

    def _painted(self) -> None:
        if self._quit_at == "first-paint":
            self._report()

    def _usable(self) -> None:
        if self._quit_at == "usable":
            self._report()
            return
        if self._quit_at or self._focus_frame is not None:
            return
        from trd_desk.ui.widgets.focus_frame import FocusFrame

        self.window.activateWindow()
        self._focus_frame = FocusFrame(self.theme, self._app)

    def _report(self) -> None:
        print(f"{self._elapsed():.1f}", flush=True)  # noqa: T201  (what --quit-at is for)
        self._quit_at = "done"
        self._app.exit(0)

    def fault(self, kind: type[BaseException], value: BaseException, trace: "TracebackType | None") -> None:
        """What Python calls when a slot ends in an exception: told in a sentence, and a defect is written down."""
        from trd_desk.ui.crash import tell

        if issubclass(kind, KeyboardInterrupt):
            self._app.exit(130)
        elif self._quit_at:
            tell(self._data, lambda sentence: print(sentence, file=sys.stderr), kind, value, trace)  # noqa: T201
            self._app.exit(1)
        else:
            tell(self._data, self.tell, kind, value, trace, self._told)

    def tell(self, sentence: str) -> None:
        """Tells a fault in a sentence; not a second time while that sentence stands open."""
        from PySide6.QtWidgets import QMessageBox

        if sentence in self._open:
            return
        self._open.add(sentence)
        box = QMessageBox(QMessageBox.Icon.Warning, _("TRD Desk"), sentence, QMessageBox.StandardButton.Ok, self.window)
        try:
            box.exec()
        finally:
            self._open.discard(sentence)
        box.deleteLater()

    # The record

    def _first_page(self) -> None:
        if self._quit_at != "done":
            self._show_before()

    def _show_before(self, message: str = "") -> None:
        page = self._unlock_page() if self._path.exists() else self._first_run_page()
        page.practice_wanted.connect(self.open_practice)
        self.window.show_before(page)
        if message:
            page.message.say(message)

    def _unlock_page(self) -> "UnlockPage":
        from trd_desk.ui.pages.unlock import UnlockPage

        page = UnlockPage(self.theme, self._path, user=self._user)
        page.unlocked.connect(self.attach)
        return page

    def _first_run_page(self) -> "FirstRunPage":
        from trd_desk.ui.pages.first_run import FirstRunPage

        page = FirstRunPage(self.theme, self._path)
        page.record_made.connect(self.attach)
        return page

    def open_practice(self) -> None:
        """Opens the practice clinic, which is made at its first use."""
        if self._quit_at == "done":
            return
        from trd_desk.store.record import Record

        try:
            if not self._practice_path.exists():
                from trd_desk.interchange.practice import ensure_practice

                ensure_practice(self._practice_path)
            self.attach(self._practice_record(Record.open_practice(self._practice_path)))
        except UserError as fault:
            if self._quit_at:
                print(str(fault), file=sys.stderr)  # noqa: T201
                self._app.exit(1)
                return
            self._show_before(str(fault))

    def _practice_record(self, record: "Record") -> "Record":
        """The practice record with its people in it, opened as whoever was named on the command line."""
        user, self._user = self._user, None
        try:
            if not record.people():
                # One that version 0.1.0 made.
                from trd_desk.interchange.practice_people import add_people

                add_people(record)
            if user is not None:
                record.take_place(user)
        except UserError:
            record.close()
            raise
        return record

    def attach(self, record: "Record") -> None:
        """Works with this record from now on."""
        from trd_desk.ui.desk import Desk

        load_fonts(FONT_FILES[2:])
        # Whoever was named on the command line was meant for this start only.
        self._user = None
        self._warmed = False
        self.desk = Desk(record, self._preferences, parent=self)
        record.use_clock(self.desk.now)
        self.window.attach(self.desk)
        if not self._quit_at:
            self.desk.clock.start()
        for notice in record.notices:
            QTimer.singleShot(0, lambda notice=notice: self.tell(notice))

    def _warm_up(self) -> None:
        """Loads the content behind the list when a patient is about to be opened, so that the list alone stays small."""
        if self.desk is None or self._warmed:
            return
        self._warmed = True
        from trd_desk.ui.background import Work

        desk = self.desk

        def work() -> object:
            import trd_desk.engine.assess
            import trd_desk.record.fold
            import trd_desk.view.header
            import trd_desk.view.steps  # noqa: F401

            return desk.library

        warm = Work(work, self)
        warm.done.connect(lambda _library: self.window.say_content())
        warm.failed.connect(self._content_failed)
        warm.start()

    def _content_failed(self, fault: Exception) -> None:
        raise fault

    def lock(self) -> None:
        """Asks for the passphrase again: with the record closed, or while sessions run with it open behind the locked view."""
        if self.desk is None or (self.window.today is not None and self.window.today.lock()):
            return
        from trd_desk.ui.background import wait_for_all

        record = self.desk.record
        self.desk.clock.stop()
        self.desk.close_patient()
        self.desk.deleteLater()
        self.desk = None
        self.window.detach()
        wait_for_all()
        record.close()
        self._show_before()

    def close(self) -> None:
        """Closes window and record, once the work in other threads has come to its end."""
        from trd_desk.ui.background import wait_for_all

        self.window.close()
        wait_for_all()
        if self.desk is not None:
            self.desk.clock.stop()
            self.window.detach()
            self.desk.record.close()
            self.desk = None

    def _keep_preferences(self, preferences: prefs.Preferences) -> None:
        self._preferences = preferences
        try:
            prefs.write(self._data, preferences)
        except OSError as fault:
            self.tell(
                _("The settings are in force but could not be kept in {folder}: {cause}. Free some space or check the folder.").format(
                    folder=self._data, cause=fault.strerror
                )
            )


def run(
    *,
    practice: bool = False,
    record: Path | None = None,
    user: str | None = None,
    quit_at: str = "",
    elapsed: Callable[[], float] = lambda: 0.0,
) -> int:
    """Shows the window until it is closed; the exit status."""
    from trd_desk.paths import data_folder

    unfit = unfit_qt()
    if unfit is not None:
        print(unfit, file=sys.stderr)  # noqa: T201
        return 1
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        print(_("There is no screen to open a window on; start it on a desktop, or use the commands of trd-desk --help."), file=sys.stderr)  # noqa: T201
        return 1
    # Named so and not with setStyle, which would make Python build every enumeration of QStyle before the first paint.
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    app.setApplicationName("trd-desk")
    app.setApplicationDisplayName("")
    program = Program(app, practice=practice, record=record, user=user, data=data_folder(), quit_at=quit_at, elapsed=elapsed)
    sys.excepthook = program.fault
    status = app.exec()
    program.close()
    return status
