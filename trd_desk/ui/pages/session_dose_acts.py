"""The acts of giving a dose: each is one entry on disk, together with its line of the controlled-drug register."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from trd_desk.engine.giving import may_have_given, time_faults
from trd_desk.engine.stage_before import kept_stages, snapshot_before_dose
from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.record.register import Register
from trd_desk.record.session_parts import moment_text
from trd_desk.ui.desk import TAKEN_BACK
from trd_desk.ui.pages.session_dose_give import GiveCard
from trd_desk.ui.pages.session_dose_lines import SessionStock
from trd_desk.ui.pages.session_dose_plan import keep_typed
from trd_desk.ui.pages.session_tab import SessionTab
from trd_desk.ui.widgets.fields import Field
from trd_desk.ui.widgets.labels import Message
from trd_desk.view.register import batch_choices
from trd_desk.view.words import reason_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trd_desk.ui.desk import Answer, Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.ui.widgets.sign import Act, Signed
    from trd_desk.view.session_dose import DoseView


class GivingActs(SessionTab):
    """What a person does about a dose that is given: batch, device, infusion, injection, times, waste, cancelling.

    `ask_signature` asks a person, leaving out those who are named; tests answer for one. `giving` is the card whose buttons lead
    here, `message` says why something was not done.
    """

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.ask_signature: Callable[[Act, Sequence[str]], Signed | None] = self._ask_signature
        self._view: DoseView | None = None
        self.message = Message(theme, tone="amber")
        self.giving = GiveCard(theme, desk)

    def _ask_signature(self, act: "Act", exclude: "Sequence[str]") -> "Signed | None":
        from trd_desk.ui.widgets.sign import ask_signature

        return ask_signature(self.theme, self.window(), self.desk.record, act, exclude=exclude)

    def _register(self) -> Register:
        try:
            return self.desk.register()
        except StoreError:
            # Told where the record is written next; giving does not hang on it.
            return Register()

    def _keep(self, field: QWidget, kept: bool) -> bool:
        """What was typed stays where it did not get on disk; a choice shows what stands."""
        if not kept:
            keep_typed(field)
            if not isinstance(field, Field):
                self.show_live(self.live)
        return kept

    # The batch

    def _batch(self, field: Field, **changes: Any) -> None:
        live = self.live
        if live is None:
            return
        known = live.log.batch
        value: dict[str, Any] = {} if known is None else {"batch": known.batch, "expires": known.expires}
        value |= {name: said.isoformat() if isinstance(said, dt.date) else said for name, said in changes.items()}
        if "batch" in changes and (known is None or changes["batch"] != known.batch):
            # Another pack has its own date: that of the register, else it is asked for.
            choices = batch_choices(self.desk.library, self._register(), live.facts.record.product, live.facts.day)
            found = next((choice for choice in choices if choice.batch == changes["batch"]), None)
            value["expires"] = None if found is None or found.expires is None else found.expires.isoformat()
        said = {name: each for name, each in value.items() if each is not None}
        reason = _("another pack") if live.log.first_given is not None else None
        self._keep(field, self.answer("given", "batch", said or None, reason))

    # Giving

    def _judge_next(self, moment: dt.datetime) -> str:
        """Why the next part cannot have been given at a moment, or nothing."""
        live, patient = self.live, self.desk.patient
        if live is None or patient is None:
            return ""
        permit = may_have_given(self.desk.library, patient, live.id, at=moment, now=self.desk.now(), by=self.desk.by)
        if permit.next == "end":
            faults = [reason for reason in time_faults(live, "end", moment, self.desk.now()) if reason.tone is False]
            return "" if not faults else reason_sentence(faults[0], self.desk.library)
        return "" if permit.allowed else reason_sentence(permit.reasons[0], self.desk.library)

    def _judge_time(self, part: str, moment: dt.datetime) -> str:
        live = self.live
        faults = [] if live is None else [one for one in time_faults(live, part, moment, self.desk.now()) if one.tone is False]
        return "" if not faults else reason_sentence(faults[0], self.desk.library)

    def give(self, at: dt.datetime | None = None) -> None:
        """Writes down what comes next as given now, or at a moment before now, if it may be; else says why not."""
        live, patient, now = self.live, self.desk.patient, self.desk.now()
        if live is None or patient is None:
            return
        moment = (now if at is None else at).replace(microsecond=0)
        permit = may_have_given(self.desk.library, patient, live.id, at=moment, now=now, by=self.desk.by)
        if permit.next == "end":
            self._end(moment)
            return
        if not permit.allowed:
            self.message.say(" ".join(reason_sentence(reason, self.desk.library) for reason in permit.reasons))
            return
        stock, dose = SessionStock(self.desk, live, self._register()), live.result.dose
        value = self._moment(moment)
        if permit.next == "device":
            part = f"device/{permit.device_number}"
            batch = live.log.batch
            value |= {} if batch is None else {"batch": batch.batch, "expires": batch.expires}
            answers: list[Answer] = [("given", f"{live.id}/{part}", value)]
            last = permit.device_number == permit.of
        else:
            answers = [("given", f"{live.id}/start", value)]
            last = permit.next == "dose"
            if last:
                answers.append(("given", f"{live.id}/amount", dose.mg))
        answers += self._snapshot(moment)
        amount = 1.0 if stock.form.unit == "devices" else dose.mg or 0.0
        line = stock.line("given", amount, moment)
        if self._write(answers, [line], lambda: [stock.against(line, _("Undone: it was not given."))]) and last:
            self.tab_wanted.emit("monitoring")

    def _snapshot(self, moment: dt.datetime) -> "list[Answer]":
        """The stages as they are before the first dose of this course, which go on disk with it; nothing where they are kept already.

        The snapshot of an earlier episode stays in the history of the record: a new one takes its place right before the dose.
        """
        live, patient = self.live, self.desk.patient
        if live is None or patient is None:
            return []
        product = live.facts.record.product
        kept = snapshot_before_dose(self.desk.library, patient, product, moment.date(), live.id)
        if kept is None:
            return []
        value = kept.model_dump(mode="json", exclude_none=True)
        if patient.value("stage_baseline", product) is None:
            return [("stage_baseline", product, value)]
        self.desk.answer("stage_baseline", product, value, _("a new episode"))
        return []

    def _moment(self, moment: dt.datetime) -> dict[str, Any]:
        """A moment as it is kept, with the clock that nobody can set beside it."""
        found: dict[str, Any] = {"at": moment_text(moment), "steady": round(self.desk.steady(moment), 3)}
        boot = self.desk.boot()
        return found | ({"boot": boot} if boot else {})

    def _write(self, answers: "list[Answer]", lines: "list[Answer]", undone: "Callable[[], list[Answer]]", reason: str | None = None) -> bool:
        kept = self.desk.answers(answers, reason, clinic=lines, when_undone=undone)
        if kept:
            self.message.say("")
        return kept

    def _end(self, moment: dt.datetime) -> None:
        live, view = self.live, self._view
        if live is None or view is None or view.giving.infusion is None:
            return
        infusion = view.giving.infusion
        if moment < infusion.ends.replace(second=0, microsecond=0):
            self.giving.early.click()
            self.message.say(
                _("The infusion was planned until {clock}. If it ends now, say how much was given and why.").format(clock=f"{infusion.ends:%H:%M}")
            )
            return
        answers: list[Answer] = [("given", f"{live.id}/end", self._moment(moment)), ("given", f"{live.id}/amount", infusion.mg)]
        if self._write(answers, [], list):
            self.tab_wanted.emit("monitoring")

    def _end_early(self, amount: float, reason: str) -> None:
        """The infusion ends before its time: what was not given goes back to the register, to be wasted with a witness."""
        live, view = self.live, self._view
        if live is None or view is None or view.giving.infusion is None:
            return
        stock, moment = SessionStock(self.desk, live, self._register()), self.desk.now().replace(microsecond=0)
        rest = round(view.giving.infusion.mg - amount, 6)
        lines = [stock.line("given", -rest, moment, note=_("The infusion ended early; so much of it was not given."))] if rest > 0 else []
        answers: list[Answer] = [("given", f"{live.id}/end", self._moment(moment)), ("given", f"{live.id}/amount", amount)]
        if not self._write(answers, lines, lambda: [stock.against(line, _("Undone: the infusion goes on.")) for line in lines], reason):
            return
        self.giving.early_form.close_form()
        if rest > 0:
            self.giving.open_waste(rest, _("What is left of the infusion is wasted with a witness."))
        else:
            self.tab_wanted.emit("monitoring")

    def _stop_here(self, reason: str) -> None:
        live = self.live
        if live is None:
            return
        mg = len(live.log.devices) * self.desk.library.dosing.spray.device_mg
        if self.answer("given", "amount", mg, reason):
            self.giving.stop_form.close_form()
            self.tab_wanted.emit("monitoring")

    def _correct_time(self, field: Field, part: str, moment: dt.datetime) -> None:
        live = self.live
        old = None if live is None else live.log.value("given", part)
        if live is None or old is None:
            return
        value = {"batch": old.batch, "expires": old.expires} | self._moment(moment)
        said = {name: each for name, each in value.items() if each is not None}
        if not self._keep(field, self.answer("given", part, said)):
            return
        notes = [reason_sentence(one, self.desk.library) for one in time_faults(live, part, moment, self.desk.now()) if one.tone is None]
        self.message.say(" ".join(notes))

    def _take_back(self, reason: str) -> None:
        """What was written down last was not given: the answer is taken back, and a line against its own gives the register back what it has."""
        live, view = self.live, self._view
        part = "" if view is None else view.giving.last_part
        value = None if live is None else live.log.value("given", part)
        if live is None or not part or value is None:
            return
        stock = SessionStock(self.desk, live, self._register(), batch=value.batch)
        amount = live.log.value("given", "amount")
        answers: list[Answer] = [("given", f"{live.id}/{part}", None)]
        if amount is not None:
            # The mg of an injection, or of a spray that was stopped with fewer devices.
            answers.append(("given", f"{live.id}/amount", None))
        snapshot = None if self.desk.patient is None else kept_stages(self.desk.patient, live.facts.record.product)
        if snapshot is not None and snapshot.session == live.id and part in ("device/1", "start"):
            # It was written with the first dose, which was none.
            answers.append(("stage_baseline", live.facts.record.product, None))
        given = 1.0 if stock.form.unit == "devices" else amount or live.result.dose.mg or 0.0
        line = stock.line("given", -given, self.desk.now().replace(microsecond=0), note=_("Not given after all: {reason}").format(reason=reason))
        if self._write(answers, [line], lambda: [stock.against(line, _("Undone: it was given."))], f"{TAKEN_BACK}: {reason}"):
            self.giving.back_form.close_form()

    # Waste and cancelling

    def _waste(self, amount: float, reason: str) -> None:
        """Writes down waste once a witness has signed for it; until then the form stays."""
        from trd_desk.ui.widgets.sign import Act

        live = self.live
        if live is None:
            return
        stock = SessionStock(self.desk, live, self._register())
        if not stock.batch:
            self.giving.waste_form.message.say(_("Batch number: type it first, so that the register knows what is wasted."))
            return
        if stock.form.unit == "devices" and amount != int(amount):
            self.giving.waste_form.message.say(_("Devices are counted whole: type 1, 2 or 3."))
            return
        seen = _("I have seen that {amount} of batch {batch} was wasted: {reason}.")
        says = seen.format(amount=stock.words(amount), batch=stock.batch, reason=reason.rstrip("."))
        signed = self.ask_signature(Act("witness", _("Witness of waste"), says, done=_("Sign as witness")), [self.desk.by])
        if signed is None:
            return
        line = stock.line("wasted", amount, self.desk.now().replace(microsecond=0), note=reason, witness=signed.person)
        if self.desk.clinic_answers([line]):
            self.giving.waste_form.close_form()
            self.message.say("")
            self.show_live(self.live)
            if self._view is not None and self._view.giving.finished:
                self.tab_wanted.emit("monitoring")

    def _cancel(self, reason: str) -> None:
        if self.answer("session_end", "", {"state": "cancelled", "at": self.now_text(), "reason": reason}):
            self.giving.cancel_form.close_form()
