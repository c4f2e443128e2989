"""`python -m boardpack`."""

from __future__ import annotations

import sys

from boardpack.cli import main

sys.exit(main())
