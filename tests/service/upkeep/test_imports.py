"""Plans taken in: looked at first, kept whole or not at all, and never into the corpus that ships."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import documents
import pytest

from ingest.catalogue.identity import Stated
from ingest.plan import Level
from ingest.readers import SourceFile, read_bytes
from service.decisions.decisions import LinkDecision, LinkStatus, open_decisions
from service.errors import BadImport, NotFound
from service.faces.terminal.cli import main
from service.settings import Settings
from service.upkeep import build, fetching, imports

WOMEN = """示例省妇女发展规划（2021—2030年）
一、总体要求
坚持男女平等基本国策，促进妇女全面发展。
二、发展领域、主要目标和策略措施
（一）妇女与健康
主要目标：
1. 孕产妇死亡率下降到12/10万以下。
2. 适龄妇女宫颈癌人群筛查率达到70%以上。
策略措施：
1. 完善妇女健康服务体系。加强妇幼保健机构建设。
2. 加强健康教育。普及健康知识。
"""
HEAD = "plan,kind,domain,number,indicator,population,comparator,value,unit,year,nature,trend,baseline_year,checked,note,source"
CATALOGUE = """
[[plan]]
id = "province-women"
title = "示例省妇女发展规划（2021—2030年）"
level = "province"
region = "示例省"
subject = "妇女"
holding = "figures"
official_url = "http://127.0.0.1:{port}/page.html"

