"""Nothing of a file is left out in silence: what each reader does not read is counted and said."""

from __future__ import annotations

import time

import documents
import pytest
import tables as made
from documents import as_docx, as_page, as_zip, paragraph

from analyzers.normalise import squash
from ingest.plan import UnreadableFile
from ingest.readers import read_bytes
from ingest.readers.formats import FORMATS, told_by_head

P = paragraph
_W = documents._W


def _run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


@pytest.mark.parametrize(
    ("body", "parts", "says"),
    [
        (f"<w:p>{_run('到')}<w:ins>{_run('2030年')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>", {}, "修订，已按全部接受读入：插入 1 处、删除 1 处"),
        (f"<w:p>{_run('看得见')}{_run('看不见', '<w:vanish/>')}</w:p>", {}, "隐藏文字 1 处没有读入"),
        (P("正文"), {"word/header1.xml": f"<w:hdr {_W}>{P('示例县公报')}</w:hdr>", "word/footer1.xml": f"<w:ftr {_W}>{P('— 1 —')}</w:ftr>"}, "页眉、页脚 1 种没有读入，如“示例县公报”"),
        (P("正文"), {"word/header2.xml": f"<w:hdr {_W}>" + '<w:p><w:r><w:pict><v:shape xmlns:v="v"><v:textpath string="内部资料"/></v:shape></w:pict></w:r></w:p></w:hdr>'}, "水印 1 种没有读入，如“内部资料”"),
        (P("正文"), {"word/comments.xml": f"<w:comments {_W}><w:comment>{P('请核')}</w:comment><w:comment>{P('再核')}</w:comment></w:comments>"}, "批注 2 条没有读入"),
        (P("正文"), {"word/endnotes.xml": f"<w:endnotes {_W}><w:endnote>{P('注')}</w:endnote></w:endnotes>"}, "尾注 1 条没有读入"),
        (P("正文") + '<w:p><w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r></w:p>', {}, "图片 1 张没有读入"),
        (P("正文") + '<w:p><w:r><w:object><o:OLEObject xmlns:o="o"/></w:object></w:r></w:p>', {}, "嵌入的对象（如 Excel 表格）1 个"),
    ],
)  # fmt: skip
def test_word(body: str, parts: dict[str, str], says: str) -> None:
    notes = read_bytes("a.docx", as_docx(body, parts=parts)).notes
    assert [says in note for note in notes] == [True]


def test_word_without_anything_left_out_says_nothing() -> None:
    assert read_bytes("a.docx", as_docx()).notes == ()
    assert read_bytes("a.odt", made.in_odt()).notes == ()
    assert read_bytes("a.rtf", made.in_rtf()).notes == ()


def test_word_2003() -> None:
    data = made.in_word_2003().replace(
        "二、重点任务".encode(),
        '</w:t></w:r><aml:annotation xmlns:aml="a" w:type="Word.Deletion"><aml:content><w:r><w:delText>旧</w:delText></w:r>'
        '</aml:content></aml:annotation><aml:annotation xmlns:aml="a" w:type="Word.Comment"><aml:content><w:p><w:r><w:t>批'
        "</w:t></w:r></w:p></aml:content></aml:annotation><w:r><w:t>二、重点任务".encode(),
    )
    source = read_bytes("a.xml", data)
    assert source.text == made.TEXT
    assert any("删除 1 处" in note for note in source.notes)


def test_printed_numbers_of_word_2003() -> None:
    number = '<w:pPr><w:listPr><w:ilvl w:val="0"/><wx:t xmlns:wx="x" wx:val="（一）"/></w:listPr></w:pPr>'
    data = made.in_word_2003().replace(
        '<w:p><w:pPr></w:pPr><w:r><w:t xml:space="preserve">二、重点'.encode(),
        f"<w:p>{number}<w:r><w:t>重点".encode(),
    )
    assert "\n（一）重点任务\n" in read_bytes("a.xml", data).text


