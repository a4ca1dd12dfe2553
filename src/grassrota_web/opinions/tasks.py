"""What the rooms below call, and what is done each day."""

from __future__ import annotations

from grassrota_web.intake import above
from grassrota_web.opinions.heard import hear, standing, topics
from grassrota_web.opinions.opening import open_cases

above.APPENDED.append(open_cases)
above.ANSWERED.append(hear)
above.STANDING.append(standing)
above.TOPICS.append(topics)
