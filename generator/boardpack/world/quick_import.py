"""Import WeasyPrint in half the time; a process that prints imports this module first.

WeasyPrint asks for each library by several names, and file names such as `libpango-1.0.so.0` come
last. For each of the others Python runs ldconfig, gcc and ld: 45 processes that find nothing.
"""

from __future__ import annotations

import ctypes.util
import sys

_find_library = ctypes.util.find_library
if sys.platform == "linux":
    ctypes.util.find_library = lambda name: None
try:
    import weasyprint as weasyprint
finally:
    ctypes.util.find_library = _find_library
