"""The only way to a disk: refuse what cannot be read in one sentence, and never leave a file half-written.

A module of the ground floor, because records, instrument files, compiled models and dossiers all meet the same disk.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from exoforge.base.errors import FileError

LARGEST_TEXT = 64 * 1024 * 1024
"""[bytes] The largest text file that is read; the largest real export seen is below 1 MiB."""


def check_file(path: Path, *, what: str, largest: int = LARGEST_TEXT) -> int:
    """See that a file can be read, unread: its size [bytes].

    Parameters
    ----------
    what : what the file should be, for the sentence, for example ``a therapy record``.
    largest : [bytes] the size above which it is refused.

    Raises
    ------
    FileError
        Absent, a directory, not permitted, empty, or too large.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise FileError(f"'{path}' is a directory; give the path of {what}.")
        if not path.is_file():
            raise FileError(f"'{path}' is no regular file; save it to one, and give the path of {what}.")
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise FileError(f"There is no file '{path}'; give the path of {what}.") from None
    except PermissionError:
        raise FileError(f"'{path}' may not be read by this user; change its permissions or copy it.") from None
    except OSError as trouble:
        raise FileError(f"'{path}' cannot be read ({trouble.strerror}); give the path of {what}.") from None
    if size > largest:
        raise FileError(f"'{path}' has {size / 1e6:.0f} MB; {what} has at most {largest / 1e6:.0f} MB. Is this the right file?")
    if size == 0:
        raise FileError(f"'{path}' is empty; {what} was expected.")
    return size


def read_bytes(path: Path, *, what: str, largest: int = LARGEST_TEXT) -> bytes:
    """The bytes of a file.

    Raises
    ------
    FileError
        As `check_file`, or there is nothing but blanks.
    """
    check_file(path, what=what, largest=largest)
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise FileError(f"'{path}' cannot be read ({trouble.strerror}); give the path of {what}.") from None
    if not content.strip():
        raise FileError(f"'{path}' is empty; {what} was expected.")
    return content


def read_text(path: Path, *, what: str, largest: int = LARGEST_TEXT) -> str:
    """The text of a file, as UTF-8 and else as Windows-1252, which instrument software writes.

    Raises
    ------
    FileError
        As `read_bytes`, or the file is not text.
    """
    return text_of_bytes(path, read_bytes(path, what=what, largest=largest), what=what)


def text_of_bytes(path: Path, content: bytes, *, what: str) -> str:
    """Bytes of a file as text; `path` only names it.

    Raises
    ------
    FileError
        They are not text.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not marked:
        raise FileError(f"'{path}' is not a text file; {what} was expected.")
    try:
        return content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        if marked:
            raise FileError(f"'{path}' begins as UTF-16 text and goes on as something else; {what} was expected.") from None
        return content.decode("cp1252", errors="replace")


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; the folder must exist.

    Raises
    ------
    FileError
        The folder is absent, not permitted, or the disk is full.
    """
    data = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as trouble:
        raise FileError(f"'{path}' cannot be written ({trouble.strerror}); choose a folder that exists and that you may write to.") from None


def write_new(path: Path, content: str | bytes) -> None:
    """Write a file where none is yet, as `write_atomically`.

    Raises
    ------
    FileError
        There is a file already, which is left as it is, or the place cannot be written.
    """
    if is_there(path):
        raise FileError(f"'{path}' already exists and was left as it is; give another name.")
    write_atomically(path, content)


def is_there(path: Path) -> bool:
    """Whether there is anything at a path.

    Raises
    ------
    FileError
        The system cannot say: the name is too long, or a folder may not be looked into.
    """
    try:
        return path.exists()
    except OSError as trouble:
        raise FileError(f"'{path}' cannot be looked for ({trouble.strerror}); choose another place.") from None


def check_folder(path: Path) -> None:
    """Whether a folder is there or could be made and written to, without making it: asked before long work, not after.

    Raises
    ------
    FileError
        The place is a file, lies below one, or is not permitted.
    """
    if str(path) in ("", "."):
        return
    nearest = next(place for place in (path, *path.resolve().parents) if is_there(place))
    if not nearest.is_dir():
        raise FileError(f"'{nearest}' is a file; give a folder for the output.")
    if not os.access(nearest, os.W_OK):
        raise FileError(f"The folder '{path}' cannot be made or written to (no permission for '{nearest}'); choose another with -o.")


def make_folder(path: Path) -> None:
    """Make a folder if it is not there.

    Raises
    ------
    FileError
        As `check_folder`, or the disk refuses.
    """
    check_folder(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise FileError(f"The folder '{path}' cannot be made or written to ({trouble.strerror}); choose another with -o.") from None


LOCK_WAIT = 20.0
"""[s] How long a writer waits for another one; a lock older than this was left behind by a process that died."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file alone while it is read, changed and written: others that ask wait.

    Raises
    ------
    FileError
        The folder cannot be written, or another process holds the file for too long.
    """
    make_folder(path.parent)
    lock = path.with_name(f".{path.name}.lock")
    until = time.monotonic() + LOCK_WAIT
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if _age(lock) > LOCK_WAIT:
                lock.unlink(missing_ok=True)
            elif time.monotonic() > until:
                raise FileError(f"'{path}' is held by another process; try again, or remove '{lock}' if there is none.") from None
            time.sleep(0.02)
        except OSError as trouble:
            raise FileError(f"'{path}' cannot be written ({trouble.strerror}); choose a folder that you may write to.") from None
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


@lru_cache(maxsize=1)
def _folder_of_this_process() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="exoforge-", ignore_cleanup_errors=True)


def cache_folder(name: str) -> Path:
    """A folder for what can be made again: below EXOFORGE_CACHE, else the user's cache, else one that lasts as long as the process.

    Raises
    ------
    FileError
        The folder named by EXOFORGE_CACHE cannot be written.
    """
    wanted = os.environ.get("EXOFORGE_CACHE", "")
    if wanted:
        folder = Path(wanted).expanduser().absolute() / name
        if not _writable(folder):
            raise FileError(f"The cache folder '{folder}' named by EXOFORGE_CACHE cannot be written; name another, or unset it.")
        return folder
    from platformdirs import user_cache_dir

    folder = Path(user_cache_dir("exoforge")) / name
    return folder if _writable(folder) else Path(_folder_of_this_process().name)


def data_folder() -> Path:
    """The folder of what the user has added and cannot be made again: EXOFORGE_DATA, else the user's data folder. It is not made here."""
    wanted = os.environ.get("EXOFORGE_DATA", "")
    if wanted:
        return Path(wanted).expanduser().absolute()
    from platformdirs import user_data_dir

    return Path(user_data_dir("exoforge"))


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)
