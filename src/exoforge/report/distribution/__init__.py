"""Where vesicles go, as a text, a picture and an answer for machines."""
