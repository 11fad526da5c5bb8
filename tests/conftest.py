"""Settings of the whole suite."""

from hypothesis import settings

settings.register_profile("exoforge", deadline=None)
settings.load_profile("exoforge")
