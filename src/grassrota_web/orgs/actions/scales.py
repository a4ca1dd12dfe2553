"""The verb of grade scales: a version is added and never changed."""

from __future__ import annotations

from grassrota import staff
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import Grade, GradeScale


@verb("orgs.add_scale", Right.EDIT_UNITS)
def add_scale(act: Act, value: staff.GradeScale) -> GradeScale:
    """Adds a version of the grade scale; earlier ones stay as they were."""
    act.anywhere()
    reach.free(GradeScale.objects.filter(version=value.version).exists(), value.version)
    row = GradeScale.objects.create(version=value.version, valid_from=value.valid_from)
    Grade.objects.bulk_create(
        Grade(scale=row, code=grade.code, rank=grade.rank, titles=list(grade.titles)) for grade in value.grades
    )
    said = {"valid_from": value.valid_from.isoformat(), "grades": {grade.code: grade.rank for grade in value.grades}}
    act.note("grade scale", row.version, after=said)
    return row
