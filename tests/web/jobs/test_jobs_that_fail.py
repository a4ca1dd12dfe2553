"""A job that cannot be done says why, and never stays running for ever."""

from __future__ import annotations

import pytest

from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.worker import work_once
from tests.web.jobs import tasks_for_tests


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("test.refuse", "The rule says no."),
        ("test.break", "in the worker's log"),
        ("test.forget", "came to no end"),
        ("test.unheard_of", "another version"),
    ],
)
def test_what_goes_wrong_is_said_in_words(task: str, said: str, caplog: pytest.LogCaptureFixture) -> None:
    """A rule's no, a mistake, a task that ends nothing and one that nobody knows: failed, with a reason for people."""
    job = ask(task, "A task", asked_by="me", path="/")
    assert work_once()
    found = tasks_for_tests.told(str(job.pk))
    assert found["state"] == "failed"
    assert said in found["result"]["error"]
    assert "nobody's business" not in found["result"]["error"]
    assert not work_once()
