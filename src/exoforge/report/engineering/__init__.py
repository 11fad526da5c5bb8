"""How the engineering of vesicles is told and drawn."""
