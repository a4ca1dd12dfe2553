"""What a posted person may do in the host unit's workspace: no guest, and nobody's envoy."""

from __future__ import annotations

from enum import StrEnum

from grassrota.errors import Refused
from grassrota.posting.steps import Posting


class HostAction(StrEnum):
    """What somebody may do in the host unit's workspace."""

    READ = "read"
    WORK = "work"
    PROPOSE = "propose"
    APPROVE = "approve"
    COMMAND = "command"


def check_host_action(posting: Posting, action: HostAction) -> None:
    """Refuses what a posted person may never do at the host: approve or command, whatever their rank at home.

    Raises:
        Refused: ``no_host_rights``.
    """
    if action in (HostAction.APPROVE, HostAction.COMMAND):
        message = f"{posting.person} is posted to {posting.opening} and has no right to {action} there."
        raise Refused("no_host_rights", message, person=posting.person, action=action)
