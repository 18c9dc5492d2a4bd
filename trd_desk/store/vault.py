"""The key file beside a record: it keeps the record's random key, wrapped by a passphrase.

The record is encrypted with 32 random bytes. Those are kept in `<record>.keys`, a small JSON file with a list of slots, each of
which yields the same key: a slot of kind "passphrase" wraps it (AES-256-GCM) with a key derived by Argon2id, and names the person
whose passphrase it is, in `user`; records from before there were people have one that names nobody. A slot of kind "stored" holds
the key in clear and is only allowed for the practice clinic, whose patients are invented. More slots (a recovery key) can be added
without touching the record. The checksum tells damage from a wrong passphrase; it is no protection.

What a slot cannot do. The names of the people stand in the key file in clear, as on a door; who has which role is kept in the log
of the record. Taking a slot out shuts out the passphrase with *this* key file: an older copy of the file still opens every copy of
the record with it, because the record's own key stays the same (there is no way yet to give the record another key). And whoever
has the key, that is anybody who may open the record, could with a program of their own write a slot in another's name.
"""

import hashlib
import hmac
import json
import math
import os
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.paths import resources
from trd_desk.record.people import LONGEST_NAME, Person, name_key
from trd_desk.store.files import write_whole

FORMAT: Final = "trd-desk-keys"
VERSION: Final = 1
KEY_BYTES: Final = 32
MINIMUM_LENGTH: Final = 12
_MINIMUM_DIFFERENT: Final = 5
_LARGEST_FILE: Final = 1_000_000

Slot = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id costs: memory in KiB, passes over it, and lanes; never under 64 MiB (OWASP's floor: 46 MiB, 1 pass)."""

    memory_kib: int = 64 * 1024
    iterations: int = 1
    lanes: int = 1

    def __post_init__(self) -> None:
        if not (64 * 1024 <= self.memory_kib <= 4 * 1024 * 1024 and 1 <= self.iterations <= 10_000 and 1 <= self.lanes <= 64):
            message = "the cost of a passphrase is outside its bounds"
            raise ValueError(message)


FLOOR: Final = Cost()
_TARGET_SECONDS: Final = 0.5
_CALIBRATED_MEMORY_KIB: Final = 128 * 1024
_FEWEST_PASSES: Final = 3


def calibrated() -> Cost:
    """The cost at which one derivation takes at least 500 ms on this machine, on 128 MiB; it takes about a second to find out."""
    memory = _CALIBRATED_MEMORY_KIB
    # The fastest of three counts: a machine that is busy just now must not end with too low a cost.
    one = min(_seconds(Cost(memory, 1)) for _turn in range(3))
    iterations = max(_FEWEST_PASSES, math.ceil(_TARGET_SECONDS / one))
    while (taken := _seconds(Cost(memory, iterations))) < _TARGET_SECONDS:
        iterations = max(iterations + 1, math.ceil(iterations * _TARGET_SECONDS / taken))
    return Cost(memory, iterations)


def _seconds(cost: Cost) -> float:
    # Processor time: what other programs take meanwhile does not make a guess dearer for a thief.
    start = time.process_time()
    _derive("calibration of the passphrase", bytes(16), cost)
    return time.process_time() - start


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # the practice clinic opens without it

    # The same letters typed on another system may arrive composed differently.
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
        ).derive(text)
    except MemoryError:
        raise StoreError(_("There is not enough memory to open the record; close other programs and try again.")) from None


def check_passphrase(passphrase: str) -> None:
    """Raises StoreError, saying what to change, when the passphrase is short, uniform or on the list of common ones."""
    text = unicodedata.normalize("NFC", passphrase)
    if len(text) < MINIMUM_LENGTH:
        raise StoreError(
            _("The passphrase is too short; use {count} characters or more, for example four random words.").format(
                count=MINIMUM_LENGTH
            )
        )
    plain = "".join(text.casefold().split())
    if len(set(plain)) < _MINIMUM_DIFFERENT or plain in _common():
        raise StoreError(_("The passphrase is one of those tried first by anyone; use four random words, for example."))


