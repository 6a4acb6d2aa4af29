"""The journey of a level, a relation and a format through the whole program: import, search, pages, sheets, JSON.

Takes a folder to work in and what is looked for. Gives what each stop says of it. Tests run it with the program as it
is; and as a program of its own (``python journeys.py level FOLDER village 村``) in a copy of the tree to which one row was added.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from ingest import read_file
from ingest.plan import Level, Relation
from ingest.readers import SEARCHED, kept_suffix, read_bytes, read_files
from service.faces.terminal.cli import main
from service.faces.web.app import create_app
from service.generation import rule_files
from service.settings import Settings
from service.upkeep import build, imports

TEXT = """{title}

前言

依据《示例县妇女发展规划（2021—2030年）》，结合实际，制定本规划。

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之{rate}以下。

2.适龄妇女宫颈癌筛查率达到70%以上。

策略措施：

1.完善保障妇女健康的制度机制。建立健全妇幼健康服务体系，加强留守妇女关爱服务。

2.加强孕产妇健康服务。开展孕产妇系统管理，落实各项制度。
"""
COUNTY = "示例县妇女发展规划（2021—2030年）"
CATALOGUE = f"""
[[plan]]
id = "county-women"
title = "{COUNTY}"
level = "county"
region = "示例县"
subject = "妇女"
file = "county.txt"
holding = "full"
start_year = 2021
end_year = 2030
"""
GOAL = "county-women/1.1/goal/1"
PAGES = {
    "home": "/", "coverage": "/coverage?q=健康", "matrix": "/coverage", "links": "/links?plan=county-women",
    "aligned": f"/links/{GOAL}", "ladder": "/ladder", "grouped": "/search?q=健康&view=levels",
}  # fmt: skip


def base_of_county(folder: Path) -> Settings:
    """A corpus of one county's plan."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    (corpus / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    (corpus / "county.txt").write_text(TEXT.format(title=COUNTY, rate="九"), "utf-8")
    settings = Settings(folder / "home", corpus.resolve())
    build.ensure(settings, build.Silent())
    return settings


def take_in(settings: Settings, path: Path) -> str:
    """Imports a file; gives the id of its plan."""
    made = imports.read_import(path, settings, [], build.Silent())
    imports.store(made, settings, build.Silent())
    return made.reviews[0].plan.entry.id


def level(folder: Path, value: str, end: str) -> dict[str, Any]:
    """A plan of a level, from its import on; ``end`` is how the names of its places end."""
    settings, label = base_of_county(folder), Level(value).fact.label
    found: dict[str, Any] = {"before": _told_of_level(settings, value, label)}
    path = folder / "plan.txt"
    path.write_text(TEXT.format(title=f"示例县示例{end}妇女发展规划（2021—2030年）", rate="八"), "utf-8")
    plan = take_in(settings, path)
    entry = next(
        each for each in build.ensure(settings, build.Silent()).store.plans() if each.entry.id == plan
    ).entry
    found["entry"] = [str(entry.level), entry.region, entry.subject, list(entry.parents)]
    found["file"] = sorted(path.name for path in (settings.imports / value).glob("*.txt")) != []
    found["after"] = _told_of_level(settings, value, label)
    with serving(settings) as client:
        found["rungs"], found["rungs_unasked"] = (
            [
                [rung["level"], rung["verdict"]]
                for each in client.get("/api/v1/ladder", params=asked).json()["items"]
                for rung in each["rungs"]
            ]
            for asked in (
                {"indicator": "孕产妇死亡率", "level": value},
                {"indicator": "孕产妇死亡率"},
            )
        )
        rows = book(client.get("/coverage.xlsx").content)
        found["matrix_unasked"] = sorted({row[rows[0].index("层级")] for row in rows[1:]})
        found["links_unasked"] = re.findall(r'<option value="([^"]*)" selected', client.get("/links").text)[0]
        page = client.get(f"/links/{plan}/1.1/goal/1").text
        found["columns"] = re.findall(r'<section class="column (\w+)', page)
        found["points"] = re.findall(r'<g class="point (\w+)', client.get(f"/ladder?plan={plan}").text)
        found["colour"] = f".{value} {{" in client.get("/static/facts.css").text
        found["openapi"] = f'"{value}"' in client.get("/openapi.json").text
    found["help"] = label in command("search", "--help")
    return found


def _told_of_level(settings: Settings, value: str, label: str) -> dict[str, Any]:
    """What pages, sheets and records say of a level."""
    with serving(settings) as client:
        pages = {name: label in _seen(client.get(address).text) for name, address in PAGES.items()}
        hits = [
            [
                hit["level"]
                for hit in client.get("/api/v1/search", params={"q": "健康", "level": word}).json()["items"]
            ]
            for word in (value, label)
        ]
        typed = client.get("/api/v1/search", params={"q": f"健康 层级:{label}"}).json()["total"]
        matrix = book(client.get("/coverage.xlsx").content)
        own = book(client.get("/coverage.xlsx", params={"level": value}).content)
        links = book(client.get("/links.xlsx?plan=county-women").content)
    answered = {key for row in records("coverage", "--matrix", settings=settings) for key in row["answered"]}
    return {
        "pages": pages, "hits": hits, "typed": typed, "matrix": value in answered,
        "sheets": [f"{label}有对应" in matrix[0], label in [row[own[0].index("层级")] for row in own[1:]],
                   label in [row[links[0].index("对照层级")] for row in links[1:]]],
    }  # fmt: skip


