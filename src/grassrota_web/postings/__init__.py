"""From the draft list to the day of departure: discussion, concerns, consent, publication, letters, briefing."""
