"""What the tests of the service share: bases made of a few clauses, and the base of the real corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from ingest.plan import Clause, ClauseKind, Heading, Holding, Level, Plan, PlanEntry, SourceText
from service.desk import Desk, open_desk
from service.generation import generations
from service.settings import Settings
from service.storage.base import Base, open_generation
from service.upkeep import build

MakePlan = Callable[..., Plan]
MakeBase = Callable[[Sequence[Plan]], Base]


def _plan(
    plan_id: str,
    texts: Sequence[str],
    *,
    level: Level | None = Level.COUNTY,
    kind: ClauseKind = ClauseKind.GOAL,
    domain: str | None = "妇女与健康",
    units: Sequence[tuple[str, ...]] = (),
) -> Plan:
    """A plan with one domain and these texts as its numbered clauses."""
    source_text = f"（一）{domain}\n主要目标：\n"
    entry = PlanEntry(plan_id, f"示例{plan_id}规划（2021—2030年）", level, holding=Holding.FULL)
    headings = (
        Heading(1, "一", domain or "总则", "1", 0, len(f"（一）{domain}")),
        Heading(2, None, "主要目标", "1", len(f"（一）{domain}") + 1, len(source_text)),
    )
    clauses = tuple(
        Clause(
            address=f"{plan_id}/1/{kind.value}/{number}",
            plan=plan_id,
            kind=kind,
            section="1",
            section_title=domain or "总则",
            domain=domain,
            number=str(number),
            title=text.split("。")[0],
            text=f"{number}.{text}",
            start=len(source_text) + number,
            end=len(source_text) + number + 1,
            body=len(f"{number}."),
            units=units[number - 1] if number <= len(units) else (),
        )
        for number, text in enumerate(texts, 1)
    )
    return Plan(
        entry, SourceText(plan_id, source_text, "utf-8", plan_id), 0, len(source_text), headings, clauses
    )


@pytest.fixture(scope="session")
def make_plan() -> MakePlan:
    """Makes a plan of texts, without reading a file."""
    return _plan


@pytest.fixture
def make_base(tmp_path: Path) -> MakeBase:
    """Makes a base of plans in a temporary folder."""

    def make(plans: Sequence[Plan]) -> Base:
        folder = generations.new_generation(tmp_path)
        order = tuple(plan.entry.id for plan in plans)
        reading = build.CorpusReading(tuple(plans), (), {}, order)
        counts = build.write(folder, reading, build.Silent())
        manifest = generations.Manifest({}, "", {}, counts, 0.0, "")
        return open_generation(folder, generations.publish(tmp_path, folder, manifest), tmp_path)

    return make


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory, corpus_dir: Path) -> Settings:
    """Settings for the real corpus with a data folder of its own."""
    return Settings(home=tmp_path_factory.mktemp("home"), corpus=corpus_dir.resolve())


@pytest.fixture(scope="session")
def real_base(real_settings: Settings) -> Base:
    """The base of the real corpus; read only."""
    return build.ensure(real_settings, build.Silent())


@pytest.fixture(scope="session")
def real_desk(real_settings: Settings, real_base: Base) -> Desk:
    """The desk over the real corpus; read only."""
    return open_desk(real_settings, lambda: nullcontext(build.Silent()))


CATALOGUE = """
[[plan]]
id = "example-women-2021"
title = "示例县妇女发展规划（2021—2030年）"
aliases = ["妇规"]
level = "county"
file = "county/county.txt"
holding = "full"

[[plan]]
id = "example-province-2021"
title = "示例省妇女发展规划（2021—2030年）"
level = "province"
file = "province/province.txt"
holding = "full"

[[plan]]
id = "example-city-2021"
title = "示例市妇女发展规划（2021—2030年）"
level = "city"
holding = "none"
"""
TEXT = """{place}妇女发展规划（2021—2030年）

前言

妇女是社会进步的推动者。

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之{rate}以下。

2.适龄妇女宫颈癌筛查率达到70%以上。

策略措施：

1.完善保障妇女健康的制度机制。建立健全妇幼健康服务体系，加强留守妇女关爱服务。

2.加强孕产妇健康服务。开展孕产妇系统管理，落实各项制度。

二、组织实施

1.加强组织领导。坚持党的领导。
"""


def _own(folder: Path) -> Settings:
    corpus = folder / "corpus"
    for level, place, rate in (("county", "示例县", "九"), ("province", "示例省", "十二")):
        (corpus / level).mkdir(parents=True)
        (corpus / level / f"{level}.txt").write_text(TEXT.format(place=place, rate=rate), "utf-8")
    (corpus / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    return Settings(home=folder / "home", corpus=corpus.resolve())


@pytest.fixture
def own_settings(tmp_path: Path) -> Settings:
    """A small corpus of fictional plans with a data folder, for tests that spoil them."""
    return _own(tmp_path)


@pytest.fixture(scope="module")
def shared_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same for all tests of a module."""
    return _own(tmp_path_factory.mktemp("shared"))