def _common() -> frozenset[str]:
    path = resources() / "store" / "common_passphrases.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line.casefold().split()) for line in lines if line and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Vault:
    """The contents of a key file: to which record it belongs, whether that is the practice clinic, and the slots with its key."""

    record: str
    practice: bool
    slots: tuple[Slot, ...] = field(default=(), repr=False)

    def unlock(self, passphrase: str, user: str | None = None) -> bytes:
        """The record's key; StoreError as `unlock_as`."""
        return self.unlock_as(passphrase, user)[0]

    def unlock_as(self, passphrase: str, user: str | None = None) -> tuple[bytes, str | None]:
        """The record's key, and the id of the person whose slot the passphrase opened; None for a slot that names nobody.

        With a `user` (name or id) only that person's slot is tried: one derivation, whether there is such a person or not. Without,
        all are tried in turn. StoreError if none opens, in one sentence for a wrong name and a wrong passphrase.
        """
        slots = [slot for slot in self.slots if slot["kind"] == "passphrase"]
        if not slots:
            raise StoreError(_("This record has no passphrase in its key file; restore the key file from a backup."))
        if user is None:
            # Those of people first: a slot that names nobody may still be there from before, with the same passphrase.
            for slot in sorted(slots, key=lambda each: "user" not in each):
                key = _unwrap(slot, passphrase, self._bound_to(slot))
                if key is not None:
                    return key, _user_id(slot)
            raise StoreError(
                _("The passphrase does not open this record; check capital letters and the keyboard's language, and try again.")
            )
        if not any("user" in slot for slot in slots):
            raise StoreError(
                _("Nobody is named in this record yet; open it without a name, and name yourself in Settings under People.")
            )
        own = self.slot_of(user)
        if own is None:
            # A name that does not exist takes as long to refuse as a wrong passphrase.
            _derive(passphrase, os.urandom(16), _cost(slots[0]))
        key = None if own is None else _unwrap(own, passphrase, self._bound_to(own))
        if own is None or key is None:
            raise StoreError(
                _(
                    "The name or the passphrase does not open this record; "
                    "check both, capital letters and the keyboard's language, and try again."
                )
            )
        return key, _user_id(own)

    def people(self) -> tuple[str, ...]:
        """The names in the key file, in alphabetical order."""
        return tuple(sorted((slot["user"]["name"] for slot in self.slots if "user" in slot), key=name_key))

    def slot_of(self, who: str) -> Slot | None:
        """The slot of the person with this id or name."""
        key = name_key(who)
        named = [slot for slot in self.slots if "user" in slot]
        return next((slot for slot in named if who == slot["user"]["id"] or name_key(slot["user"]["name"]) == key), None)

    def opens(self, slot: Slot, passphrase: str, key: bytes) -> bool:
        """Whether the passphrase opens the slot and gives this very key: a slot put in by a stranger wraps another."""
        found = _unwrap(slot, passphrase, self._bound_to(slot))
        return found is not None and hmac.compare_digest(found, key)

    def dearest(self) -> Cost:
        """The highest cost among the slots, which was measured on the clinic's own machine; the floor if there is none."""
        costs = [_cost(slot) for slot in self.slots if slot["kind"] == "passphrase"]
        return max(costs, key=lambda cost: cost.memory_kib * cost.iterations, default=FLOOR)

    def stored_key(self) -> bytes:
        """The key of the practice clinic, which is kept in clear; StoreError for any other record."""
        for slot in self.slots:
            if self.practice and slot["kind"] == "stored":
                return bytes.fromhex(slot["key"])
        raise StoreError(_("This is not the practice clinic; open it as a record, with its passphrase."))

    def with_passphrase(self, key: bytes, passphrase: str, cost: Cost, person: Person | None = None) -> "Vault":
        """The vault with one more slot, in which the passphrase wraps the key; in place of those the person has."""
        return self.with_slot(self.new_slot(key, passphrase, cost, person))

    def new_slot(self, key: bytes, passphrase: str, cost: Cost, person: Person | None = None) -> Slot:
        """A slot for this vault, which it is not part of yet: deriving takes its time, and is done before anything is held."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if self.practice:
            message = "the practice clinic has no passphrase"
            raise ValueError(message)
        salt, nonce = os.urandom(16), os.urandom(12)
        slot: dict[str, Any] = {
            "id": os.urandom(8).hex(),
            "kind": "passphrase",
            "kdf": {"name": "argon2id", **asdict(cost), "salt": salt.hex()},
            "cipher": "aes-256-gcm",
            "nonce": nonce.hex(),
        }
        if person is not None:
            slot["user"] = {"id": person.id, "name": person.name}
        wrapped = AESGCM(_derive(passphrase, salt, cost)).encrypt(nonce, key, self._bound_to(slot))
        return {**slot, "wrapped": wrapped.hex()}

    def with_slot(self, slot: Slot) -> "Vault":
        """The vault with this slot, in place of any that the same person had."""
        user = _user_id(slot)
        others = self.only(lambda each: user is None or _user_id(each) != user)
        return Vault(self.record, self.practice, (*others.slots, slot))

    def only(self, keep: Callable[[Slot], bool]) -> "Vault":
        """The vault with those of its slots that are to be kept."""
        return Vault(self.record, self.practice, tuple(slot for slot in self.slots if keep(slot)))

    def _bound_to(self, slot: Slot) -> bytes:
        # Everything about the slot except the wrapped key itself, so that none of it can be exchanged.
        shown = {name: value for name, value in slot.items() if name != "wrapped"}
        return _canonical({"record": self.record, "practice": self.practice, "slot": shown})


def practice_vault(record: str, key: bytes) -> Vault:
    """The vault of the practice clinic, with its key in clear."""
    return Vault(record, practice=True, slots=({"id": os.urandom(8).hex(), "kind": "stored", "key": key.hex()},))


def _user_id(slot: Slot) -> str | None:
    return str(slot["user"]["id"]) if "user" in slot else None


def _cost(slot: Slot) -> Cost:
    kdf = slot["kdf"]
    return Cost(kdf["memory_kib"], kdf["iterations"], kdf["lanes"])


def _unwrap(slot: Slot, passphrase: str, bound_to: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    derived = _derive(passphrase, bytes.fromhex(slot["kdf"]["salt"]), _cost(slot))
    try:
        return AESGCM(derived).decrypt(bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), bound_to)
    except InvalidTag:
        return None


def key_file(record: Path) -> Path:
    """Where the key file of a record lies: beside it, its name with `.keys` added."""
    return record.with_name(record.name + ".keys")


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def write(path: Path, vault: Vault) -> None:
    """Writes the key file whole or not at all, readable by its owner only."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "record": vault.record,
        "practice": vault.practice,
        "slots": [dict(slot) for slot in vault.slots],
    }
    content["checksum"] = hashlib.sha256(_canonical(content)).hexdigest()
    write_whole(path, json.dumps(content, indent=1).encode("ascii") + b"\n")