# --- OpenDocument and RTF -----------------------------------------------------------------------------------


def test_open_document() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧话</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes><text:p>一、目标<text:note text:note-class='footnote'><text:note-body><text:p>脚注文</text:p>"
        "</text:note-body></text:note><office:annotation><text:p>批注文</text:p></office:annotation>到<text:s text:c='2'/>"
        "2030年<text:tab/>止<text:line-break/>换行<text:span text:style-name='T9'>藏</text:span></text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>框中文字</text:p></draw:text-box></draw:frame><draw:frame><draw:image/>"
        "</draw:frame></text:p>"
    )
    hidden = "<style:style style:name='T9'><style:text-properties text:display='none'/></style:style>"
    styles = "<style:master-page><style:header><text:p>页眉文字</text:p></style:header></style:master-page>"
    source = read_bytes("a.odt", made.as_odt(body, content=hidden, styles=styles))
    assert source.text == "一、目标到  2030年\t止\n换行\n框中文字"
    for says in ("脚注 1 条", "批注 1 条", "删除 1 处", "隐藏文字 1 处", "页眉文字", "图片 1 张"):
        assert any(says in note for note in source.notes)


def test_lists_of_open_document() -> None:
    styles = (
        "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='一, 二, 三, ...'"
        " style:num-suffix='、'/><text:list-level-style-number text:level='2' style:num-format='1' style:num-prefix='（'"
        " style:num-suffix='）'/></text:list-style>"
    )
    item = "<text:list-item><text:p>{}</text:p></text:list-item>"
    body = (
        f"<text:list text:style-name='L'>{item.format('甲')}<text:list-item><text:p>乙</text:p><text:list>"
        f"{item.format('子')}{item.format('丑')}</text:list></text:list-item></text:list><text:p>话</text:p>"
        f"<text:list text:style-name='L' text:continue-numbering='true'>{item.format('丙')}</text:list>"
        f"<text:list text:style-name='L'>{item.format('丁')}<text:list-item text:start-value='9'><text:p>戊</text:p></text:list-item></text:list>"
    )
    text = read_bytes("a.odt", made.as_odt(body, content=styles)).text
    assert text.split("\n") == ["一、甲", "二、乙", "（1）子", "（2）丑", "话", "三、丙", "一、丁", "九、戊"]


def test_rich_text() -> None:
    w = made.rtf_words
    body = (
        f"{{\\header {w('页眉文字')}\\par}}{{\\*\\generator {w('程序')}}}"
        f"{{\\listtext\\tab {w('一、')}\\tab}}{w('目标')}{{\\footnote {w('脚注文')}}}\\par "
        f"{w('到')}{{\\v {w('藏')}}}{{\\deleted {w('旧')}}}{{\\revised {w('新')}}}2030{w('年')}\\tab {w('止')}\\line {w('换行')}\\par "
        f"{{\\field{{\\*\\fldinst PAGE}}{{\\fldrslt 3}}}}{{\\*\\annotation {w('批注')}\\par}}{{\\pict\\wmetafile8 0102}}\\par "
        f"{{\\shp{{\\*\\shpinst{{\\sp{{\\sn x}}{{\\sv 1}}}}{{\\shptxt {w('框中文字')}\\par}}}}}}{w('后文')}\\par"
        f"\\bin4 {{}}{{ \\u-10179?\\u-9025?{w('完')}\\'b0\\'a1\\par"
    )
    source = read_bytes("a.rtf", made.as_rtf(body))
    assert source.text.split("\n") == [
        "一、目标",
        "到新2030年\t止",
        "换行",
        "3",
        "后文",
        "框中文字",
        "💿完啊",
    ]
    for says in ("脚注 1 条", "批注 1 条", "插入 1 处、删除 1 处", "隐藏文字 1 处", "页眉文字", "图片 1 张"):
        assert any(says in note for note in source.notes), says


