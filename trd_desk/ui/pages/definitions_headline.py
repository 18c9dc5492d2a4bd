"""The title of a page with its states beside it, which go on in the next line where there is no room."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, VerdictLabel
from trd_desk.ui.widgets.layout import clear
from trd_desk.view.parts import Stated


class Headline(FlowRow):
    """Title and states in one line.

    Signals: none.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(gap=16, parent=parent)
        self._theme = theme
        self.states: list[VerdictLabel] = []
        self._shown: tuple[object, ...] = ()

    def show_states(self, title: str, states: Iterable[Stated]) -> None:
        """Shows the title and the states; what one cannot tell is semi-bold."""
        shown = (title, *states)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self.flow)
        words = Label(self._theme, title, "title", bold=True)
        words.setMinimumHeight(self._theme.scaled(32))
        self.add(words)
        self.states = [
            VerdictLabel(self._theme, state.mark, state.word, bold=state.mark == "cannot_tell", sentence=state.sentence)
            for state in shown[1:]
            if isinstance(state, Stated)
        ]
        for each in self.states:
            self.add(each)