[[plan]]
id = "county-women"
title = "示例县妇女发展规划（2021—2030年）"
level = "county"
file = "county.txt"
holding = "full"
"""


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """A corpus with one text, one plan without, and two figures known about it."""
    corpus = tmp_path / "corpus"
    (corpus / "figures").mkdir(parents=True)
    (corpus / "catalogue.toml").write_text(CATALOGUE.format(port=1), "utf-8")
    (corpus / "county.txt").write_text(WOMEN.replace("示例省", "示例县"), "utf-8")
    rows = (
        "province-women,goal,妇女与健康,1,孕产妇死亡率,,<=,12,per_100000,,level,,,reported,,报道",
        "province-women,goal,妇女与健康,2,宫颈癌人群筛查率,,>=,80,percent,,level,,,unconfirmed,,记忆",
    )
    (corpus / "figures" / "known.csv").write_text("\n".join([HEAD, *rows]), "utf-8")
    return Settings(home=tmp_path / "home", corpus=corpus.resolve())


def _file(text: str = WOMEN, name: str = "省规划.txt") -> tuple[SourceFile, ...]:
    return (SourceFile(text.encode(), read_bytes(name, text.encode())),)


def _take_in(settings: Settings, text: str = WOMEN, *stated: Stated) -> imports.Import:
    made = imports.prepare(_file(text), settings, stated, build.Silent())
    imports.store(made, settings, build.Silent())
    return made


def _texts(settings: Settings) -> dict[str, str]:
    base = build.ensure(settings, build.Silent())
    return {row.clause.address: row.clause.text for row in base.store.clauses()}


def test_the_review_changes_nothing(own: Settings) -> None:
    before = _texts(own)
    (review,) = imports.prepare(_file(), own, [], build.Silent()).reviews
    assert (review.plan.entry.id, review.known, review.held) == ("province-women", True, False)
    assert len(review.changes.new) == len(review.plan.clauses) == 5
    assert [check.outcome.value for check in review.figures] == ["confirmed", "conflict"]
    assert _texts(own) == before
    assert not own.imports.exists()


def test_what_is_kept(own: Settings) -> None:
    catalogue = (own.corpus / "catalogue.toml").read_bytes()
    _take_in(own)
    assert (own.corpus / "catalogue.toml").read_bytes() == catalogue
    (kept,) = own.imports.rglob("*.txt")
    assert kept.read_text("utf-8") == WOMEN
    found = _texts(own)
    assert found["province-women/2.1/goal/1"] == "1.孕产妇死亡率下降到12/10万以下。"
    base = build.ensure(own, build.Silent())
    plans = {plan.entry.id: plan.entry for plan in base.store.plans()}
    assert plans["province-women"].holding.value == "full"
    assert list(plans) == ["province-women", "county-women"]
    assert [(check.outcome.value, check.checked.value) for check in base.store.figures()] == [
        ("confirmed", "text"),
        ("conflict", "unconfirmed"),
    ]


def test_taken_in_again(own: Settings) -> None:
    _take_in(own)
    (review,) = imports.prepare(_file(), own, [], build.Silent()).reviews
    assert review.same_file
    page = _page()
    again = imports.prepare(
        (SourceFile(page, read_bytes("p.html", page)),), own, [Stated("province-women")], build.Silent()
    )
    assert again.reviews[0].changes.none
    assert again.reviews[0].changes.unchanged == 5


def test_a_new_edition(own: Settings) -> None:
    _take_in(own)
    decisions = open_decisions(own)
    texts = _texts(own)
    for address in ("province-women/2.1/measure/2", "province-women/2.1/goal/2", "province-women/2.1/goal/1"):
        decisions.decide(
            LinkDecision(
                "county-women/2.1/goal/1",
                address,
                LinkStatus.CONFIRMED,
                texts["county-women/2.1/goal/1"],
                texts[address],
            )
        )
    edition = WOMEN.replace("70%", "80%").replace("2. 加强健康教育。普及健康知识。\n", "")
    made = _take_in(own, edition)
    changes = made.reviews[0].changes
    assert changes.changed == ("province-women/2.1/goal/2",)
    assert changes.removed == ("province-women/2.1/measure/2",)
    assert changes.unchanged == 3
    assert {(each.vanished, each.changed) for each in made.reviews[0].orphans} == {
        (("province-women/2.1/measure/2",), ()),
        ((), ("province-women/2.1/goal/2",)),
    }
    assert len(decisions.links()) == 3
    assert len(list(own.imports.rglob("*.txt"))) == 2  # the edition of before is kept
    assert "province-women/2.1/measure/2" not in _texts(own)


def test_two_plans_in_one_file(own: Settings) -> None:
    made = _take_in(own, documents.as_text())
    assert [review.plan.entry.id for review in made.reviews] == ["county-women", "shili-children-2021"]
    assert len(list(own.imports.rglob("*.txt"))) == 1
    found = _texts(own)
    assert "shili-children-2021/2.1/goal/1" in found
    # The county's own file is read no more: its text was replaced.
    assert found["county-women/2.1/goal/1"].startswith("1.孕产妇死亡率控制在")


def test_stated_identity(own: Settings) -> None:
    with pytest.raises(BadImport, match="文件里有 2 部规划"):
        imports.prepare(_file(documents.as_text()), own, [Stated("x")], build.Silent())
    with pytest.raises(BadImport, match="却写了 3 个"):
        imports.prepare(_file(documents.as_text()), own, [Stated("x")] * 3, build.Silent())
    with pytest.raises(BadImport, match="都被认作"):
        imports.prepare(_file(documents.as_text()), own, [Stated("x")] * 2, build.Silent())
    with pytest.raises(BadImport, match="只能用小写字母"):
        imports.prepare(_file(), own, [Stated("甲")], build.Silent())
    _take_in(own, documents.as_text(), Stated("a", level=Level.CITY), Stated("b"))
    assert {"a/2.1/goal/1", "b/2.1/goal/1"} <= set(_texts(own))


def test_a_text_without_a_title_keeps_its_id(own: Settings) -> None:
    _take_in(own, "一、总则\n1. 巩固率达到95%以上。\n2. 其他事项。", Stated("no-title"))
    assert any(address.startswith("no-title/") for address in _texts(own))


def test_a_build_that_fails_leaves_all_as_it_was(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _texts(own)
    made = imports.prepare(_file(), own, [], build.Silent())
    whole = build.read_corpus

    def broken(settings: Settings, progress: build.Progress) -> build.CorpusReading:
        raise BadImport("坏了。")

    monkeypatch.setattr(build, "read_corpus", broken)
    with pytest.raises(BadImport):
        imports.store(made, own, build.Silent())
    monkeypatch.setattr(build, "read_corpus", whole)
    assert not (own.imports / "catalogue.toml").exists()
    assert _texts(own) == before


def test_an_empty_folder_and_a_scan(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", corpus=tmp_path / "new")
    source = read_bytes("省规划.txt", WOMEN.encode())
    data = documents.as_pdf()
    scan = SourceFile(
        data, replace(source, name="省规划.pdf", encoding="scan", sha256=sha256(data).hexdigest())
    )
    made = imports.prepare((scan,), settings, [], build.Silent())
    assert any("来自扫描" in note for note in made.reviews[0].notes)
    assert all(target.scanned for target in made.reviews[0].plan.targets)
    base = imports.store(made, settings, build.Silent())
    assert [path.name for path in settings.imports.rglob("*.scan.txt")]
    targets = list(base.store.targets())
    assert len(targets) == 2
    assert all(target.scanned for target in targets)


# --- the command ------------------------------------------------------------------------------------------------


def _run(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main(words)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "省规划.txt"
    path.write_text(WOMEN, "utf-8")
    return path


def test_command(
    own: Settings, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(own.home))
    words = ["import", str(file), "--corpus", str(own.corpus)]
    status, out, _ = _run([*words, "--dry-run"], capsys)
    assert status == 0
    assert "province-women" in out
    assert "与原文一致 1" in out
    status, _, err = _run(words, capsys)
    assert (status, "没有入库" in err) == (2, True)
    assert not own.imports.exists()
    status, out, _ = _run([*words, "--json", "--dry-run"], capsys)
    assert status == 0
    assert json.loads(out)["stored"] is False
    status, out, _ = _run([*words, "--yes", "--json"], capsys)
    record = json.loads(out)
    assert (status, record["stored"], record["plan"], len(record["new"])) == (0, True, "province-women", 5)
    assert [figure["checked"] for figure in record["figures"]] == ["程序识别", "未核对"]
    status, out, _ = _run(
        ["clauses", "--json", "--plan", "province-women", "--corpus", str(own.corpus)], capsys
    )
    assert (status, out.count("\n")) == (0, 5)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--level", "村"], "没有叫“村”的层级"),
        (["--plan", "a", "--plan", "b"], "文件里有 1 部规划"),
        (["--corpus", "{file}"], "是一个文件"),
    ],
)
def test_mistakes(words: list[str], says: str, own: Settings, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setenv("DUIBIAO_HOME", str(own.home))
    words = [word.replace("{file}", str(file)) for word in words]
    if "--corpus" not in words:
        words += ["--corpus", str(own.corpus)]
    status, _, err = _run(["import", str(file), "--yes", *words], capsys)
    assert status == 2
    assert says in err


# --- fetching ---------------------------------------------------------------------------------------------------

Answers = dict[str, tuple[int, dict[str, str], bytes]]


@pytest.fixture
def host() -> Iterator[Callable[[Answers], int]]:
    """A web host of this test's own."""
    answers: Answers = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def serve(given: Answers) -> int:
        answers.update(given)
        return int(server.server_address[1])

    yield serve
    server.shutdown()
    server.server_close()
    thread.join()


