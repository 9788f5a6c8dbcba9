"""`python -m core COMMAND`: the command line."""

from core.cli import main

raise SystemExit(main())
