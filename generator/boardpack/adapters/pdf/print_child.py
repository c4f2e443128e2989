"""A process that prints whatever it is sent, for a parent whose own processes may not; a program.

    python -m boardpack.adapters.pdf.print_child SOCKET FOLDER

First it tells with what it prints (an `Engine`) or, as a text, why it cannot. It ends with its
parent, or when nobody has sent it anything for a while.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from boardpack.adapters.pdf.fonts import use_fonts, write_fonts

IDLE_SECONDS = 600.0


def serve_parent(connection: Connection, folder: Path) -> None:
    """Print each job that comes, with fonts that are written into a folder."""
    try:
        # First, because it imports WeasyPrint faster, and to do so hides our fonts.
        import_module("boardpack.adapters.pdf.quick_import")
        font_config = write_fonts(folder)
        use_fonts(font_config)
        from boardpack.adapters.pdf.engine import describe_engine
        from boardpack.adapters.pdf.workers import print_document

        connection.send(describe_engine())
    except Exception as error:
        # WeasyPrint without Pango is an OSError, another package that is not there an ImportError.
        connection.send(f"{type(error).__name__}: {error}")
        return
    while connection.poll(IDLE_SECONDS):
        connection.send(print_document(font_config, connection.recv()))


def main() -> None:
    """Serve the parent that started this process."""
    connection = Connection(int(sys.argv[1]))
    try:
        serve_parent(connection, Path(sys.argv[2]))
    except (EOFError, OSError):
        # The parent has gone, and left nobody to tell.
        os._exit(1)


if __name__ == "__main__":
    main()
