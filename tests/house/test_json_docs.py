"""docs/json.md says what programs get: each record of each command and operation, its fields, types and values.

Every command is run on the real corpus, on fictional plans of four levels and on plans that are taken in; what it prints
is held against the tables of the page, and so is what the API describes. No field may be missing on either side.
"""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import documents
import grids
import pytest
from places import CORPUS, FAMILIES, NOTICE, ROOT

from analyzers import lexicon
from service.faces.terminal import cli
from service.faces.terminal.commands import COMMANDS
from service.faces.web.app import create_app
from service.settings import Settings

PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
FAMILY = str(FAMILIES / "kept")
GOAL = "tengchong-women-2021/2.1/goal/2"
TYPES = {
    "文字": {"string"},
    "整数": {"integer"},
    "数": {"integer", "number"},
    "真假": {"boolean"},
    "列表": {"array"},
    "对象": {"object"},
    "null": {"null"},
}
JSON_TYPES = {
    str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object", type(None): "null",
}  # fmt: skip


# What the page says


@dataclass
class Said:
    """One field as the page describes it."""

    types: set[str]
    may_be_left_out: bool
    values: set[str]  # what stands in code type in its row
    codes: bool  # its values are those of the table 取值
    inner: str | None  # the record that its items are


def _codes() -> dict[str, set[str]]:
    part = PAGE.partition("## 取值")[2].partition("\n## ")[0]
    return {
        name: set(re.findall("`([^`]+)`", said))
        for name, said in re.findall(r"^\| (\S+) \| (.*) \|$", part, re.M)
    }


def _field(kind: str, content: str) -> Said:
    words = kind.replace("，可省", "").split("或")
    codes = [_CODES[word.strip()] for word in words if word.strip() in _CODES]
    types = set().union(*(TYPES.get(word.strip(), {"string"}) for word in words))
    assert all(word.strip() in TYPES or word.strip() in _CODES for word in words), kind
    inner = re.search("(?:每项是|是一个) `([a-z_]+)`", content)
    values = codes[0] if codes else set(re.findall("`([^`]+)`", content))
    return Said(types, "可省" in kind, values, bool(codes), inner.group(1) if inner else None)


def _records() -> dict[str, dict[str, Said]]:
    """Every record with its fields; one that builds on others has theirs first."""
    parts = {
        named.group(1): part
        for part in re.split("^## ", PAGE, flags=re.M)[1:]
        if (named := re.match(r".*?`([a-z_]+)`\n", part))
    }

    def fields(name: str) -> dict[str, Said]:
        above = re.search("是((?:`[a-z_]+`、?| )+)的全部字段", parts[name])
        found: dict[str, Said] = {}
        for base in re.findall("`([a-z_]+)`", above.group(1) if above else ""):
            found |= fields(base)
        for key, kind, content in re.findall(r"^\| `(\w+)` \|([^|]+)\|([^|]*)\|$", parts[name], re.M):
            found[key] = _field(kind.strip(), content)
        return found

    return {name: fields(name) for name in parts}


_CODES = _codes()


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Said]]:
    return _records()


def _rows() -> list[tuple[str, str, str]]:
    """Commands, operations and the record, as the table on top of the page pairs them."""
    part = PAGE.partition("## 哪个命令输出哪种记录")[2].partition("\n## ")[0]
    return re.findall(r"^\|([^|]*)\|([^|]*)\| \[`(\w+)`\]\([^)]+\) \|$", part, re.M)


# What the commands print

WOMEN = """示例省妇女发展规划（2021—2030年）
一、发展领域
（一）妇女与健康
主要目标：
1. 孕产妇死亡率下降到12/10万以下。
2. 适龄妇女宫颈癌人群筛查率达到70%以上。
策略措施：
1. 完善妇女健康服务体系。加强妇幼保健机构建设。
"""
CATALOGUE = """
[[plan]]
id = "example-province-2021"
title = "示例省妇女发展规划（2021—2030年）"
level = "province"
subject = "妇女"
holding = "figures"

[[plan]]
id = "example-county-2021"
title = "示例县妇女发展规划（2021—2030年）"
level = "county"
subject = "妇女"
file = "county.txt"
holding = "full"
"""
FIGURES = """plan,kind,domain,number,indicator,population,comparator,value,unit,year,nature,trend,baseline_year,checked,note,source
example-province-2021,goal,妇女与健康,1,孕产妇死亡率,,<=,12,per_100000,,level,,,reported,,示例报道
"""


