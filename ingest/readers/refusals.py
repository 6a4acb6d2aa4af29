"""The sentences for files that cannot be read: kinds that this program does not read, damage, locks, size.

Takes the name of a file, for messages, and of a strange file its first bytes or what is inside. Gives UnreadableFile
with one Chinese sentence that says what to do, or None where nothing is known against the file. Signatures are those
that the formats define.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.plan import UnreadableFile

# How files begin that people send and that are no plan texts.
_BEGINNINGS = (
    (b"Rar!\x1a\x07", "是 RAR 压缩包，请解压后再导入其中的文件"),
    (b"7z\xbc\xaf\x27\x1c", "是 7z 压缩包，请解压后再导入其中的文件"),
    (b"\x1f\x8b", "是 gzip 压缩文件，请解压后再导入其中的文件"),
    (b"MZ", "是程序文件，不是规划文本，请不要运行它，并检查文件来源"),
)
# Parts by which packages of other kinds are told.
_PARTS = (
    ("xl/", "是 Excel 表格，请把需要的内容另存为 .docx 或 .txt 后再导入"),
    ("ppt/", "是演示文稿，请把需要的内容另存为 .docx 或 .txt 后再导入"),
    ("OFD.xml", "是 OFD 版式文件，请用 WPS 或 OFD 阅读器另存为 PDF 后再导入"),
)


def strange_file(name: str, head: bytes) -> UnreadableFile | None:
    """The sentence for a file that begins like none that is read."""
    for mark, sentence in _BEGINNINGS:
        if head.startswith(mark):
            return UnreadableFile(f"“{name}”{sentence}。")
    return None


def strange_package(name: str, members: Sequence[str]) -> UnreadableFile | None:
    """The sentence for a package that is no document which is read; None for an ordinary archive."""
    for part, sentence in _PARTS:
        if has_part(members, part):
            return UnreadableFile(f"“{name}”{sentence}。")
    return None


def has_part(members: Sequence[str], part: str) -> bool:
    """Whether a package has a part that begins so; a folder named word in an ordinary archive makes no document."""
    office = not part.endswith("/") or "[Content_Types].xml" in members
    return office and any(member.startswith(part) for member in members)


def damaged(name: str) -> UnreadableFile:
    """The sentence for a file whose content contradicts its format."""
    return UnreadableFile(f"文件“{name}”已损坏或没有下载完整，请重新下载或向提供者要一份完好的文件。")


def strange_wps(name: str) -> UnreadableFile:
    """The sentence for a document in a form that only WPS reads."""
    return UnreadableFile(f"“{name}”是 WPS 自己的格式，请用 WPS 打开，另存为 .docx 后再导入。")


def encrypted(name: str) -> UnreadableFile:
    """The sentence for a file that needs a password."""
    return UnreadableFile(f"文件“{name}”设有密码，请打开后取消密码，另存一份再导入。")


def without_unicode(name: str) -> UnreadableFile:
    """The sentence for a text layer whose characters cannot be told."""
    return UnreadableFile(
        f"PDF 文件“{name}”的文字编码无法识别（字体里没有文字对照表，复制出来是乱码），请换一份 Word 文件或重新导出的 PDF，"
        "或安装识别组件后按扫描件读入：pip install 'duibiao[ocr]'。"
    )


def with_macros(name: str) -> UnreadableFile:
    """The sentence for a document that carries programs."""
    return UnreadableFile(
        f"文件“{name}”含有宏，为安全起见不导入，请用 Word 或 WPS 打开，另存为不含宏的 .docx 后再试。"
    )


def too_large(name: str, limit: int) -> UnreadableFile:
    """The sentence for a file that unpacks to more than a plan can be."""
    return UnreadableFile(
        f"文件“{name}”解开后超过 {limit // 1048576} MB，不像是规划文本，请只保留需要的部分后再试。"
    )
