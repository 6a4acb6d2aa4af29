"""``duibiao``: runs one command and turns whatever happens into an exit status and a Chinese sentence.

0 done; 2 a mistake the user can mend (one sentence on stderr that says how); 1 a bug (a sentence and where
the report lies); 130 interrupted. Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from analyzers import lexicon
from service.errors import FOR_PEOPLE


def main(words: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit status."""
    _speak_utf8()
    try:
        from service.faces.terminal.commands import run
        from service.settings import data_home, lexicon_folder

        lexicon.use_own(lexicon_folder(data_home()))
        status = run(sys.argv[1:] if words is None else words)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        return _reader_gone()
    except KeyboardInterrupt:
        return _complain("已中断。", 130)
    except FOR_PEOPLE as error:
        return _complain(str(error), 2)
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the engine is no Exception
        return _complain(f"程序出错了，这不是您操作的问题。{_report(error)}", 1)


def _report(error: BaseException) -> str:
    """Writes the traceback into the log folder and says where it lies."""
    import traceback
    from datetime import datetime

    from service.settings import log_folder

    now = datetime.now()
    text = "".join(traceback.format_exception(error))
    try:
        folder = log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"error-{now:%Y%m%d}.log"
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{now.isoformat(timespec='seconds')} {sys.argv[1:]}\n{text}\n")
    except OSError:
        print(text, file=sys.stderr)
        return "上面是详细记录，请把它发给维护人员。"
    return f"详细记录在 {path}，请把它发给维护人员。"


def _complain(sentence: str, status: int) -> int:
    try:
        sys.stdout.flush()
        print(sentence, file=sys.stderr)
    except BrokenPipeError:
        _reader_gone()
    return status


def _reader_gone() -> int:
    """Ends quietly where the program that reads our output has ended (``duibiao … | head``), as other tools
    do."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _speak_utf8() -> None:
    """Chinese comes out whole whatever the locale says, and a file name that is no UTF-8 breaks nothing."""
    stream: Any
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    raise SystemExit(main())
