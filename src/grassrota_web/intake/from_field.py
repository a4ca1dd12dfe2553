"""What the field log of the room below asks, and where it goes."""

from __future__ import annotations

from grassrota_web.fieldwork.above import PASSING_ON, PassingOn
from grassrota_web.intake.forms.field import FieldForm

PASSING_ON.append(PassingOn(FieldForm, "intake:field"))
