"""How the form speaks to the forge on which an instance is kept."""

from __future__ import annotations

from typing import Any

from boardpack.model.web_form import FormForge, WebForm

_LOCAL_SERVER = "http://localhost:8081"
_PUBLIC_SERVERS = {
    FormForge.GITHUB: "https://github.com",
    FormForge.GITLAB: "https://gitlab.com",
    FormForge.LOCAL: _LOCAL_SERVER,
}
_API_PATHS = {
    FormForge.GITHUB: "/api/v3",
    FormForge.GITLAB: "/api/v4",
    FormForge.FORGEJO: "/api/v1",
    FormForge.LOCAL: "/api/v1",
}


def compose_backend(form: WebForm) -> dict[str, Any]:
    """Return what the editor is told of the forge."""
    if form.forge is FormForge.LOCAL:
        return {"name": "proxy", "proxy_url": locate_api(form), "branch": form.branch}
    backend = {
        "name": form.forge.value,
        "repo": form.repository,
        "branch": form.branch,
        "api_root": locate_api(form),
    }
    match form.forge:
        case FormForge.GITHUB:
            return {**backend, "base_url": form.sign_in}
        case FormForge.GITLAB:
            server = _find_server(form)
            return {**backend, "base_url": server, "auth_type": "pkce", "app_id": form.app_id}
        case FormForge.FORGEJO:
            return {**backend, "app_id": form.app_id}


def list_connections(form: WebForm) -> tuple[str, ...]:
    """Return the addresses to which the page of the form may speak beside its own."""
    # A policy takes a path for one file, so it names the server alone.
    return ("/".join(locate_api(form).split("/")[:3]),)


def locate_api(form: WebForm) -> str:
    """Return the address of the forge's interface."""
    if form.forge is FormForge.GITHUB and not form.server:
        return "https://api.github.com"
    return f"{_find_server(form)}{_API_PATHS[form.forge]}"


def _find_server(form: WebForm) -> str:
    return (form.server or _PUBLIC_SERVERS.get(form.forge, "")).rstrip("/")
