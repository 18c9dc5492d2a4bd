"""Sentences for pathways: code, sentence, and the one or two words of a rung."""

from typing import Final

from trd_desk.view.spoken import Words

PATHWAYS: Final[Words] = {}
