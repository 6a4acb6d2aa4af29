"""What the program says of a word, a department, a column, a form of files, a unit and a face.

Takes a folder to work in and what is asked. Gives what each stop says. Tests run it with the program as it is; and as a
program of its own (``python usual_requests.py word FOLDER 微家站``) in a copy in which a newcomer made one change.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from journeys import book, command, records, serving

from analyzers import segment
from ingest import read_file
from service.generation import freshness
from service.settings import Settings
from service.upkeep import build

TITLE = "示例县妇女发展规划（2021—2030年）"
CLAUSE = "{plan}/2.1/goal/1"
TEXT = f"""{TITLE}

二、发展领域

（一）妇女与健康

主要目标：

1.适龄妇女宫颈癌筛查率达到70%以上。

2.到2025年，全县母乳库储备达到500罐壶以上。

策略措施：

1.在村（社区）建设妇女微家站点，组织健康讲座。（教育局、财政局负责）

2.完善保障妇女健康的制度机制。
"""


def base_of(folder: Path) -> Settings:
    """A base of one plan."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "plan.txt").write_text(TEXT, "utf-8")
    settings = Settings(folder / "home", corpus.resolve())
    build.ensure(settings, build.Silent())
    return settings


def word(folder: Path, asked: str) -> dict[str, Any]:
    """How a word is cut, what it finds, and whether bases are made anew for it."""
    settings = base_of(folder)
    hits = records("search", asked, "--literal", settings=settings)
    return {
        "cut": [token.text for token in segment.coarse(f"建设{asked}点")],
        "marks": [hit["text"][start:end] for hit in hits for start, end in hit["marks"]],
        "fingerprint": freshness.fingerprint(settings, (), 1),
    }


def department(folder: Path, asked: str) -> dict[str, Any]:
    """What a filter by a department finds, on every face."""
    settings = base_of(folder)
    with serving(settings) as client:
        by_api = client.get("/api/v1/search", params={"q": "健康", "unit": asked})
        typed = client.get("/api/v1/search", params={"q": f"健康 部门:{asked}"})
        page = client.get("/search", params={"q": "健康", "unit": asked}).text
    return {
        "status": by_api.status_code,
        "api": [hit["address"] for hit in by_api.json().get("items", ())],
        "typed": [hit["address"] for hit in typed.json().get("items", ())],
        "page": page.count("微家") > 0,
    }


def column(folder: Path, heading: str) -> dict[str, Any]:
    """The cells of a column of the targets sheet, as every file has them."""
    settings = base_of(folder)
    saved = folder / "targets.csv"
    command("targets", "--xlsx", str(saved), settings=settings)
    with serving(settings) as client:
        tables = {
            "xlsx": book(client.get("/targets.xlsx").content),
            "csv": list(csv.reader(io.StringIO(client.get("/targets.csv").content.decode("utf-8-sig")))),
            "command": list(csv.reader(io.StringIO(saved.read_text("utf-8-sig")))),
        }
    return {
        name: [row[rows[0].index(heading)] for row in rows[1:]] if heading in rows[0] else None
        for name, rows in tables.items()
    }


def form(folder: Path, suffix: str, name: str) -> dict[str, Any]:
    """Where a form of table files is offered, and what is in the file."""
    settings = base_of(folder)
    saved = folder / f"targets.{suffix}"
    with serving(settings) as client:
        pages = ("/targets", "/search?q=健康", "/links", "/ladder", "/coverage", "/plans/{plan}", "/basket")
        (plan,) = {hit["address"].split("/")[0] for hit in records("search", "健康", settings=settings)}
        client.post("/basket/add", data={"address": CLAUSE.format(plan=plan)})
        found = client.get(f"/targets.{suffix}")
        return {
            "status": found.status_code,
            "type": found.headers["content-type"],
            "whole": client.get(f"/plans/{plan}.{suffix}").status_code,
            "pages": [
                page for page in pages if f"存为 {name}<" not in client.get(page.format(plan=plan)).text
            ],
            "offered": name in command("targets", "--help"),
            "saved": read_back(saved) if command_saves(settings, saved) else "",
        }


def command_saves(settings: Settings, path: Path) -> bool:
    """Whether the command line writes such a file."""
    try:
        command("targets", "--xlsx", str(path), settings=settings)
    except AssertionError:  # refused
        return False
    return path.is_file()


def read_back(path: Path) -> str:
    """The words of a file, as this program's own readers see them."""
    from ingest.readers import read_bytes

    return read_bytes(path.name, path.read_bytes()).text


def unit(folder: Path) -> dict[str, Any]:
    """The unit of a target."""
    path = folder / "plan.txt"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT, "utf-8")
    (plan,) = read_file(path)
    return {"units": [[str(target.value), target.unit] for target in plan.targets]}


def face(folder: Path, module: str) -> dict[str, Any]:
    """What a face that speaks JSON lines on its standard streams answers, beside the JSON API."""
    settings = base_of(folder)
    asked = [{"q": "健康", "k": 3}, {"q": "健康", "k": 3, "level": "火星"}, {"q": "%"}]
    done = subprocess.run(
        [sys.executable, "-m", module, str(settings.corpus), str(settings.home)],
        input="".join(json.dumps(each, ensure_ascii=False) + "\n" for each in asked),
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    with serving(settings) as client:
        said = client.get("/api/v1/search", params={"q": "健康", "limit": 3}).json()["items"]
        wrong = client.get("/api/v1/search", params={"q": "%"}).json()["detail"]
    return {"lines": [json.loads(line) for line in done.stdout.splitlines()], "stderr": done.stderr[-2000:],
            "api": said, "wrong": wrong}  # fmt: skip


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    told = {
        "word": word,
        "department": department,
        "column": column,
        "form": form,
        "unit": unit,
        "face": face,
    }
    print(json.dumps(told[what](Path(where), *rest), ensure_ascii=False, default=str))
