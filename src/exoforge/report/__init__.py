"""The dossier: the only room that draws."""
