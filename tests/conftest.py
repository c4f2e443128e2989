"""What takes seconds to make, made once for all tests; and what surrounds each of them."""

from __future__ import annotations

import fcntl
import gc
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.books import ROOT, demo, keep_compiled
from support.forge import Hub, hosting, make_origin
from support.instances import minimal
from support.printing import printing
from support.reading import reading_once
from support.running import boardpack, put
from support.sampling import read_turn, take_sample
from support.signing import Month, copy_month, make_month
from support.surroundings import living_in, staying_here, take_what_was_left

# A busy machine is slow to make examples; that says nothing of the code.
settings.register_profile("sample", max_examples=10, suppress_health_check=[HealthCheck.too_slow])


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test` run what it has the time for."""
    parser.addoption("--sample", action="store_true", help="only a sample of what takes long")


def pytest_configure(config: pytest.Config) -> None:
    """Try fewer examples of each property in a sample."""
    if config.getoption("sample"):
        settings.load_profile("sample")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage among what stays: collecting thousands of tests leaves little else."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is tried exhaustively, and what has its turn with another commit."""
    if config.getoption("sample"):
        items[:], left_out = take_sample(items, read_turn())
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the home folder of whatever a test runs."""
    folder = tmp_path_factory.mktemp("home")
    with living_in(folder), staying_here(tmp_path_factory.mktemp("authority")):
        yield folder


@pytest.fixture(autouse=True)
def nothing_left_at_home(home: Path) -> Iterator[None]:
    """Fail a test that writes into somebody's home folder."""
    yield
    assert take_what_was_left(home) == [], "a test writes to the home folder"


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled templates in one place for all: to compile them is half of a build."""
    folder = _share(tmp_path_factory, "jinja")
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patched:
        for module in ("operations.build_settings", "adapters.site.mkdocs"):
            patched.setattr(f"boardpack.{module}._BYTECODE", str(folder))
        keep_compiled(patched, folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Keep what the same YAML was read into: to read it is a third of what most tests do."""
    with reading_once():
        yield


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the living example with all its editions built; alter nothing in it."""
    return _built(tmp_path_factory, "demo", demo())


@pytest.fixture(scope="session")
def plain_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the living example, built with stand-ins for its PDFs; alter nothing in it."""
    with printing():
        return _built(tmp_path_factory, "plain-demo", demo())


@pytest.fixture(scope="session")
def built_minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest instance, built; alter nothing in it."""
    return _built(tmp_path_factory, "minimal", minimal())


@pytest.fixture(scope="session")
def plain_minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest instance, built with stand-ins for its PDFs; alter nothing in it."""
    with printing():
        return _built(tmp_path_factory, "plain-minimal", minimal())


@pytest.fixture
def printed_plainly() -> Iterator[None]:
    """Let whatever is built have stand-ins for its PDFs."""
    with printing():
        yield


@pytest.fixture(scope="session")
def unsigned_month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Return a repository that is ready to be signed off; alter nothing in it."""
    return make_month(tmp_path_factory.mktemp("signing"))


@pytest.fixture
def month(unsigned_month: Month, tmp_path: Path) -> Month:
    """Return a repository that is ready to be signed off, for one test to alter."""
    return copy_month(unsigned_month, tmp_path)


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Return a forge's repository and a clone of it; alter nothing in them."""
    return make_origin(tmp_path_factory.mktemp("origin"))


@pytest.fixture
def hub(origin: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Serve a forge whose main line has registers and data, but no submission yet."""
    with hosting(origin, tmp_path, monkeypatch) as hub:
        yield hub


def _built(factory: pytest.TempPathFactory, name: str, tree: Mapping[str, bytes]) -> Path:
    folder = _share(factory, f"built-{name}")
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            settings = {"mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()}
            ran = boardpack("-C", put({**tree, **settings}, folder), "build")
            assert ran.status == 0, ran
            (folder / "done").touch()
    return folder


def _share(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return where all processes of a run keep something."""
    base = factory.getbasetemp()
    return (base.parent if "gw" in base.name else base) / name
