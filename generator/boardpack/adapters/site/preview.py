"""A folder served on this computer only, built anew when watched files change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from boardpack.adapters.site.policy import allow_scripts, list_scripts
from boardpack.errors import CannotRun

# Drafts are not for everybody on the same network.
HOST = "127.0.0.1"
_POLL_SECONDS = 0.4
"""Seconds between two looks at the watched files."""


class PreviewServer(LiveReloadServer):
    """mkdocs' server, which reloads the browser's page after each build."""

    on_address: Callable[[str], None]

    def server_activate(self) -> None:
        """Begin to listen, and say where."""
        super().server_activate()
        # Known only now, where port 0 asked for any.
        self.url = f"http://{HOST}:{self.server_port}/"
        self.on_address(self.url)

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, also one for what no file can be called."""
        # No file's name can hold a NUL: such an address is unknown, and not an error of ours.
        path = environ["PATH_INFO"].replace("\0", "?")
        return super().serve_request({**environ, "PATH_INFO": path}, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Put the reloading script into a page, and into what the page may run."""
        html = super()._inject_js_into_html(content, epoch).decode()  # type: ignore[no-untyped-call]
        return allow_scripts(html, list_scripts(html) - list_scripts(content.decode())).encode()


def serve_preview(
    site: Path,
    watched: Sequence[Path],
    rebuild: Callable[[], None],
    on_address: Callable[[str], None],
    port: int,
    open_browser: bool,
) -> None:
    """Serve until interrupted; `on_address` gets the address, `rebuild` must not raise."""
    server = PreviewServer(
        builder=rebuild, host=HOST, port=port, root=str(site), polling_interval=_POLL_SECONDS
    )
    server.on_address = on_address
    server.error_handler = lambda code: _read_page(site / f"{code}.html")
    for path in watched:
        server.watch(str(path))
    try:
        server.serve(open_in_browser=open_browser)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    except (OSError, OverflowError) as error:
        raise CannotRun(
            f"port {port} cannot be used ({error}); choose another with --port, or 0 for any"
        ) from None
    finally:
        server.shutdown()


def _read_page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
