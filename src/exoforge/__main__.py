"""``python -m exoforge`` is ``exoforge``."""

from exoforge.cli import main

main()
