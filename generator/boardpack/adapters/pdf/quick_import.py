"""Import WeasyPrint in two thirds of the time; a process that prints imports this module first.

WeasyPrint asks for each library by several names, and file names such as `libpango-1.0.so.0` come
last: for each of the others Python runs ldconfig, gcc and ld, 45 processes that find nothing. And
it imports the parts of fontTools for fonts that vary, which ours do not, and for cutting fonts to
size, which HarfBuzz does.

At its import WeasyPrint also looks for fonts, before anybody can say where ours are; it is shown
none, so that it need not read all that a machine has.
"""

from __future__ import annotations

import ctypes.util
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from boardpack.adapters.pdf.fonts import use_fonts


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
use_fonts(Path(__file__).with_name("no_fonts.conf"))
try:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No fonts configured")
        import weasyprint as weasyprint
finally:
    ctypes.util.find_library = _find_library
    for _name in _waiting:
        # Later imports get the modules themselves.
        del sys.modules[_name]
