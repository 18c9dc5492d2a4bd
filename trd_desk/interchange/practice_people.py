"""The invented people of the practice clinic; kept apart from its patients, so that opening it loads no content."""

from trd_desk.record.people import Person
from trd_desk.store.record import Record

AUTHOR = "TRD Desk"

# Invented like the patients. The first is who works there until somebody says otherwise; everybody's passphrase is `practice`.
PEOPLE = (
    Person("practice-nurse", "J. Marsh", "nurse"),
    Person("practice-prescriber", "Dr K. Osei", "prescriber", manages=True),
    Person("practice-second-nurse", "A. Lindgren", "nurse"),
    Person("practice-administrator", "P. Novak", "administrator"),
    Person("practice-reader", "M. Reed", "reader"),
)


def add_people(record: Record) -> None:
    """Puts the invented people into a practice record that names nobody, as those of version 0.1.0 do; StoreError if the disk fails."""
    if record.practice and not record.people():
        record.append([person.draft() for person in PEOPLE], by=AUTHOR, content_version="")
