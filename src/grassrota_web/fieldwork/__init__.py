"""From arrival to return: reception, field days, tasks, findings, lodging and its cost, incidents, the way back."""
