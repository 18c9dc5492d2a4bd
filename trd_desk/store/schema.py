"""The numbers by which a record file says what it is; kept apart so that opening a current record loads nothing slow."""

from typing import Final

SCHEMA: Final = 3
APPLICATION_ID: Final = 0x54524444