@pytest.mark.parametrize("end", ["odt", "rtf"])
def test_the_notice_in_further_formats(end: str) -> None:
    """The same words, whichever office program wrote them."""
    lines = documents.printed(documents.NOTICE)
    rows = [[(cell, 1, 1) for cell in row] for row in documents.TABLE]
    data = (
        made.as_odt("".join(f"<text:p>{line}</text:p>" for line in lines) + made.odt_table(rows))
        if end == "odt"
        else made.as_rtf("".join(made.rtf_words(line) + "\\par " for line in lines) + made.rtf_table(rows))
    )
    assert read_bytes(f"a.{end}", data).text == documents.as_text()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.ods", as_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}), "表格或演示文稿"),
        ("locked.odt", as_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"\0\0", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "密码"),
        ("macro.odt", made.as_odt("<text:p>话</text:p>", files={"Basic/Standard/script-lb.xml": b"<a/>"}), "宏"),
        ("bomb.odt", made.as_odt("<text:p>话</text:p>", files={"META-INF/manifest.xml": b"a" * 98 * 1024 * 1024}), "解开后超过"),
        ("cut.odt", made.in_odt()[:900], "已损坏"),
        ("bad.odt", as_zip({"content.xml": b"<office:text>"}), "已损坏"),
        ("empty.odt", made.as_odt(""), "没有文字"),
        ("empty.rtf", b"{\\rtf1 }", "没有文字"),
        ("deep.rtf", b"{\\rtf1 " + b"{" * 100_000, "已损坏"),
        ("macro.xml", made.in_flat_xml().replace(b"word/media/image1.png", b"word/vbaProject.bin"), "宏"),
        ("cut.xml", made.in_flat_xml()[:3000], "已损坏"),
        ("old.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "已损坏"),
        ("sign.ofd", as_zip({"OFD.xml": b""}), "另存为 PDF"),
    ],
)  # fmt: skip
def test_one_sentence_for_what_cannot_be_read(name: str, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_bytes(name, data)
    assert says in str(error.value)
    assert str(error.value).endswith("。")


# --- web pages --------------------------------------------------------------------------------------------------


def test_what_stands_around_a_page_is_counted() -> None:
    notes = read_bytes("a.html", as_page().encode()).notes
    assert any("导航和链接" in note and "页脚" in note and "按钮和分享栏" in note for note in notes)
    assert not any("正文之外还有文字" in note for note in notes)


BODY = "".join(f"<p>{line}</p>" for line in documents.printed(documents.NOTICE)[1:])


def test_a_blurb_that_is_left_out_is_quoted() -> None:
    page = f"<div><h1>{documents.TITLE}</h1><div>{BODY}</div></div><div><p>县政府印发了规划，现向社会公布。</p></div>"
    (note,) = read_bytes("a.html", page.encode()).notes
    assert "1 处共 16 字" in note
    assert "县政府印发了规划，现向社会公布。" in note


@pytest.mark.parametrize("link", ['<a href="#p5">', '<a href="page.html#p5">', '<a href="/x.html">'])
@pytest.mark.parametrize("between", ["<br>", "</p><p>", "</div><div>"])
def test_a_link_that_is_never_closed_swallows_nothing(link: str, between: str) -> None:
    lines = documents.printed(documents.NOTICE)[1:]
    contents = between.join(['<a href="#p1">一、总体要求</a>', f"{link}二、组织实施", *lines])
    page = f"<html><body><div><p>{contents}</p></div></body></html>"
    text = squash(read_bytes("a.html", page.encode()).text)
    assert all(squash(line) in text for line in lines)


def test_a_large_table_does_not_push_out_the_text_around_it() -> None:
    row = "<tr><td>{}</td><td>推进工作，建立健全服务机制，落实好各项保障措施，确保取得实效。</td><td>县妇联</td></tr>"
    table = "<table>" + "".join(row.format(number) for number in range(1, 60)) + "</table>"
    page = (
        "<html><body><div class='w'><p>各乡镇人民政府：</p><p>现将任务分工印发给你们，请认真执行。</p>"
        f"{table}<p>联系人：张某。</p></div></body></html>"
    )
    source = read_bytes("a.html", page.encode())
    assert source.text.split("\n")[:2] == ["各乡镇人民政府：", "现将任务分工印发给你们，请认真执行。"]
    assert source.text.endswith("\n联系人：张某。")
    assert source.tables[0].height == 59


def test_text_behind_a_page_that_was_closed_too_early() -> None:
    page = "<html><body><p>一、前面的话，请认真执行。</p></body></html><p>二、后面的话，请认真执行。</p>"
    assert (
        read_bytes("a.html", page.encode()).text == "一、前面的话，请认真执行。\n二、后面的话，请认真执行。"
    )


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ('<p><a href="/f/P02.pdf">示例县规划.pdf</a></p>', "正文在附件“示例县规划.pdf”中"),
        ('<p><a href="/f/规划.docx?id=3"></a></p><p>发布日期：2022-03-01</p>', "正文在附件“规划.docx”中"),
        ('<h1>示例县规划</h1><p><img src="1.jpg"><img src="2.jpg"></p>', "正文是 2 张图片"),
        ('<div id="app"></div>', "没有正文"),
    ],
)
def test_pages_without_a_text_of_their_own(inner: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read_bytes("a.html", f"<html><body>{inner}</body></html>".encode())


def test_attachments_and_pictures_beside_a_text_are_said() -> None:
    page = f'<html><body><div>{BODY}<img src="a.png" width="600"><img src="i.png" width="16"></div><a href="b.xls">附表.xls</a></body></html>'
    notes = read_bytes("a.html", page.encode()).notes
    assert any("附件“附表.xls”" in note for note in notes)
    assert any("图片 1 张" in note for note in notes)


@pytest.mark.parametrize(
    ("head", "body", "first"),
    [
        ("<title>示例市关于家庭教育的实施意见（2021—2025年）-示例市妇女联合会</title>", "", "示例市关于家庭教育的实施意见（2021—2025年）"),
        ("<title>示例县补贴发放情况_示例县人民政府网</title><meta name=ArticleTitle content=示例县补贴发放情况>", "", "示例县补贴发放情况"),
        ("<title>示例县公报</title>", "<p><b>示例县人民代表大会常务委员会</b><br>关于批准预算的决议</p>", "示例县人民代表大会常务委员会"),
    ],
)  # fmt: skip
def test_titles_that_stand_above_the_text_or_in_the_head_only(head: str, body: str, first: str) -> None:
    page = f"<html><head>{head}</head><body><ul><li><a href=/>首页</a></li></ul>{body}<div><p>一、完善服务。</p><p>二、加强领导。</p></div></body></html>"
    lines = read_bytes("a.html", page.encode()).text.split("\n")
    assert lines[0] == first
    assert lines[-2:] == ["一、完善服务。", "二、加强领导。"]


# --- telling formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<!--a-->" * 40 + b"<html>", "网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<!DOCTYPE html PUBLIC>", "网页"),
        (
            b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><w:wordDocument>",
            "Word 的 XML 文档",
        ),
        (b"<!--" + b"a" * 5000, "文本文件"),
        (b"{\\rtf1\\ansi", "RTF 文档"),
    ],
)
def test_formats_by_their_first_bytes(head: bytes, name: str) -> None:
    assert told_by_head(head[:4096]).name == name


@pytest.mark.parametrize("piece", [b"<!--a-->", b"<?xml ?>", b" ", b"<", b"<!--", b"a: b\n", b"\0", b"<p"])
def test_telling_a_format_takes_no_time(piece: bytes) -> None:
    head = (piece * 4096)[:4096]
    started = time.process_time()
    for _ in range(20):
        assert told_by_head(head) in FORMATS
    assert time.process_time() - started < 0.5