@dataclass
class Printed:
    """What the commands printed: records by the name that the page gives them."""

    folder: Path
    records: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    ran: set[str] = field(default_factory=set)

    def run(self, record: str, *words: str, last: str | None = None, status: int = 0) -> None:
        """Runs a command; ``last`` is the name of its last line where that is another record."""
        out = io.StringIO()
        with redirect_stdout(out):
            assert cli.main([*words, "--json"]) == status, words
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        assert lines, words
        if last is not None:
            self.records[last].append(lines.pop())
        self.records[record] += lines
        shown = (
            "--targets",
            "--warnings",
            "--outline",
            "--tables",
            "--matrix",
            "--counts",
            "--explain",
            "--profile",
            "--open",
        )
        self.ran |= {words[0], *(f"{words[0]} {word}" for word in words if word in shown)}

    def serve(self) -> None:
        """Starts the service as a process, which ends only when it is told to."""
        words = [sys.executable, "-m", "service", "serve", "--port", "0", "--json"]
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            self.records["served"].append(json.loads(process.stdout.readline()))
            self.ran.add("serve")
            process.kill()


TABLES = """示例县“十四五”养老服务规划
一、主要目标
到2025年，服务体系更加完善，助餐点达到40个。
表1　主要指标
指标\t2020年\t2025年\t属性
助餐点（个）\t20\t40\t预期性
护理型床位占比（%）\t38\t≥55\t约束性
增幅（%）\t1\t年均增长8\t预期性
注：〔〕内为累计数。
二、重点任务
（一）完善设施。新建一批设施。
附表　任务分工
重点任务\t牵头单位\t配合单位\t完成时限
建设助餐点\t县民政局\t县财政局\t2025年底
"""