def relation(folder: Path, value: str) -> dict[str, Any]:
    """A person says that two clauses stand in this relation."""
    settings, label = base_of_county(folder), Relation(value).fact.label
    path = folder / "city.txt"
    path.write_text(TEXT.format(title="示例省妇女发展规划（2021—2030年）", rate="八"), "utf-8")
    other = f"{take_in(settings, path)}/1.1/measure/2"
    with serving(settings) as client:
        given = {"from": GOAL, "to": other, "status": "confirmed", "relation": value}
        answer = client.post("/api/v1/links/decisions", json=given)
        items = [row for row in answer.json()["items"] if row["to"] == other]
        page = client.get(f"/links/{GOAL}").text
        links = book(client.get("/links.xlsx?plan=county-women").content)
        return {
            "status": answer.status_code,
            "record": [(row["relation"], row["status"]) for row in items],
            "command": [
                row["relation"] for row in records("links", GOAL, settings=settings) if row["to"] == other
            ],
            "page": f'<b class="relation {value}">{label}</b>' in page,
            "counts": not re.search(r"说同一主题、要求不同的 \d+ 条", page),
            "margin": "策略措施 2"
            in _between(client.get("/plans/county-women").text, f'"/links/{GOAL}" aria-label="', '"'),
            "sheet": label in [row[links[0].index("关系")] for row in links[1:]],
            "terminal": label in command("links", GOAL, settings=settings),
            "colour": f".relation.{value} {{" in client.get("/static/facts.css").text,
            "openapi": f'"{value}"' in client.get("/openapi.json").text,
        }


def form(folder: Path, suffix: str, head: str) -> dict[str, Any]:
    """Files of a format whose content begins with ``head``, wherever files are met."""
    data = f"{head}{TEXT.format(title=COUNTY, rate='九')}".encode()
    loose = folder / "loose"
    loose.mkdir(parents=True)
    (loose / f"甲{suffix}").write_bytes(data)
    alone = build.ensure(Settings(folder / "home1", loose.resolve()), build.Silent())
    settings = base_of_county(folder)
    path = folder / f"示例省{suffix}"
    path.write_bytes(f"{head}{TEXT.format(title='示例省妇女发展规划（2021—2030年）', rate='十')}".encode())
    plan = take_in(settings, path)
    bundle = folder / "all.zip"
    import zipfile

    with zipfile.ZipFile(bundle, "w") as package:
        package.write(path, path.name)
    strange = replace(read_bytes(f"a{suffix}", TEXT.format(title=COUNTY, rate="九").encode()), text="")
    with serving(settings) as client:
        return {
            "searched": suffix in SEARCHED,
            "loose": alone.manifest.counts["clauses"],
            "kept": [path.suffix for path in (settings.imports / "province").iterdir()],
            "built": [
                plan in {each.entry.id for each in build.ensure(settings, build.Silent()).store.plans()}
            ],
            "bundled": [file.source.name for file in read_files(bundle)],
            "without_ending": kept_suffix("文件", data),
            "told": [note for note in strange.notes if suffix in note] != [],
            "read": len(read_file(path)[0].clauses),
            "hits": {
                hit["address"].split("/")[0] for hit in client.get("/api/v1/search?q=健康").json()["items"]
            }
            >= {plan},
            "picker": suffix in re.search(r'accept="([^"]*)"', client.get("/imports").text)[1].split(","),  # type: ignore[index]
            "openapi": suffix in client.get("/openapi.json").text,
            "help": suffix in command("import", "--help"),
            "watched": [p.name for p in rule_files.rule_files() if p.parent.name == "readers"],
        }


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[TestClient]:
    """A service over the base, when it is ready."""
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        until = time.monotonic() + 60
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.02)
        yield client


def command(*words: str, settings: Settings | None = None) -> str:
    """What a command prints."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        if settings is not None:
            patch.setenv("DUIBIAO_HOME", str(settings.home))
            words = (*words, "--corpus", str(settings.corpus))
        assert main(words) == 0
    return out.getvalue()


def records(*words: str, settings: Settings) -> list[dict[str, Any]]:
    """The records of a command over the base."""
    return [json.loads(line) for line in command(*words, "--json", settings=settings).splitlines()]


def book(data: bytes) -> list[list[Any]]:
    """The rows of the table in a workbook."""
    return [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[1].iter_rows(values_only=True)]


def _between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def _seen(page: str) -> str:
    """What a page shows, without its clauses: those may speak of any level."""
    return re.sub(r'<p class="words">.*?</p>|<[^>]*>', " ", page)


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    told = {"level": level, "relation": relation, "format": form}[what](Path(where), *rest)
    print(json.dumps(told, ensure_ascii=False))
