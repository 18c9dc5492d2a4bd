"""Writing a document: whole or not at all, for its owner only."""

import os
import stat

import pytest

from trd_desk.documents.files import write_atomically
from trd_desk.errors import UserError


def test_the_file_is_whole_and_for_its_owner_only(tmp_path):
    path = tmp_path / "assessment-2026-03-17.pdf"
    path.write_bytes(b"old")
    write_atomically(path, b"%PDF new")
    assert path.read_bytes() == b"%PDF new"
    assert list(tmp_path.iterdir()) == [path]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError, match=r"folder does not exist"):
        write_atomically(tmp_path / "gone" / "a.pdf", b"x")


def test_a_folder_in_the_files_place_is_told(tmp_path):
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UserError, match=r"a\.pdf is a folder"):
        write_atomically(tmp_path / "a.pdf", b"x")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.skipif(os.name == "nt", reason="limits of file size are POSIX")
def test_a_full_disk_leaves_the_old_file(tmp_path):
    """A child that may write so many bytes and no more meets the same error as a full disk."""
    import subprocess
    import sys
    import textwrap

    path = tmp_path / "assessment.pdf"
    path.write_bytes(b"old")
    script = textwrap.dedent(
        """
        import resource, signal, sys
        from pathlib import Path
        from trd_desk.documents.files import write_atomically
        from trd_desk.errors import UserError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_atomically(Path(sys.argv[1]), b"x" * 100_000)
        except UserError as told:
            print(told)
        """
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert "The disk is full, so assessment.pdf was not written" in done.stdout
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["assessment.pdf"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_closed_folder_is_told(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="may not write"):
            write_atomically(tmp_path / "a.pdf", b"x")
    finally:
        tmp_path.chmod(0o700)
