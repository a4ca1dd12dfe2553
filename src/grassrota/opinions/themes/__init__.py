"""Small complaints seen as a big one: copies of one text, and themes of one grievance in many words."""