def _tabled(printed: Printed) -> None:
    """A plan with tables."""
    corpus = printed.folder / "tabled"
    corpus.mkdir()
    path = corpus / "elderly-2021.txt"
    path.write_text(TABLES, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        grids.read_tabs(patch)
        printed.run("table", "read", str(path), "--tables")
        printed.run("target", "read", str(path), "--targets")
        where = ("--corpus", str(corpus))
        printed.run("built", "build", *where)
        for row in ("elderly-2021/1/table-1/row/1", "elderly-2021/1/table-1/note/1"):
            printed.run("clause_in_full", "show", row, *where)


def _taken_in(printed: Printed) -> None:
    """Plans that are taken in: with a known figure, and a decision that loses its clause."""
    corpus = printed.folder / "corpus"
    (corpus / "figures").mkdir(parents=True)
    (corpus / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    (corpus / "figures" / "known.csv").write_text(FIGURES, "utf-8")
    (corpus / "county.txt").write_text(WOMEN.replace("示例省", "示例县"), "utf-8")
    text = printed.folder / "示例省妇女.txt"
    text.write_text(WOMEN, "utf-8")
    where = ("--corpus", str(corpus))
    printed.run("review", "import", str(text), "--yes", *where)
    goal = "example-county-2021/1.1/goal/2"
    for words in (
        ("--target", "1", "--indicator", "筛查率"),
        ("--strike", "1"),
        ("--kind", "measure"),
        ("--add", "适龄妇女", "--indicator", "筛查人数", "--value", "30", "--unit", "人", "--stated"),
        ("--join",),
    ):
        where_to = goal if words != ("--join",) else "example-county-2021/1.1/goal/1"
        printed.run("correction", "correct", where_to, *words, "--by", "张三", *where)
        printed.run("clause_of_base", "clauses", *where)
        printed.run("clause_in_full", "show", where_to, *where)
        printed.run("rung", "ladder", "--all", *where)
        printed.run("target", "targets", *where)
    key = printed.records["correction"][-1]["key"]
    printed.run("correction", "correct", "--undo", key, *where)
    printed.run("correction", "correct", *where)
    printed.run("clause_in_full", "checked", "example-county-2021/1.1/goal/2", "--by", "张三", *where)
    printed.run(
        "clause_in_full", "checked", "example-county-2021/1.1/goal/1", "--target", "1", "--by", "张三", *where
    )
    printed.run("check", "checked", *where)
    pair = "example-county-2021/1.1/goal/2", "--confirm", "example-province-2021/1.1/goal/2"
    printed.run("link", "links", *pair, *where)
    text.write_text(WOMEN.replace("2. 适龄妇女宫颈癌人群筛查率达到70%以上。\n", ""), "utf-8")
    printed.run("review", "import", str(text), "--dry-run", *where)
    text.write_text(WOMEN.replace("70%", "80%"), "utf-8")
    printed.run("review", "import", str(text), "--yes", *where)
    printed.run("open_decision", "links", "--open", *where)
    text.write_text(WOMEN.replace("2. 适龄妇女宫颈癌人群筛查率达到70%以上。\n", ""), "utf-8")
    printed.run("review", "import", str(text), "--yes", *where)
    printed.run("open_decision", "links", "--open", *where)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    """Everything that the commands print as JSON."""
    folder = tmp_path_factory.mktemp("json")
    printed = Printed(folder)
    word = folder / "示例.docx"
    word.write_bytes(documents.as_docx())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIBIAO_HOME", str(folder / "home"))
        for corpus in (str(CORPUS), FAMILY):
            where = ("--corpus", corpus)
            printed.run("built", "build", *where)
            printed.run("clause_of_base", "clauses", *where)
            printed.run("target", "targets", *where)
            printed.run("link", "links", *where)
            printed.run("rung", "ladder", "--all", *where)
            printed.run("coverage", "coverage", "儿童", *where)
            printed.run("matrix", "coverage", "--matrix", *where)
        printed.run("hit", "search", "留守儿童")
        printed.run("hit", "search", "环境 厕所")  # a word of a heading above
        for words in (
            "老公打老婆 12/10万",
            "家庭爆力",
            "孕产妇死亡率 火星",
            "类型:目标",
            "妇女与教育 类型:原则",
        ):
            printed.run("hit", "search", words, "--counts", last="counts")
            printed.run("explanation", "search", words, "--explain")
        printed.run("explanation", "search", "留守儿童 -女童 “家庭”", "--explain", "--counts")
        printed.run("coverage", "coverage", "家庭爆力")
        printed.run("clause_in_full", "show", GOAL)
        for clause in printed.records["clause_of_base"][:40]:
            if clause["plan"].startswith("tengchong"):
                printed.run("clause_in_full", "show", clause["address"])
        printed.run("compared", "compare", "腾冲妇女", "腾冲儿童")
        for path in (NOTICE, word):
            printed.run("clause", "read", str(path))
            printed.run("target", "read", str(path), "--targets")
            printed.run("heading", "read", str(path), "--outline")
        printed.run("number", "read", str(NOTICE), "--targets", "--explain")
        printed.run("warning", "read", str(NOTICE), "--warnings")
        with pytest.MonkeyPatch.context() as scanned:
            scanned.setattr("ingest.plan.SCAN", "docx")
            printed.run("target", "read", str(word), "--targets")
        printed.run("finding", "verify")
        printed.run("quality", "quality", "--part", "all")
        (folder / "profile.toml").write_text("meaning = 6.0\n", "utf-8")
        printed.run("tried_ranking", "quality", "--profile", str(folder / "profile.toml"))
        printed.run("measure", "bench", "--clauses", "100", "--engine", "embedded")
        printed.run("model", "model", "status")
        printed.run("model", "model", "remove")
        printed.serve()
        _tabled(printed)
        _taken_in(printed)
        yield printed


def _wrong(
    name: str, given: dict[str, Any], records: dict[str, dict[str, Said]], seen: dict[str, set[str]]
) -> Iterator[str]:
    """What a record has or lacks against its table; what it has is added to ``seen``."""
    said = records[name]
    seen[name] |= set(given)
    yield from (f"{name}.{key} is not in the table" for key in set(given) - set(said))
    for key, told in said.items():
        if key not in given:
            if not told.may_be_left_out:
                yield f"{name}.{key} was not printed"
            continue
        value = given[key]
        if JSON_TYPES[type(value)] not in told.types:
            yield f"{name}.{key} is {value!r}"
        if told.codes and value is not None and value not in told.values and not value.startswith("other:"):
            yield f"{name}.{key} is {value!r}, which is not in 取值"
        inner = value if isinstance(value, list) else [value] if value is not None else []
        for each in inner if told.inner else ():
            yield from _wrong(told.inner or "", each, records, seen)
        if told.inner is None and isinstance(value, list) and any(isinstance(each, dict) for each in value):
            yield f"{name}.{key} holds records that are not described"


@pytest.mark.slow
def test_what_commands_print_is_what_the_page_says(
    printed: Printed, records: dict[str, dict[str, Said]]
) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    wrong = {
        fault
        for name, given in printed.records.items()
        for each in given
        for fault in _wrong(name, each, records, seen)
    }
    assert wrong == set()
    lacking = {name: sorted(set(records[name]) - keys) for name, keys in seen.items()}
    assert {name: keys for name, keys in lacking.items() if keys} == {}, "described, and never printed"
    named = {record for commands, _, record in _rows() if commands.strip()}
    assert named <= set(seen)


@pytest.mark.slow
def test_every_command_stands_in_the_table_and_was_run(printed: Printed) -> None:
    named = {
        " ".join(each.split()) for commands, _, _ in _rows() for each in re.findall("`([^`]+)`", commands)
    }
    assert {each.split()[0] for each in named} == {command.name for command in COMMANDS}
    # What is downloaded is reviewed as a file is; nothing is downloaded in a test.
    assert named - {"fetch"} <= printed.ran


# What the API describes

COMPONENTS = {
    "CheckGiven": "check_given",
    "Also": "also",
    "Change": "change",
    "Baseline": "baseline",
    "Cited": "cited",
    "Clause": "clause_of_base",
    "ClauseInFull": "clause_in_full",
    "Compared": "compared",
    "Comparison": "comparison",
    "Completion": "completion",
    "Corrected": "trace",
    "Correcting": "correcting",
    "CorrectionMade": "correction",
    "Coverage": "coverage",
    "CoverageList": "coverage_page",
    "Decision": "decision",
    "Facets": "facets",
    "FieldChange": "field_change",
    "FigureCheck": "figure",
    "FilterValues": "filters",
    "Heading": "heading",
    "Hit": "hit",
    "HitList": "search_page",
    "HitReason": "reason",
    "ImportReview": "review",
    "Imported": "imported",
    "Ladder": "ladder",
    "Link": "link",
    "LinkReason": "link_reason",
    "Matrix": "matrix",
    "Mended": "mended",
    "Near": "near",
    "OrphanDecision": "orphan",
    "PlanEntry": "plan",
    "PlanInFull": "plan_in_full",
    "Problem": "problem",
    "Rung": "rung",
    "Suggestion": "suggestion",
    "Table": "table",
    "TableCell": "cell",
    "TableRow": "table_row",
    "Target": "target",
    "TargetFields": "target_fields",
    "Undoing": "undoing",
    "Warning": "warning",
}
FORM = re.compile(
    "Body_"
)  # what an upload sends with its file: the options of ``import``, described at /docs
API = create_app(Settings(Path("/none"), Path("/none"))).openapi()
SCHEMAS: dict[str, Any] = API["components"]["schemas"]


def _record_of(component: str) -> str:
    return "page" if component.startswith("Page_") else COMPONENTS[component]


def _kinds(schema: dict[str, Any]) -> tuple[set[str], set[str], str | None]:
    """The types of a field, the values it may have, and the component that it or its items are."""
    types, values, inner = set(), set(), None
    for each in schema.get("anyOf", [schema]):
        if "$ref" in each:
            types.add("object")
            inner = each["$ref"].rpartition("/")[2]
        else:
            types.add(each["type"])
            values |= set(each.get("enum", ())) | ({each["const"]} if "const" in each else set())
            inner = each.get("items", {}).get("$ref", "").rpartition("/")[2] or inner
    return types, values, inner


def test_every_operation_stands_in_the_table() -> None:
    named = {
        each for _, operations, _ in _rows() for each in re.findall("`((?:GET|POST) [^`]+)`", operations)
    }
    assert named == {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in API["paths"].items()
        for method in methods
    }


def test_every_record_of_the_api_is_described(records: dict[str, dict[str, Said]]) -> None:
    described = {name for name in SCHEMAS if not name.startswith("Page_") and not FORM.match(name)}
    assert described == set(COMPONENTS)
    assert set(COMPONENTS.values()) <= set(records)


@pytest.mark.parametrize("component", [name for name in SCHEMAS if not FORM.match(name)])
def test_the_api_gives_what_the_page_says(component: str, records: dict[str, dict[str, Said]]) -> None:
    said, given = records[_record_of(component)], SCHEMAS[component]["properties"]
    assert set(said) == set(given)
    for name, schema in given.items():
        types, values, inner = _kinds(schema)
        told = said[name]
        wanted = told.types | ({"null"} if told.may_be_left_out else set())
        assert types == wanted or types | {"integer"} == wanted, f"{component}.{name} is {types}"
        assert values <= told.values, f"{component}.{name} may be {values - told.values}"
        if inner is not None and not component.startswith("Page_") and told.inner is not None:
            assert told.inner == _record_of(inner), f"{component}.{name}"
        assert (inner is None) <= (told.inner is None) or name == "items", f"{component}.{name}"


# What the program knows beyond that


def test_every_unit_of_the_word_table_is_named() -> None:
    units = {row["unit"] for row in lexicon.table("units") if not row["unit"].startswith("other:")}
    # Of the table only: 次 becomes a count or times_per_year, 倍 and 番 become percent.
    assert units - {"times", "fold", "doubling"} <= _CODES["单位"]


def test_every_review_warning_is_named(records: dict[str, dict[str, Said]]) -> None:
    codes = {
        call.args[0].value
        for path in (ROOT / "ingest").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] in ("warn", "ReviewWarning")
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(codes) > 5
    assert codes <= records["warning"]["code"].values
