"""Importers: what a reviewer brings along (a filled template, citations, registry entries), read into arms of the evidence."""
