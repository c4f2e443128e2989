"""One file per command: the only place where stages meet and text is printed.

A command's module has `HELP` (one sentence), `add_arguments(parser)` and `run(args, out) -> int`,
and one line in the table of `boardpack.cli`.
"""
