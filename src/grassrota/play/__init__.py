"""The main job, from files: roster, plan, list, departures, field days, opinions, cases, inspection, bulletin."""

from grassrota.play.main import Played, play

__all__ = ["Played", "play"]