def read(path: Path) -> Vault:
    """The vault in the key file; StoreError when it is missing, damaged or made by a newer version."""
    damaged = StoreError(_("The key file {file} is damaged; restore it from a backup.").format(file=path.name))
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST_FILE)
    except FileNotFoundError:
        raise StoreError(
            _("The key file {file} is missing, without which the record stays closed; put it back beside the record.").format(
                file=path.name
            )
        ) from None
    except OSError as error:
        raise StoreError(
            _("The key file {file} could not be read; check that you may read it. ({reason})").format(
                file=path.name, reason=os.strerror(error.errno or 0)
            )
        ) from None
    try:
        content = json.loads(text.decode("ascii"))
        if not isinstance(content, dict) or content.pop("format") != FORMAT:
            raise damaged
        version = content.pop("version")
        if type(version) is int and version > VERSION:
            raise StoreError(_("The record's key file was made by a newer version of TRD Desk; install that version to open it."))
        return _checked(content, version)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged from None


def _checked(content: dict[str, Any], version: object) -> Vault:
    checksum = content.pop("checksum")
    if version != VERSION or set(content) != {"record", "practice", "slots"}:
        raise ValueError(version)
    if checksum != hashlib.sha256(_canonical({"format": FORMAT, "version": version, **content})).hexdigest():
        raise ValueError(checksum)
    if type(content["record"]) is not str or type(content["practice"]) is not bool:
        raise TypeError
    return Vault(content["record"], content["practice"], tuple(_checked_slot(slot) for slot in content["slots"]))


def _checked_slot(slot: Slot) -> Slot:
    """The slot once its values were looked at: it cannot fail later for its form, nor ask for boundless memory."""
    if slot["kind"] == "stored":
        _hexadecimal(slot["key"], KEY_BYTES)
    elif slot["kind"] == "passphrase":
        kdf = slot["kdf"]
        if kdf["name"] != "argon2id" or slot["cipher"] != "aes-256-gcm":
            raise ValueError(kdf)
        if any(type(kdf[name]) is not int for name in ("memory_kib", "iterations", "lanes")):
            raise TypeError
        Cost(kdf["memory_kib"], kdf["iterations"], kdf["lanes"])
        _hexadecimal(kdf["salt"], 16)
        _hexadecimal(slot["nonce"], 12)
        _hexadecimal(slot["wrapped"], KEY_BYTES + 16)
        if "user" in slot:
            _check_user(slot["user"])
    else:
        raise ValueError(slot)
    return slot


def _check_user(user: Mapping[str, Any]) -> None:
    if set(user) != {"id", "name"} or any(type(value) is not str or not value for value in user.values()):
        raise ValueError(user)
    if not user["name"].isprintable() or len(user["name"]) > LONGEST_NAME:
        raise ValueError(user)


def _hexadecimal(text: str, size: int) -> None:
    if len(bytes.fromhex(text)) != size:
        raise ValueError(text)
