"""Two windows that make the same record at once: one of them makes it, and its key opens it."""

import threading
from pathlib import Path

from trd_desk.errors import StoreError
from trd_desk.store import vault
from trd_desk.store.record import Record


def test_of_two_makers_one_wins_and_its_passphrase_opens_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.trd"
    barrier = threading.Barrier(2)
    made: list[str] = []
    refused: list[str] = []

    def make(passphrase: str) -> None:
        barrier.wait()
        try:
            Record.create(path, passphrase, cost=vault.FLOOR).close()
            made.append(passphrase)
        except StoreError as fault:
            refused.append(str(fault))

    threads = [threading.Thread(target=make, args=(words,)) for words in ("plum lantern forty river", "seven quiet copper gates")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused)) == (1, 1)
    Record.open(path, made[0]).close()
    assert not list(tmp_path.glob("*.making"))
