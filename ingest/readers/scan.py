"""Recognises text in pictures of pages, where the optional recogniser is installed (``pip install duibiao[ocr]``).

Takes pictures of pages. Gives the text of each, line by line from top to bottom. Where a sign of per mille stood,
recognisers read %0, %o or a percent sign with a stray ring: it is put right here, because a target would otherwise be
read ten times too large. Everything that comes from here is marked as scanned.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ingest.plan import SCAN, SourceText, UnreadableFile
from ingest.readers.watching import tell

_PER_MILLE = re.compile(r"(?<=\d)\s?(?:%[0oOоО〇○°]|％[0oO〇○°])(?![0-9.])")
_SAME_LINE = 0.6  # boxes whose middles are nearer than this part of their height stand on one line


def is_installed() -> bool:
    """Whether pictures can be recognised here."""
    return _engine() is not None


def recognise(name: str, pictures: Iterable[Any], pages: int) -> list[str]:
    """The text of each page. Raises UnreadableFile where recognition is not installed."""
    engine = _engine()
    if engine is None:
        raise UnreadableFile(
            f"“{name}”是扫描件（共 {pages} 页图片，没有文字），请换一份可以选中文字的文件，"
            "或先安装识别组件：pip install 'duibiao[ocr]'。"
        )
    read: list[str] = []
    for picture in pictures:
        read.append(repair("\n".join(_lines(engine(picture)))))
        tell(len(read), pages)
    return read


def read(path: Path, data: bytes) -> SourceText:
    """The text of one picture (.jpg, .png, .tif)."""
    if _engine() is None:
        recognise(path.name, [], 1)
    import numpy
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            picture = numpy.asarray(image.convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise UnreadableFile(f"图片“{path.name}”已损坏或太大，请换一份清晰的文件。") from None
    text = recognise(path.name, [picture], 1)[0]
    if not text.strip():
        raise UnreadableFile(f"图片“{path.name}”里没有认出文字，请换一份清晰的文件。")
    return SourceText(path.name, text, SCAN, hashlib.sha256(data).hexdigest())


def repair(text: str) -> str:
    """Puts the sign of per mille right.

    >>> repair("死亡率下降到3.4%0以下，2.0%o，90%。")
    '死亡率下降到3.4‰以下，2.0‰，90%。'
    """
    return _PER_MILLE.sub("‰", text)


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    return RapidOCR(params={"Global.log_level": "error"})


def _lines(found: Any) -> list[str]:
    """The recognised boxes as lines: those side by side joined, from left to right."""
    if found is None or found.boxes is None:
        return []
    boxes = sorted(
        ((_middle(box), _height(box), min(point[0] for point in box), text)
         for box, text in zip(found.boxes, found.txts, strict=True)),
    )  # fmt: skip
    rows: list[list[tuple[float, float, float, str]]] = []
    for box in boxes:
        if rows and abs(box[0] - rows[-1][-1][0]) < _SAME_LINE * min(box[1], rows[-1][-1][1]):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [" ".join(text for *_, text in sorted(row, key=lambda each: each[2])) for row in rows]


def _middle(box: Sequence[Sequence[float]]) -> float:
    return sum(float(point[1]) for point in box) / len(box)


def _height(box: Sequence[Sequence[float]]) -> float:
    return max(float(point[1]) for point in box) - min(float(point[1]) for point in box)
