"""Text to model: everything that is wrong with it becomes findings, never a traceback."""
