"""What may be done, role by role: the one table from which permissions are given, tested and documented."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """One thing that somebody may do, at the places where they hold a role that gives it."""

    READ_UNITS = "read_units"
    EDIT_UNITS = "edit_units"
    READ_PEOPLE = "read_people"
    EDIT_PEOPLE = "edit_people"
    READ_SEALED = "read_sealed"
    IMPORT = "import"
    EXPORT = "export"
    READ_OPENINGS = "read_openings"
    EDIT_OPENINGS = "edit_openings"
    CONSENT_AS_HOST = "consent_as_host"
    READ_ROTAS = "read_rotas"
    EDIT_POLICY = "edit_policy"
    SOLVE = "solve"
    EDIT_PLAN = "edit_plan"
    APPROVE_PLAN = "approve_plan"
    PUBLISH = "publish"
    READ_POSTINGS = "read_postings"
    ANSWER = "answer"
    STEP_POSTING = "step_posting"
    READ_HOSTED = "read_hosted"
    RECEIVE = "receive"
    READ_OWN = "read_own"
    ACT_FOR_ONESELF = "act_for_oneself"
    DISCUSS = "discuss"
    READ_COERCION = "read_coercion"
    READ_JOURNAL = "read_journal"
    VERIFY_JOURNAL = "verify_journal"
    MANAGE_ACCOUNTS = "manage_accounts"
    GRANT_ROLES = "grant_roles"
    KEEP_RECORDS = "keep_records"
    TAKE_OPINIONS = "take_opinions"
    UNSEAL_CONTACT = "unseal_contact"
    PUBLISH_TEXTS = "publish_texts"
    READ_CASES = "read_cases"
    ROUTE_CASES = "route_cases"
    HANDLE_CASES = "handle_cases"
    WORK_ON_CASES = "work_on_cases"
    CHECK_CASES = "check_cases"
    REVIEW_CASES = "review_cases"


class Role(StrEnum):
    """A part that an account plays at a unit and everything below it."""

    ORGANISER = "organiser"
    UNIT_OFFICER = "unit_officer"
    HOST = "host"
    STAFF_MEMBER = "staff_member"
    INSPECTOR = "inspector"
    REVIEWER = "reviewer"
    READER = "reader"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


_EVERYBODY = {
    Right.READ_UNITS,
    Right.READ_OWN,
    Right.ACT_FOR_ONESELF,
    Right.DISCUSS,
    Right.VERIFY_JOURNAL,
    Right.WORK_ON_CASES,
}
_READING = {Right.READ_UNITS, Right.READ_OPENINGS, Right.READ_ROTAS, Right.READ_POSTINGS, Right.VERIFY_JOURNAL}

RIGHTS: Mapping[Role, frozenset[Right]] = {
    role: frozenset(rights)
    for role, rights in {
        Role.ORGANISER: _READING
        | {
            Right.EDIT_UNITS,
            Right.READ_PEOPLE,
            Right.EDIT_PEOPLE,
            Right.IMPORT,
            Right.EXPORT,
            Right.EDIT_OPENINGS,
            Right.EDIT_POLICY,
            Right.SOLVE,
            Right.EDIT_PLAN,
            Right.APPROVE_PLAN,
            Right.PUBLISH,
            Right.ANSWER,
            Right.STEP_POSTING,
            Right.READ_HOSTED,
            Right.DISCUSS,
            Right.READ_JOURNAL,
            Right.READ_CASES,
            Right.ROUTE_CASES,
        },
        Role.UNIT_OFFICER: _READING
        | {
            Right.READ_PEOPLE,
            Right.EDIT_PEOPLE,
            Right.READ_SEALED,
            Right.EXPORT,
            Right.ANSWER,
            Right.STEP_POSTING,
            Right.DISCUSS,
            Right.READ_JOURNAL,
            Right.READ_CASES,
            Right.HANDLE_CASES,
            Right.WORK_ON_CASES,
        },
        Role.HOST: {
            Right.READ_UNITS,
            Right.READ_OPENINGS,
            Right.EDIT_OPENINGS,
            Right.CONSENT_AS_HOST,
            Right.READ_HOSTED,
            Right.RECEIVE,
            Right.EXPORT,
            Right.VERIFY_JOURNAL,
            Right.WORK_ON_CASES,
        },
        Role.STAFF_MEMBER: _EVERYBODY,
        Role.INSPECTOR: _READING
        | {Right.READ_HOSTED, Right.READ_JOURNAL, Right.UNSEAL_CONTACT, Right.READ_CASES, Right.CHECK_CASES},
        Role.REVIEWER: _READING
        | {Right.READ_COERCION, Right.READ_JOURNAL, Right.PUBLISH_TEXTS, Right.REVIEW_CASES, Right.CHECK_CASES},
        Role.READER: _READING,
        Role.CLERK: {Right.READ_UNITS, Right.TAKE_OPINIONS, Right.VERIFY_JOURNAL},
        Role.ADMINISTRATOR: {
            Right.READ_UNITS,
            Right.VERIFY_JOURNAL,
            Right.MANAGE_ACCOUNTS,
            Right.GRANT_ROLES,
            Right.KEEP_RECORDS,
        },
    }.items()
}

DECIDING = frozenset({Role.ORGANISER, Role.UNIT_OFFICER, Role.INSPECTOR, Role.REVIEWER, Role.ADMINISTRATOR})
"""Roles that use none of their rights before a second factor was shown."""

BY_TWO = frozenset({Role.INSPECTOR, Role.REVIEWER})
"""Roles that one person proposes and another confirms; no administrator holds any of them."""
