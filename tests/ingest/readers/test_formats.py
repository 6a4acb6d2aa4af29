"""The same notice in every format: nothing lost, the same tree, and one clear sentence for what cannot be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import documents
import pytest
from documents import NOTICE, as_docx, as_page, as_pdf, as_text, as_zip
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.normalise import squash
from ingest.plan import Plan, UnreadableFile
from ingest.readers import read_bytes, read_files, read_source, scan
from ingest.reading import read_file, read_text

DOC = Path(documents.__file__).with_name("notice.doc")
WORDS = squash(as_text())


def _mhtml() -> bytes:
    message = MIMEMultipart("related")
    message["From"] = "<Saved by a browser>"
    message.attach(MIMEText(as_page(), "html", "utf-8"))
    return message.as_bytes()


FORMATS: dict[str, Callable[[], bytes]] = {
    "notice.txt": lambda: as_text().encode(),
    "notice.docx": as_docx,
    "notice.doc": DOC.read_bytes,
    "notice.html": lambda: as_page().encode(),
    "gb.htm": lambda: as_page(charset="gb2312").encode("gb18030"),
    "notice.mhtml": _mhtml,
    "notice.pdf": as_pdf,
    "notice.zip": lambda: as_zip({"说明/图.png": b"\x89PNG\r\n\x1a\n", "文件/通知.docx": as_docx()}),
}


def _tree(plans: tuple[Plan, ...]) -> list[tuple[object, ...]]:
    return [
        (plan.entry.title, clause.address.partition("/")[2], clause.kind, clause.domain, clause.number, squash(clause.text))
        for plan in plans
        for clause in plan.clauses
    ]  # fmt: skip


def _targets(plans: tuple[Plan, ...]) -> list[tuple[object, ...]]:
    return [
        (t.clause.partition("/")[2], t.indicator, t.comparator, t.value, t.unit, t.year)
        for p in plans
        for t in p.targets
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_same_tree_and_targets_in_every_format(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FORMATS[name]())
    expected, found = read_text(read_bytes("notice.txt", as_text().encode())), read_file(path)
    assert [plan.entry.title for plan in found] == [plan.entry.title for plan in expected]
    assert _tree(found) == _tree(expected)
    assert _targets(found) == _targets(expected)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_lost_and_nothing_added(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FORMATS[name]())
    text = squash(read_files(path)[0].source.text)
    if name.endswith(
        ".pdf"
    ):  # a print has a running head and page numbers, which the layout tells from the text
        for page in range(9, 0, -1):
            text = text.replace(f"{page}示例县妇女儿童发展规划", "", 1)
        text = text.replace("示例县妇女儿童发展规划", "", 1)[: len(WORDS)]
    assert text == WORDS


# --- web pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("real", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_bytes_decide_and_not_what_the_page_says(declared: str, real: str) -> None:
    assert squash(read_bytes("a.html", as_page(charset=declared).encode(real)).text) == WORDS


def test_a_broken_byte_makes_no_page_unreadable() -> None:
    data = as_page(charset="gb2312").encode("gb18030").replace("广大妇女".encode("gb18030"), b"\xb9\xe3\xff\xb4\xf3\xb8\xbe\xc5\xae", 1)  # fmt: skip
    text = read_bytes("a.html", data).text
    assert "\ufffd" in text
    assert "妇女与健康" in text


LINES = documents.printed(NOTICE)[1:]
SHAPES = {
    "breaks": "<br>".join(LINES),
    "pre": "<pre>" + "\n".join(LINES) + "</pre>",
    "one part a section": "".join(
        "<div class='s'>" + "".join(f"<p>{x}</p>" for x in LINES[i : i + 6]) + "</div>" for i in range(0, len(LINES), 6)
    ),
    "spans": "".join(f"<p><span>{x[:3]}</span><span lang=EN-US>{x[3:]}</span></p>" for x in LINES),
    "cell of a layout table": "<table><tr><td>" + "".join(f"<p>{x}</p>" for x in LINES) + "</td></tr></table>",
    "layout table": "<table><tr><td><a href='/x'>栏目</a></td><td>" + "".join(f"<p>{x}</p>" for x in LINES)
    + "</td></tr></table>",
    "hint names": "<div class='main-nav-content' id='share-article'>" + "".join(f"<p>{x}</p>" for x in LINES) + "</div>",
    "last part apart": "<div>" + "".join(f"<p>{x}</p>" for x in LINES[:-3]) + "</div><section>"
    + "".join(f"<p>{x}</p>" for x in LINES[-3:]) + "</section>",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_pages(shape: str) -> None:
    found = read_bytes("a.html", as_page(inner=SHAPES[shape]).encode()).text
    assert squash(found) == squash(documents.TITLE + "".join(LINES))


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<ol><li>甲的任务。</li><li>乙的任务。</li></ol>", ["1. 甲的任务。", "2. 乙的任务。"]),
        ("<ol start=5><li><p>甲的任务。</p></li><li value=9>乙的任务。</li></ol>", ["5. 甲的任务。", "9. 乙的任务。"]),
        (
            '<ol style="list-style-type: cjk-ideographic"><li>甲的任务。<ol type=a><li>小项任务。</li></ol></li><li>乙的任务。</li></ol>',
            ["一、甲的任务。", "a. 小项任务。", "二、乙的任务。"],
        ),
        ("<p>死亡率降到 9<sup>‰</sup> 以下<del>旧</del><ins>新</ins>。</p>", ["死亡率降到 9‰ 以下新。"]),
        ("<p>看<a href='#n'>附件一</a>。</p><p style='display: none'>隐藏的句子。</p>", ["看附件一。"]),
        ("<table><tr><td>指标</td><td>值。</td></tr><tr><td>率</td><td>9%。</td></tr></table>", ["指标\t值。", "率\t9%。"]),
    ],
)  # fmt: skip
def test_markup(markup: str, lines: list[str]) -> None:
    page = f"<html><body><p>一、这是前面的一句话。</p>{markup}<p>二、这是后面的一句话。</p></body></html>"
    assert read_bytes("a.html", page.encode()).text.split("\n")[1:-1] == lines


_SENTENCES = st.text(alphabet="妇女儿童健康教育提高到保障率", min_size=12, max_size=60).map(
    lambda words: words + "。"
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_SENTENCES, min_size=4, max_size=12), st.sampled_from(["p", "div", "li", "section", "h3", "td"])
)
def test_every_sentence_of_a_page_comes_through(sentences: list[str], tag: str) -> None:
    inner = "".join(f"<{tag}>{sentence}</{tag}>" for sentence in sentences)
    if tag == "td":
        inner = f"<table>{''.join(f'<tr>{cell}</td></tr>' for cell in inner.split('</td>') if cell)}</table>"
    text = read_bytes("a.html", as_page(inner=inner).encode()).text
    assert [line for line in text.split("\n") if line in sentences] == sentences
    assert "备案号" not in text
    assert "一图读懂" not in text


BODY = "".join(f"<p>{line}</p>" for line in LINES)
SITES = {
    "table of facts": f"<table><tr><td>索 引 号：</td><td>000014349/2021-00093</td><td>主题分类：</td><td>民政、扶贫、救灾</td></tr>"
    f"<tr><td>标　　题：</td><td>{documents.TITLE}</td></tr><tr><td>发文字号：</td><td>示政发〔2022〕1号</td><td>发布日期：</td>"
    f"<td>2022年06月02日</td></tr></table><div><p>{documents.TITLE}</p>{BODY}</div>",
    "all in tables": f"<table><tr><td><a href=/>首页</a>|<a href=/x>新闻</a></td></tr><tr><td><table><tr><td><ul><li><a href=/1>栏目一</a>"
    f"</li></ul></td><td><h1>{documents.TITLE}</h1><p>来源：示例县人民政府办公室 发布时间：2022-06-02 10:00 点击数：123</p>{BODY}"
    "<p>附件：<a href=/f.doc>示例县妇女发展规划.doc</a></p></td></tr></table></td></tr><tr><td>版权所有：示例县人民政府 邮编：100000 ICP备1号 "
    "本网站所刊登的各种信息，未经授权禁止复制。</td></tr></table>",
    "related pages inside": f"<div><h1>{documents.TITLE}</h1><div>{BODY}</div><div>扫一扫在手机打开当前页</div><div><b>相关解读：</b>"
    "<a href=/jd>政策解读，一图读懂。</a></div><div>上一篇：<a href=/1>关于某某的通知</a></div></div>",
    "blurb beside": f"<div><h1>{documents.TITLE}</h1><div>{BODY}</div></div><div><h3>政策简介</h3><p>县政府印发了规划，现向社会公布。</p></div>",
    "title apart": f"<div><div class=biaoti>{documents.TITLE}</div><div>时间：2022-06-02 09:10</div></div><div>{BODY}</div>",
    "modern": f"<header><nav><a href=/>首页</a></nav><h1>网站名称</h1></header><main><article><header><h1>{documents.TITLE}</h1><time>2022-06-02"
    f"</time></header>{BODY}</article><aside><p>热门文章的摘要，内容很长，请点击查看。</p></aside></main><footer><p>示例县主办。技术支持：某公司。</p></footer>",
}  # fmt: skip


@pytest.mark.parametrize("site", SITES)
def test_sites_of_all_kinds(site: str) -> None:
    page = (
        f"<html><head><title>{documents.TITLE}-示例县人民政府</title></head><body>{SITES[site]}</body></html>"
    )
    assert squash(read_bytes("a.html", page.encode()).text) == squash(documents.TITLE + "".join(LINES))


def test_an_annex_behind_the_text_stays() -> None:
    rows = "<tr><td>类别</td><td>指标</td></tr><tr><td>健康</td><td>筛查率</td></tr><tr><td>名称</td><td>入学率</td></tr>"
    text = read_bytes(
        "a.html",
        f"<html><body><h1>示例县规划</h1><p>一、完善服务。</p><table>{rows}</table></body></html>".encode(),
    ).text
    assert text.split("\n")[-3:] == ["类别\t指标", "健康\t筛查率", "名称\t入学率"]


def test_a_page_whose_text_is_loaded_by_a_script() -> None:
    with pytest.raises(UnreadableFile, match="没有正文"):
        read_bytes("a.html", b"<html><body><div id=app></div><script>load()</script></body></html>")


# --- Word -------------------------------------------------------------------------------------------------------

P = documents.paragraph


def _run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


BOX = f"<w:txbxContent>{P('框中文字。')}</w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<w:p>" + _run("到") + f'<w:ins w:id="1">{_run("2030年")}</w:ins><w:del w:id="2"><w:r><w:delText>2025年</w:delText></w:r></w:del></w:p>', ["到2030年"]),
        (P("前一段", properties='<w:rPr><w:del w:id="1"/></w:rPr>') + P("后一段"), ["前一段后一段"]),
        ("<w:p>" + _run("看得见") + _run("看不见", "<w:vanish/>") + _run("也看得见", '<w:vanish w:val="0"/>') + "</w:p>", ["看得见也看得见"]),
        ("<w:p>" + _run("第一行") + "<w:r><w:br/></w:r>" + _run("第二行") + "</w:p>", ["第一行", "第二行"]),
        ('<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + _run("70%") + '<w:r><w:sym w:font="Wingdings" w:char="F0B3"/></w:r></w:p>', ["≥70%"]),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>' + _run("3") + "</w:p>", ["3"]),
        (f"<w:p>{_run('正文。')}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>", ["正文。", "框中文字。"]),
        (f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{P('控件中文字')}</w:sdtContent></w:sdt>", ["控件中文字"]),
        (f'<w:p><w:hyperlink>{_run("国发〔2021〕16号")}</w:hyperlink></w:p>', ["国发〔2021〕16号"]),
        (documents.table_xml([["指标", "值"], ["", "9%"]]), ["指标\t值", "\t9%"]),
        ("<w:tbl><w:tr><w:tc>" + P("专栏1") + P("第一句。") + "</w:tc></w:tr></w:tbl>", ["专栏1", "第一句。"]),
        ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + P("删去的行") + "</w:tc></w:tr></w:tbl>" + P("留"), ["留"]),
        ("<w:p><w:moveFrom>" + _run("旧处") + "</w:moveFrom><w:moveTo>" + _run("新处") + "</w:moveTo></w:p>", ["新处"]),
    ],
)  # fmt: skip
def test_what_stands_in_a_word_document(body: str, lines: list[str]) -> None:
    assert read_bytes("a.docx", as_docx(body)).text.split("\n") == lines


def _levels(*forms: tuple[str, str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text, more) in enumerate(forms)
    )


def _numbering(abstract: dict[int, str], numbers: dict[int, tuple[int, str]]) -> str:
    parts = [
        f'<w:abstractNum w:abstractNumId="{key}">{inner}</w:abstractNum>' for key, inner in abstract.items()
    ]
    parts += [
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'
        for key, (of, more) in numbers.items()
    ]
    return f"<w:numbering {documents._W}>{''.join(parts)}</w:numbering>"


START_5 = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
NEW_LEVEL = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:lvlOverride>'
THREE = _levels(("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"), ("decimalEnclosedCircle", "%3", '<w:lvlRestart w:val="0"/>'))  # fmt: skip


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "numbers"),
    [
        (_numbering({1: THREE}, {1: (1, "")}), [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["第一章", "1.1", "1.2", "第二章", "2.1"]),
        (_numbering({1: THREE}, {1: (1, "")}), [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2)], ["第一章", "1.1", "①", "1.2", "②"]),
        (_numbering({1: THREE}, {1: (1, "")}), [(1, 1), (1, 0)], ["1.1", "第二章"]),  # as Word and LibreOffice count
        (_numbering({1: THREE}, {1: (1, ""), 2: (1, START_5)}), [(1, 0), (2, 0), (2, 0), (1, 0)], ["第一章", "第五章", "第六章", "第七章"]),
        (_numbering({1: THREE}, {1: (1, NEW_LEVEL)}), [(1, 0), (1, 0)], ["III.", "IV."]),
        (_numbering({1: _levels(("bullet", "\uf0b7", ""))}, {1: (1, "")}), [(1, 0)], [""]),
        (_numbering({1: _levels(("decimal", "（%1）", ""))}, {1: (1, "")}), [(1, 0)] * 3, ["（1）", "（2）", "（3）"]),
        (_numbering({1: _levels(("chineseCountingThousand", "%1、", ""))}, {1: (1, "")}), [(1, 0)] * 21, None),
        ("", [(9, 0), (0, 0)], ["", ""]),
    ],
)  # fmt: skip
def test_automatic_numbers(
    numbering: str, paragraphs: list[tuple[int, int]], numbers: list[str] | None
) -> None:
    body = "".join(P("项", number, level) for number, level in paragraphs)
    found = [
        line[:-1].strip()
        for line in read_bytes("a.docx", as_docx(body, numbering=numbering)).text.split("\n")
    ]
    if numbers is None:
        assert (found[9], found[10], found[18], found[19], found[20]) == (
            "十、",
            "十一、",
            "十九、",
            "二十、",
            "二十一、",
        )
    else:
        assert found == numbers


def test_numbers_of_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style>'
    )
    levels = _levels(("chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'), ("chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'))  # fmt: skip
    body = "".join(
        P("标题", number, 0, f'<w:pStyle w:val="{style}"/>')
        for style, number in (("h1", None), ("h2", None), ("h2", None), ("h2", 0), ("h1", None))
    )
    numbering = _numbering({1: levels}, {1: (1, "")})
    text = read_bytes("a.docx", as_docx(body, numbering=numbering, styles=styles)).text
    assert text.split("\n") == ["一、标题", "（一）标题", "（二）标题", "标题", "二、标题"]


def test_a_number_never_runs_into_the_words() -> None:
    levels = _levels(("decimal", "%1.", ""))
    text = read_bytes(
        "a.docx", as_docx(P("5岁以下儿童死亡率", 1), numbering=_numbering({1: levels}, {1: (1, "")}))
    ).text
    assert text == "1. 5岁以下儿童死亡率"


def test_what_is_left_out_is_said() -> None:
    note = f'<w:footnotes {documents._W}><w:footnote w:id="2">{P("注文")}</w:footnote></w:footnotes>'
    assert (
        "脚注 1 条" in read_bytes("a.docx", as_docx(P("正文"), parts={"word/footnotes.xml": note})).notes[0]
    )


# --- files that cannot be read --------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _bomb() -> bytes:
    return as_docx(parts={"word/numbering.xml": "<a>" + "甲" * 60_000_000 + "</a>"})


def _locked_zip() -> bytes:
    data = bytearray(as_zip({"a.txt": "妇女".encode()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("cut.docx", as_docx()[:900], "已损坏"),
        ("cut.pdf", as_pdf()[:300], "已损坏"),
        ("cut.doc", DOC.read_bytes()[:5000], "已损坏"),
        ("none.doc", OLE + b"\0" * 600, "已损坏"),
        ("locked.pdf", as_pdf(password="x"), "密码"),
        ("macro.docx", as_docx(parts={"word/vbaProject.bin": "x"}), "宏"),
        ("bomb.docx", _bomb(), "解开后超过"),
        ("bad.docx", as_docx("<w:p>"), "已损坏"),
        ("entity.docx", as_docx(parts={"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "没有文字"),
        ("empty.docx", as_docx("<w:p/>"), "没有文字"),
        ("table.xlsx", as_zip({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "Excel"),
        ("sign.ofd", as_zip({"OFD.xml": b""}), "OFD"),
        ("a.rar", b"Rar!\x1a\x07\x00", "RAR"),
        ("a.rtf", b"{\\rtf1\\ansi}", "RTF"),
        ("a.exe", b"MZ\x90\x00" + b"\0" * 100, "程序文件"),
        ("inner.zip", as_zip({"b.zip": as_zip({"a.txt": b"a"})}), "没有可以读取"),
        ("cut.zip", as_zip({"a.txt": "妇女".encode()})[:40], "已损坏"),
        ("locked.zip", _locked_zip(), "密码"),
        ("pictures.zip", as_zip({"a.png": b"\x89PNG\r\n\x1a\n"}), "没有可以读取"),
    ],
)  # fmt: skip
def test_one_sentence_for_what_cannot_be_read(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as error:
        read_file(path)
    assert says in str(error.value)
    assert str(error.value).endswith("。")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["notice.docx", "notice.doc", "notice.pdf", "notice.zip"]), st.data())
def test_damaged_bytes_break_nothing(name: str, data: st.DataObject) -> None:
    content = bytearray(_CONTENT[name])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=30)):
        content[at] = data.draw(st.integers(0, 255))
    # Damage can leave a PDF without text: it must not be recognised here, which takes seconds.
    with suppress(UnreadableFile), patch.object(scan, "_engine", lambda: None):
        read_bytes(name, bytes(content))


_CONTENT = {name: FORMATS[name]() for name in ("notice.docx", "notice.doc", "notice.pdf", "notice.zip")}


def test_content_counts_and_not_the_name() -> None:
    for name, data in (
        ("a.doc", as_page().encode()),
        ("a.docx", as_pdf()),
        ("a.pdf", as_docx()),
        ("a.txt", as_docx()),
    ):
        source = read_bytes(name, data)
        assert "孕产妇死亡率" in source.text
        assert "按内容读取" in source.notes[0]


def test_archive_names_and_what_is_not_read(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("ABCD.txt", as_text())
        package.writestr("坏.docx", b"PK\x03\x04")
        package.writestr("__MACOSX/a.txt", b"x")
        package.writestr("页_files/frame.html", b"<html>x</html>")
    path = tmp_path / "plans.zip"
    path.write_bytes(data.getvalue().replace(b"ABCD", "规划".encode("gb18030")))  # as Windows writes names
    files = read_files(path)
    assert [file.source.name for file in files] == ["规划.txt"]
    assert "坏.docx" in files[0].source.notes[0]


def test_a_scan_is_read_from_the_text_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(as_pdf())
    (tmp_path / "scan.pdf.scan.txt").write_text(
        "示例县规划（2021—2030年）\n一、巩固率达到95%以上。", encoding="utf-8"
    )
    source = read_source(path)
    assert source.scanned
    assert "95%" in source.text


def test_the_rest_of_a_wrapped_sentence_is_no_heading() -> None:
    body = (
        "坚持以人民为中心的发展思想，统筹推进各项工作，健全服务体系，提高服务水平，促进全面发展和共同进步。"
        * 4
    )
    text = "示例县养老服务发展规划（2021—2030年）\n为贯彻落实上级决策部署，进一步完善养老服务体系，推动高质量发展，现就有关工作提出以下意见："
    text += f"\n一、总体要求\n{body}\n二、主要任务\n（一）完善服务体系。{body}\n（二）强化经费保障。{body}\n"
    wrapped = "\n".join(line[at : at + 42] for line in text.split("\n") for at in range(0, len(line), 42))
    assert "\n意见：\n" in wrapped.replace("以下意见：", "以下\n意见：")
    (plan,) = read_text(read_bytes("p.txt", wrapped.replace("以下意见：", "以下\n意见：").encode()))
    assert [clause.address.partition("/")[2] for clause in plan.clauses][-2:] == [
        "2/measure/1",
        "2/measure/2",
    ]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("死亡率降到3.4%0以下", "死亡率降到3.4‰以下"),
        ("死亡率降到3.4%o以下", "死亡率降到3.4‰以下"),
        ("死亡率降到3.4 ％O以下", "死亡率降到3.4‰以下"),
        ("覆盖率达到90%。", "覆盖率达到90%。"),
        ("覆盖率达到90%05年", "覆盖率达到90%05年"),
        ("覆盖率达到90%以上", "覆盖率达到90%以上"),
    ],
)
def test_the_sign_of_per_mille_is_put_right(read: str, meant: str) -> None:
    assert scan.repair(read) == meant


def test_scans_with_and_without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_engine", lambda: None)
    with pytest.raises(UnreadableFile, match=r"是扫描件（共 1 页图片.*duibiao\[ocr\]"):
        read_bytes("scan.pdf", _blank_pdf())
    with pytest.raises(UnreadableFile, match="扫描件"):
        read_bytes("page.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    boxes = [[(0, y), (90, y), (90, y + 20), (0, y + 20)] for y in (40, 0)] + [
        [(100, 1), (190, 1), (190, 21), (100, 21)]
    ]
    found = SimpleNamespace(boxes=boxes, txts=["死亡率降到3.4%0以下。", "示例县规划", "（2021—2030年）"])
    monkeypatch.setattr(scan, "_engine", lambda: lambda picture: found)
    source = read_bytes("scan.pdf", _blank_pdf())
    assert source.scanned
    assert source.text == "示例县规划 （2021—2030年）\n死亡率降到3.4‰以下。"
    targets = [target for plan in read_text(source) for target in plan.targets]
    assert [(str(target.value), target.unit, target.scanned) for target in targets] == [
        ("3.4", "per_1000", True)
    ]


def _blank_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()
    return data.getvalue()
