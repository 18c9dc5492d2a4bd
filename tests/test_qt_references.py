"""PySide6 6.12.0 under Python 3.11 loses a reference to None with each call, and a long session ends in an abort."""

import sys

import pytest


def test_twenty_thousand_calls_cost_no_reference_to_none(qtbot):
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    label.setText("warm")
    before = sys.getrefcount(None)
    for number in range(20_000):
        label.setText(str(number))
    assert label.text() == "19999"
    assert abs(sys.getrefcount(None) - before) < 1_000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_the_environment_keeps_away_from_the_version_that_aborts():
    import PySide6

    assert tuple(int(part) for part in PySide6.__version__.split(".")[:2]) < (6, 12)
