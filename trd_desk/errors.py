"""The two kinds of fault: one that is told to the user, and everything else, which is a defect."""


class UserError(Exception):
    """A fault that may be shown: one clear sentence that names the remedy and holds no patient data."""


class CaseError(UserError):
    """A case that cannot be read: `faults` holds one sentence a fault, each led by the field's path."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class ContentError(UserError):
    """Content that cannot be used: `faults` holds one sentence a fault, each led by file and field."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class StoreError(UserError):
    """A record that cannot be opened, read or written; the previous state is untouched."""