def _page() -> bytes:
    title, *lines = WOMEN.split("\n")
    return documents.as_page(title=title, inner="".join(f"<p>{line}</p>" for line in lines)).encode()


def test_fetch(own: Settings, host: Callable[[Answers], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setenv("DUIBIAO_HOME", str(own.home))
    port = host({"/page.html": (302, {"Location": "/moved.html"}, b""), "/moved.html": (200, {}, _page())})
    (own.corpus / "catalogue.toml").write_text(CATALOGUE.format(port=port), "utf-8")
    status, out, err = _run(
        ["fetch", "province-women", "--yes", "--json", "--corpus", str(own.corpus)], capsys
    )
    assert (status, err.count("下载")) == (0, 1)
    assert json.loads(out)["stored"] is True
    assert "province-women/2.1/goal/1" in _texts(own)
    status, _, err = _run(["fetch", "county-women", "--corpus", str(own.corpus)], capsys)
    assert (status, "没有《示例县妇女发展规划（2021—2030年）》的官方网址" in err) == (2, True)
    status, _, err = _run(["fetch", "nobody", "--corpus", str(own.corpus)], capsys)
    assert (status, "可以下载的有：province-women" in err) == (2, True)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"/page.html": (302, {"Location": "http://localhost:9/x"}, b"")}, "转到了另一个网站 localhost"),
        ({"/page.html": (302, {"Location": "file:///etc/passwd"}, b"")}, "没有取到文件"),
        ({"/page.html": (200, {}, b"x" * 3000)}, "不像是规划文本"),
        ({}, "回答“404”"),
    ],
)
def test_fetch_keeps_its_limits(answers: Answers, says: str, host: Callable[[Answers], int], monkeypatch: pytest.MonkeyPatch, own: Settings) -> None:  # fmt: skip
    monkeypatch.setattr(fetching, "MAX_BYTES", 2000)
    (own.corpus / "catalogue.toml").write_text(CATALOGUE.format(port=host(answers)), "utf-8")
    catalogue = build.load_catalogue(own)
    assert catalogue is not None
    with pytest.raises(BadImport, match=says):
        fetching.fetch(catalogue.entries[0])


def test_fetch_without_internet(own: Settings) -> None:
    catalogue = build.load_catalogue(own)
    assert catalogue is not None
    with pytest.raises(BadImport, match="现在连不上 127"):
        fetching.fetch(catalogue.entries[0])
    with pytest.raises(NotFound, match="官方网址"):
        fetching.fetch(catalogue.entries[1])


def test_fetch_refuses_another_plan(own: Settings, host: Callable[[Answers], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setenv("DUIBIAO_HOME", str(own.home))
    port = host({"/page.html": (200, {}, WOMEN.replace("示例省", "示例国").encode())})
    (own.corpus / "catalogue.toml").write_text(CATALOGUE.format(port=port), "utf-8")
    status, _, err = _run(["fetch", "province-women", "--yes", "--corpus", str(own.corpus)], capsys)
    assert (status, "没有入库" in err) == (2, True)
    shutil.rmtree(own.home, ignore_errors=True)


def test_the_pages_of_a_file_are_a_stage_of_the_progress() -> None:
    told: list[object] = []

    class Kept(build.Silent):
        def stage(self, name: str, total: int) -> None:
            told.append((name, total))

        def advance(self, steps: int = 1) -> None:
            told.append(steps)

    watch = build.watching(Kept())
    for done, total in ((1, 2), (2, 2), (1, 1)):  # an archive of two files
        watch(done, total)
    assert told == [("读入页面", 2), 1, 1, ("读入页面", 1), 1]
