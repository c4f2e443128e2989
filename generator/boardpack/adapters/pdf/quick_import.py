"""Import WeasyPrint in a third of the time; a process that prints imports this module first.

WeasyPrint asks for each library by several names, and file names such as `libpango-1.0.so.0` come
last: for each of the others Python runs ldconfig, gcc and ld, 45 processes that find nothing. And
it imports the parts of fontTools for fonts that vary, which ours do not, and for cutting fonts to
size, which HarfBuzz does.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until something of it is called; only then is the module imported."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*args, **kwargs)

        return call


_LATER = ("fontTools.subset", "fontTools.varLib.instancer")
_find_library = ctypes.util.find_library
_waiting = [name for name in _LATER if name not in sys.modules]
sys.modules.update((name, _Later(name)) for name in _waiting)
if sys.platform == "linux":
    ctypes.util.find_library = lambda name: None
try:
    import weasyprint as weasyprint
finally:
    ctypes.util.find_library = _find_library
    for _name in _waiting:
        del sys.modules[_name]
