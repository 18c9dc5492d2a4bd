"""The card of the plan: product, indication, label, dose and weight; editable until something was given."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.pages.history_fields import Choice
from trd_desk.ui.pages.session_dose_fields import DoseField, OneOf, TouchButton
from trd_desk.ui.widgets.fields import Field, NumberField, TextField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message, VerdictLabel
from trd_desk.ui.widgets.layout import Button, Card, line
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.dose_plan import NeverView, PlanView, dose_doubt, dose_remark
from trd_desk.view.entry_fields import options_of
from trd_desk.view.terms import REGIONS

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

# The most that can be typed at all; what a route allows is the content's to say.
_MOST_MG = 100_000.0
_MOST_PER_KG = 100.0
_MOST_ML = 5_000.0


class PlanCard(Card):
    """The plan as it stands. Nothing is changed by showing it; each answer goes to whoever listens.

    Signals:
        plan_changed(object, object, object): the field, what of the session changes, and what of its planned dose changes.
        fact_given(object, object): the field, and the answers about the patient as (kind, key, value).
        never_chosen(str): a route or substance was chosen for which no dose is worked out.
        cancel_wanted(): the session is to be cancelled.
    """

    plan_changed = Signal(object, object, object)
    fact_given = Signal(object, object)
    never_chosen = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, theme: "Theme", desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Plan"), spacing=8, parent=parent)
        self._theme, self._desk = theme, desk
        self._view: PlanView | None = None
        self._never: dict[str, NeverView] = {}
        self._build_product()
        self._build_dose()
        self._build_weight()
        self._build_label()
        self.locked = Message(theme)
        self.body.addWidget(self.locked)
        self.cancel = TouchButton(theme, _("Cancel this session"), icon="x")
        self.cancel.setObjectName("dose.cancel")
        self.cancel.clicked.connect(self.cancel_wanted)
        self.body.addWidget(self.cancel)

    # What it is made of

    def _build_product(self) -> None:
        theme = self._theme
        self.product = OneOf(theme, ())
        self.product.setObjectName("planned.product")
        self.product.answered.connect(self._product_chosen)
        self.body.addWidget(Labelled(theme, _("Product and route"), self.product))
        self.how = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.how)
        self.never = Message(theme)
        self.never.setObjectName("dose.never")
        self.body.addWidget(self.never)

    def _build_dose(self) -> None:
        theme = self._theme
        self.doses: ChoiceSegments | None = None
        self._dose_holder = QVBoxLayout()
        self._dose_holder.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._dose_holder)
        self.devices: Label | None = None
        self.mg_per_kg = DoseField(theme, _("mg/kg"), high=_MOST_PER_KG, width=112)
        self.dose_mg = DoseField(theme, _("mg"), high=_MOST_MG, width=112)
        self.bag_ml = DoseField(theme, _("mL"), high=_MOST_ML, width=112)
        for name in ("mg_per_kg", "dose_mg", "bag_ml"):
            field: DoseField = getattr(self, name)
            field.setObjectName(f"planned.{name}")
            field.committed.connect(lambda value, name=name, field=field: self.plan_changed.emit(field, {}, {name: value}))
            field.nothing_says = _("A dose of 0 is none. To give nothing today, cancel the session with a reason.")
        self.bag_ml.nothing_says = _("A bag of 0 mL is none. Type its volume, or empty the field.")
        self._amounts = FlowRow(gap=12, line_gap=8)
        self._rows: dict[str, QWidget] = {
            "mg_per_kg": Labelled(theme, _("Dose per kilogram"), self.mg_per_kg),
            "dose_mg": Labelled(theme, _("or dose in all"), self.dose_mg),
            "bag_ml": Labelled(theme, _("Bag"), self.bag_ml),
        }
        for row in self._rows.values():
            self._amounts.add(row)
        self.body.addWidget(self._amounts)
        self.basis = ChoiceSegments(theme, _("By which weight"), [("actual", _("Actual weight")), ("ideal", _("Ideal weight"))])
        self.basis.setObjectName("planned.basis")
        self.basis.answered.connect(lambda value: self.plan_changed.emit(self.basis, {}, {"basis": value}))
        self.basis.taken_back.connect(lambda: self.plan_changed.emit(self.basis, {}, {"basis": None}))
        self._rows["basis"] = Labelled(theme, _("By which weight"), self.basis)
        self.body.addWidget(self._rows["basis"])
        self.reason = TextField(theme, longest=400)
        self.reason.setObjectName("planned.reason")
        self.reason.committed.connect(lambda value: self.plan_changed.emit(self.reason, {}, {"reason": value}))
        self._rows["reason"] = Labelled(theme, _("Reason for more than the usual dose"), self.reason)
        self.body.addWidget(self._rows["reason"])

    def _build_weight(self) -> None:
        theme, conduct = self._theme, self._desk.library.conduct
        kg, cm = conduct.limits_of("weight_kg"), conduct.limits_of("height_cm")
        self.weight = NumberField(theme, _("kg"), low=kg.lowest, high=kg.highest, decimals=kg.decimals, width=96)
        self.weight.setObjectName("patient.weight_kg")
        self.weight.committed.connect(self._weighed)
        self.stature = NumberField(theme, _("cm"), low=cm.lowest, high=cm.highest, decimals=cm.decimals, width=96)
        self.stature.setObjectName("patient.height_cm")
        self.stature.committed.connect(lambda value: self.fact_given.emit(self.stature, [("patient", "height_cm", value)]))
        self.same_weight = Button(theme, _("The same today"))
        self.same_weight.setObjectName("dose.same_weight")
        self.same_weight.setAccessibleName(_("The weight was measured again today and is the same"))
        self.same_weight.clicked.connect(lambda: self._weighed(self._view.weight_kg if self._view is not None else None))
        sizes = FlowRow(gap=12, line_gap=8)
        sizes.add(Labelled(theme, _("Weight"), self.weight, self.same_weight))
        sizes.add(Labelled(theme, _("Height"), self.stature))
        self._rows["weight"] = sizes
        self.body.addWidget(sizes)
        self.weight_says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.weight_says)

    def _build_label(self) -> None:
        theme = self._theme
        self.body.addWidget(line())
        self.indication = ChoiceSegments(theme, _("Indication"), [("trd", _("Resistant depression")), ("emergency", _("Emergency"))])
        self.indication.setObjectName("indication")
        self.indication.answered.connect(lambda value: self.plan_changed.emit(self.indication, {"indication": value}, None))
        self.indication.taken_back.connect(lambda: self.plan_changed.emit(self.indication, {"indication": None}, None))
        self.body.addWidget(Labelled(theme, _("Indication"), self.indication))
        self.region = Choice(theme, options_of(REGIONS))
        self.region.setObjectName("licence_region")
        self.region.answered.connect(lambda value: self.fact_given.emit(self.region, [("licence_region", "", value)]))
        self.body.addWidget(Labelled(theme, _("Label that the sessions follow"), self.region))
        self.standing = VerdictLabel(theme, size="small", wrap=True)
        self.body.addWidget(self.standing)
        self.standing_says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.standing_says)
        self.consent = VerdictLabel(theme, size="small", wrap=True)
        self.body.addWidget(self.consent)

    # What is shown

    def show_plan(self, view: PlanView) -> None:
        """Shows the plan; what is being typed stays."""
        self._never = {one.id: one for one in view.never}
        self.product.set_options([(choice.value, choice.label) for choice in view.products])
        self.product.show_value(view.product)
        self.how.setText(view.how)
        self.indication.set_value(view.indication)
        self.region.show_value(view.region)
        self.standing.set_state(view.standing.mark, view.standing.word, " ".join(view.standing_says))
        self.standing_says.setText(" ".join(view.standing_says))
        source = view.standing_source
        self.standing_says.setToolTip("" if source is None else ". ".join(part for part in (source.status, source.text, source.review) if part))
        self.consent.set_state(view.consent.mark, view.consent.word, view.consent.sentence)
        self._show_doses(view)
        self._show_amounts(view)
        self.weight.set_value(view.weight_kg)
        self.stature.set_value(view.height_cm)
        self.weight_says.setText(" ".join(part for part in (view.weight_words, f"{view.height_words}." if view.height_words else "") if part))
        usable = not view.locked
        for part in (self.product, self.indication, self.region, self._amounts, self.reason, self.basis, self.doses, self.weight, self.stature):
            if part is not None:
                part.setEnabled(usable)
        old = view.weight_kg is not None and view.weight_words != _("Measured on the day of the session.")
        self.same_weight.setVisible(old and usable and "weight" in view.asks)
        self.locked.say(view.locked)
        self._view = view

    def show_never(self, name: str, unchanged: str) -> None:
        """Explains what no dose is worked out for; empty takes the explanation away."""
        one = self._never.get(name)
        self.never.say("" if one is None else f"{one.title}: {one.says} {unchanged}")
        source = "" if one is None else ". ".join(part for part in (one.source.status, one.source.text, one.source.review) if part)
        self.never.setToolTip(source)
        self.never.setAccessibleDescription(source)

    def _show_doses(self, view: PlanView) -> None:
        shown = None if self._view is None else self._view.doses
        if view.doses != shown:
            if self.doses is not None:
                row = self._rows.pop("dose")
                self._dose_holder.removeWidget(row)
                row.hide()
                row.deleteLater()
                self.doses = self.devices = None
            if view.doses:
                self.doses = ChoiceSegments(self._theme, _("Dose"), [(choice.mg, choice.label) for choice in view.doses])
                self.doses.setObjectName("planned.dose_mg")
                self.doses.answered.connect(lambda value: self.plan_changed.emit(self.doses, {}, {"dose_mg": value}))
                self.doses.taken_back.connect(lambda: self.plan_changed.emit(self.doses, {}, {"dose_mg": None}))
                self.devices = Label(self._theme, "", colour="text_2")
                self._rows["dose"] = Labelled(self._theme, _("Dose"), self.doses, self.devices)
                self._dose_holder.addWidget(self._rows["dose"])
        if self.doses is not None:
            self.doses.set_value(view.dose_mg)
        chosen = next((choice for choice in view.doses if choice.mg == view.dose_mg), None)
        if self.devices is not None:
            self.devices.setText("" if chosen is None else chosen.devices)

    def _show_amounts(self, view: PlanView) -> None:
        library = self._desk.library
        for name in ("mg_per_kg", "dose_mg"):
            field: DoseField = getattr(self, name)
            field.doubt = partial(dose_doubt, library, view.product, name)
            field.set_remark(partial(dose_remark, library, view.product, name))
            field.set_value(getattr(view, name))
        self.bag_ml.set_value(view.bag_ml)
        self.basis.set_value(view.basis)
        self.reason.set_value(view.reason)
        for name in ("mg_per_kg", "dose_mg", "bag_ml", "basis", "reason", "weight"):
            self._rows[name].setVisible(name in view.asks)
        self._amounts.setVisible(bool(view.asks & {"mg_per_kg", "dose_mg", "bag_ml"}))
        self.weight_says.setVisible("weight" in view.asks)

    # What was chosen

    def _product_chosen(self, value: str) -> None:
        if value in self._never:
            self.product.show_value(None if self._view is None else self._view.product)
            self.never_chosen.emit(value)
        elif self._view is not None and value != self._view.product:
            self.plan_changed.emit(self.product, {"product": value}, None)

    def _weighed(self, value: Any) -> None:
        """A weight that is entered was measured today."""
        on = None if value is None else self._desk.today().isoformat()
        answers = [("patient", "weight_kg", value), ("patient", "weight_on", on)]
        self.fact_given.emit(self.weight, answers)


def keep_typed(field: QWidget) -> None:
    """Marks a field whose answer did not get on disk; other controls are shown again as they are."""
    if isinstance(field, Field):
        field.mark_not_saved()
