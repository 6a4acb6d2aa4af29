"""Files in: the encodings offices use, and every kind of file that is none of them."""

from __future__ import annotations

import codecs
import hashlib
import time
from pathlib import Path

import pytest

from ingest.plan import UnreadableFile
from ingest.readers import read_source
from ingest.readers.formats import TEXT as PLAIN_TEXT
from ingest.reading import read_file

TEXT = "示例县妇女发展规划（2021—2030年）\r\n一、总体要求\r\n坚持男女平等，孕产妇死亡率下降到9/10万以下。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
@pytest.mark.parametrize("name", ["plan.txt", "plan.TXT", "plan.md", "plan"])
def test_encodings(data: bytes, encoding: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    source = read_source(path)
    assert source.text == TEXT
    assert (source.encoding, source.name) == (encoding, name)
    assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "是空的"),
        ("blank.txt", " \n　　\r\n\t".encode(), "是空的"),
        ("marked.txt", codecs.BOM_UTF8, "是空的"),
        ("binary.txt", bytes(range(256)) * 20, "不是文本文件"),
        ("big5.txt", TEXT.replace("县", "縣").encode("big5", "ignore") * 20, "文字编码"),
        ("broken.txt", TEXT.encode() * 5 + b"\xe5\xa6", "文字编码"),
        ("latin.txt", "Café résumé naïve ".encode("latin-1") * 30, "文字编码"),
        ("odd16.txt", codecs.BOM_UTF16_LE + b"\x00\xd8\x01", "文字编码"),
        ("escape.txt", "妇女\x01\x02儿童".encode(), "不是文本文件"),
        ("plan.docx", b"PK\x03\x04", "已损坏"),
        ("plan.pdf", b"%PDF-1.4", "已损坏"),
    ],
)
def test_files_that_are_no_text(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as error:
        read_file(path)
    assert says in str(error.value)
    assert str(error.value).endswith("。")


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="找不到文件"):
        read_file(tmp_path / "nowhere.txt")
    with pytest.raises(UnreadableFile, match="文件夹"):
        read_file(tmp_path)
    with pytest.raises(UnreadableFile):
        read_file(tmp_path / ("长" * 300 + ".txt"))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes("妇女".encode() * (PLAIN_TEXT.limit // 6 + 10))
    started = time.perf_counter()
    with pytest.raises(UnreadableFile, match="超过 8 MB 的上限"):
        read_file(path)
    assert time.perf_counter() - started < 1


@pytest.mark.slow
@pytest.mark.no_cover  # measured time
@pytest.mark.parametrize(
    "piece", ["妇女平等发展", "。1.加强妇女工作", "（一）妇女", "　　妇", "专栏1 妇女。\n", "- 1 -\n"]
)
def test_time_grows_with_the_length_only(piece: str, read) -> None:
    def _seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        started = time.process_time()
        read(text)
        return time.process_time() - started

    _seconds(2_000)
    short, long = min(_seconds(8_000), _seconds(8_000)), min(_seconds(64_000), _seconds(64_000))
    assert long < 8 * short * 4 + 0.2
