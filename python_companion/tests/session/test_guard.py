"""In the companion imports come from the environment, in cells from anywhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from modulescope.session import import_guard
from modulescope.session.import_guard import Guard, inside, outside
from planted import Folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A notebook's folder, where the process is and looks for modules."""
    made = Folder(tmp_path / "notebooks")
    monkeypatch.chdir(made.path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    return made


@pytest.fixture(autouse=True)
def _finder(folder: Folder) -> Iterator[None]:
    before = list(sys.meta_path)
    import_guard.begin()
    yield
    import_guard.end()
    assert sys.meta_path == before
    for name in list(sys.modules):
        if name.startswith("planted_"):
            del sys.modules[name]


def test_is_there_once():
    import_guard.begin()
    assert sum(isinstance(finder, Guard) for finder in sys.meta_path) == 1


def test_outside_all_imports_are_as_ever(folder: Folder):
    folder.plant("planted_a")
    __import__("planted_a")
    assert folder.ran == ["planted_a"]


def test_inside_nothing_of_the_notebook_is_imported(folder: Folder):
    folder.plant("planted_b")
    folder.plant("planted_c", package=True)
    (folder.path / "planted_d").mkdir()
    for name in ("planted_b", "planted_c", "planted_d"):
        with inside, pytest.raises(ModuleNotFoundError, match=name):
            __import__(name)
    assert folder.ran == []


def test_what_is_nowhere_is_absent_as_ever():
    with inside:
        assert find_spec("nowhere_at_all") is None


def test_another_thread_imports_as_ever_meanwhile(folder: Folder):
    folder.plant("planted_e")
    with inside:
        thread = threading.Thread(target=__import__, args=("planted_e",))
        thread.start()
        thread.join()
    assert folder.ran == ["planted_e"]


def test_code_of_the_user_imports_as_ever(folder: Folder):
    folder.plant("planted_f")
    with inside:
        with outside():
            __import__("planted_f")
        with pytest.raises(ModuleNotFoundError):
            __import__("planted_g")
    assert folder.ran == ["planted_f"]


def test_nothing_is_loaded_under_a_name_that_is_the_users(
    folder: Folder, tmp_path: Path
):
    (tmp_path / "planted_h.py").write_text("")
    sys.path.append(str(tmp_path))
    folder.plant("planted_h")
    with inside, pytest.raises(ModuleNotFoundError):
        __import__("planted_h")
    __import__("planted_h")
    assert folder.ran == ["planted_h"]


def test_the_standard_library_is_loaded_all_the_same(folder: Folder):
    folder.plant("this", "colorsys")
    sys.modules.pop("colorsys", None)
    with inside:
        assert hasattr(__import__("colorsys"), "rgb_to_hsv")
    assert folder.ran == []


def test_no_more_of_a_package_of_the_user_is_run(folder: Folder):
    folder.plant("planted_i", package=True)
    (folder.path / "planted_i/more.py").write_text("1 / 0")
    __import__("planted_i")
    with inside, pytest.raises(ModuleNotFoundError):
        __import__("planted_i.more")
    with pytest.raises(ZeroDivisionError):
        __import__("planted_i.more")


def test_a_namespace_gets_no_part_beside_the_notebook(folder: Folder, tmp_path: Path):
    for place in (tmp_path / "lib", folder.path):
        (place / "planted_j").mkdir(parents=True)
        (place / "planted_j/part.py").write_text(f"PLACE = {str(place)!r}")
    sys.path.append(str(tmp_path / "lib"))
    with inside:
        part = __import__("planted_j.part").part
    assert part.PLACE == str(tmp_path / "lib")


def test_an_exception_ends_the_time_inside(folder: Folder):
    folder.plant("planted_k")
    with pytest.raises(KeyboardInterrupt), inside:
        raise KeyboardInterrupt
    __import__("planted_k")


def test_a_call_that_an_interrupt_cut_short_is_over(folder: Folder):
    def interrupted() -> None:
        inside.__enter__()

    interrupted()
    folder.plant("planted_l")
    __import__("planted_l")
    assert folder.ran == ["planted_l"]


def test_calls_inside_a_call_end_before_it(folder: Folder):
    @inside
    def nested() -> None:
        pass

    folder.plant("planted_m")
    with inside:
        nested()
        with pytest.raises(ModuleNotFoundError):
            __import__("planted_m")
