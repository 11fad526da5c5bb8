"""Lots for people: verdicts as text, the certificate of analysis, the control chart."""
