"""Editions: kept with date and who, put back, taken out and brought back; all of it or nothing, and no file is ever lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.catalogue import EditionStep, Stated, read_imported
from ingest.readers import SourceFile, read_bytes
from service.errors import BadImport, NotFound
from service.settings import Settings
from service.upkeep import build, editions, imports
from service.upkeep.verify import verify

PARK = """示例县公园绿地规划（2026—2030年）
一、主要目标
1. 新建口袋公园{parks}处以上。
2. 建成区绿化覆盖率达到{share}%以上。
3. 推动公园绿地开放共享，方便居民露营休憩。
"""
LIBRARY = """示例县公共图书规划（2026—2030年）
一、主要目标
1. 新建城市书房{parks}处以上。
2. 人均藏书达到{share}册以上。
"""
CATALOGUE = """
[[plan]]
id = "parks"
title = "示例县公园绿地规划（2026—2030年）"
level = "county"
region = "示例县"
subject = "公园绿地"
start_year = 2026
end_year = 2030
file = "parks.txt"
holding = "full"

[[plan]]
id = "books"
title = "示例县公共图书规划（2026—2030年）"
level = "county"
file = "parks.txt"
holding = "full"
"""
SILENT = build.Silent()


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """A corpus with one file of two plans."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    (corpus / "parks.txt").write_text(_parks(20, 38) + "\n" + LIBRARY.format(parks=6, share=1), "utf-8")
    return Settings(home=tmp_path / "home", corpus=corpus.resolve())


def _parks(parks: int, share: int) -> str:
    return PARK.format(parks=parks, share=share)


def _review(settings: Settings, text: str, *stated: Stated) -> imports.Import:
    data = text.encode()
    return imports.prepare((SourceFile(data, read_bytes("公园.txt", data)),), settings, stated, SILENT)


def _take_in(settings: Settings, text: str, who: str = "张三") -> None:
    imports.store(_review(settings, text), settings, SILENT, who)


def _texts(settings: Settings, plan: str = "parks") -> list[str]:
    base = build.ensure(settings, SILENT)
    return [row.clause.text for row in base.store.clauses() if row.clause.plan == plan]


def _files(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.imports.rglob("*.txt")}


def test_every_import_is_an_edition_with_date_and_who(own: Settings) -> None:
    assert [each.name for each in editions.history(own, "parks").editions] == ["原有文本"]
    _take_in(own, _parks(30, 38))
    _take_in(own, _parks(30, 40), "李四")
    found = editions.history(own, "parks")
    assert [(each.name, each.who, each.clauses, each.in_force) for each in found.editions] == [
        ("原有文本", None, None, False),
        ("第1版", "张三", 3, False),
        ("第2版", "李四", 3, True),
    ]
    assert all(each.made and each.made.startswith("20") for each in found.editions[1:])
    assert [(row.step, row.number) for row in found.steps] == [
        (EditionStep.ACCEPT, 2),
        (EditionStep.ACCEPT, 1),
    ]
    assert [each.entry.subject for each in found.editions] == ["公园绿地"] * 3


def test_editions_are_read_again_and_compared(own: Settings) -> None:
    _take_in(own, _parks(30, 38))
    _take_in(own, _parks(30, 40))
    found = editions.history(own, "parks")
    plans = [editions.reading(own, each) for each in found.editions]
    assert ["38" in plan.clauses[1].text for plan in plans] == [True, True, False]
    assert plans[0].clauses[0].text == "1.新建口袋公园20处以上。"


def test_the_edition_before_comes_back(own: Settings) -> None:
    shipped = _texts(own)
    _take_in(own, _parks(30, 38))
    first = _texts(own)
    _take_in(own, _parks(30, 40))
    _, edition = editions.restore(own, "parks", None, SILENT, "王五")
    assert (edition.name, _texts(own)) == ("第1版", first)
    assert editions.history(own, "parks").steps[0].who == "王五"
    _, edition = editions.restore(own, "parks", None, SILENT)  # and what was in force before that
    assert edition.name == "第2版"
    editions.restore(own, "parks", 0, SILENT)
    assert _texts(own) == shipped
    assert len(_files(own)) == 2  # nothing is deleted
    with pytest.raises(BadImport, match="现在用的就是原有文本"):
        editions.restore(own, "parks", 0, SILENT)
    with pytest.raises(NotFound, match="没有第 9 版，可以写：0、1、2"):
        editions.restore(own, "parks", 9, SILENT)
    with pytest.raises(NotFound, match="没有上一版可以恢复"):
        editions.restore(own, "books", None, SILENT)


def test_a_shipped_plan_is_removed_and_brought_back(own: Settings) -> None:
    before = _texts(own)
    editions.remove(own, "parks", SILENT, "张三")
    assert _texts(own) == []
    assert _texts(own, "books")  # the other plan of the same file stays
    (held,) = editions.bin_of(own)
    assert (held.title, held.removed, held.steps[0].who) == (
        "示例县公园绿地规划（2026—2030年）",
        True,
        "张三",
    )
    assert all(each.ok for each in verify(own, SILENT))
    with pytest.raises(BadImport, match="没有可以移除的"):
        editions.remove(own, "parks", SILENT)
    editions.restore(own, "parks", None, SILENT)
    assert (_texts(own), editions.bin_of(own)) == (before, ())


def test_a_removed_plan_can_be_imported_anew(own: Settings) -> None:
    editions.remove(own, "parks", SILENT)
    made = _review(own, _parks(50, 38))
    assert (made.reviews[0].plan.entry.id, made.reviews[0].known, made.reviews[0].held) == (
        "parks",
        True,
        False,
    )
    imports.store(made, own, SILENT)
    assert len(_texts(own)) == 3
    assert editions.bin_of(own) == ()


def test_a_plan_that_was_imported_alone_leaves_nothing_behind_but_its_file(tmp_path: Path) -> None:
    """Also where it is the only plan of a folder."""
    settings = Settings(home=tmp_path / "home", corpus=tmp_path / "new")
    _take_in(settings, _parks(10, 30))
    (plan,) = (each.entry.id for each in build.ensure(settings, SILENT).store.plans())
    editions.remove(settings, plan, SILENT)
    base = build.ensure(settings, SILENT)
    assert (list(base.store.plans()), list(base.store.clauses())) == ([], [])
    assert len(_files(settings)) == 1
    editions.restore(settings, plan, None, SILENT)
    assert len(_texts(settings, plan)) == 3


def test_a_plan_that_others_name_as_theirs_stays_in_the_catalogue(own: Settings) -> None:
    province = _parks(100, 45).replace("示例县", "示例省")
    _take_in(own, province)
    upper = next(
        each.entry.id for each in build.ensure(own, SILENT).store.plans() if each.entry.region == "示例省"
    )
    county = _parks(30, 40).replace("一、", "为落实《示例省公园绿地规划（2026—2030年）》，制定本规划。\n一、")
    imports.store(_review(own, county), own, SILENT, replacing={"parks"})
    assert next(
        each.entry.parents for each in build.ensure(own, SILENT).store.plans() if each.entry.id == "parks"
    ) == (upper,)
    editions.remove(own, upper, SILENT)
    left = next(each for each in build.ensure(own, SILENT).store.plans() if each.entry.id == upper)
    assert (left.clauses, left.entry.holding.value) == (0, "none")
    editions.restore(own, upper, None, SILENT)
    assert len(_texts(own, upper)) == 3


def test_what_was_imported_before_editions_were_noted_is_one(own: Settings) -> None:
    _take_in(own, _parks(30, 38))
    path = own.imports / "catalogue.toml"
    path.write_text(path.read_text("utf-8").partition("[[edition]]")[0], "utf-8")
    assert [(each.name, each.made) for each in editions.history(own, "parks").editions] == [
        ("原有文本", None),
        ("第1版", None),
    ]
    _take_in(own, _parks(30, 40))
    assert [
        (each.name, bool(each.made), each.in_force) for each in editions.history(own, "parks").editions
    ] == [
        ("原有文本", False, False),
        ("第1版", False, False),
        ("第2版", True, True),
    ]
    editions.restore(own, "parks", 1, SILENT)
    assert "38" in _texts(own)[1]


def test_of_two_plans_in_a_file_one_can_be_left(own: Settings) -> None:
    text = _parks(33, 38) + "\n" + LIBRARY.format(parks=9, share=2)
    made = _review(own, text)
    books = _texts(own, "books")
    assert [each.plan.entry.id for each in made.reviews] == ["parks", "books"]
    imports.store(imports.only(made, {0}), own, SILENT)
    assert _texts(own)[0] == "1.新建口袋公园33处以上。"
    assert _texts(own, "books") == books
    new = text.replace("示例县", "示例乡")  # neither stands in the catalogue
    made = _review(own, new)
    imports.store(imports.only(made, {1}), own, SILENT)
    ids = {each.entry.id for each in build.ensure(own, SILENT).store.plans()}
    assert made.reviews[1].plan.entry.id in ids
    assert made.reviews[0].plan.entry.id not in ids
    with pytest.raises(BadImport, match="请至少选一部"):
        imports.only(made, set())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LIBRARY.format(parks=6, share=1), "这份文件是“公共图书”的"),
        (_parks(30, 38).replace("示例县", "样本县"), "这份文件是样本县的"),
        (_parks(30, 38).replace("2026—2030", "2021—2025"), "这份文件是 2021—2025 年的"),
        (
            "关于开会的通知\n现定于下周一召开会议。\n请准时参加。\n会期半天。\n特此通知。",
            "几乎没有相同的文字",
        ),
    ],
)
def test_a_text_that_is_another_plan_replaces_nothing_unasked(own: Settings, text: str, says: str) -> None:
    before = _texts(own)
    made = _review(own, text, Stated("parks"))
    assert says in "".join(made.reviews[0].another)
    with pytest.raises(BadImport, match="看来不是《示例县公园绿地规划"):
        imports.store(made, own, SILENT)
    assert _texts(own) == before
    imports.store(made, own, SILENT, replacing={"parks"})
    assert _texts(own) != before


def test_an_edition_of_the_same_plan_raises_no_alarm(own: Settings) -> None:
    for text in (_parks(30, 40), _parks(30, 38).replace("3. 推动公园绿地开放共享，方便居民露营休憩。\n", "")):
        assert _review(own, text).reviews[0].another == ()


def test_a_file_that_is_spoilt_is_not_put_back(own: Settings) -> None:
    _take_in(own, _parks(30, 38))
    _take_in(own, _parks(30, 40))
    first = editions.history(own, "parks").of(1)
    path = own.path_of(first.entry.file or "")
    data = path.read_bytes()
    kept = next(each for each in verify(own, SILENT) if each.check == "各版")
    assert (kept.ok, kept.detail) == (True, "留存的 2 版都在，可以恢复")
    path.write_bytes(data + b"x")
    kept = next(each for each in verify(own, SILENT) if each.check == "各版")
    assert not kept.ok
    assert "被改动过" in kept.detail
    with pytest.raises(BadImport, match="被改动过"):
        editions.restore(own, "parks", 1, SILENT)
    path.unlink()
    with pytest.raises(BadImport, match="不在了"):
        editions.restore(own, "parks", 1, SILENT)
    assert "40" in _texts(own)[1]


def _import_next(settings: Settings) -> None:
    _take_in(settings, _parks(90, 50))


def _restore_first(settings: Settings) -> None:
    editions.restore(settings, "parks", 1, SILENT)


def _remove_it(settings: Settings) -> None:
    editions.remove(settings, "parks", SILENT)


@pytest.mark.parametrize("act", [_import_next, _restore_first, _remove_it])
@pytest.mark.parametrize("step", ["read_corpus", "write", "_make"])
def test_what_fails_leaves_everything_as_it_was(
    own: Settings, monkeypatch: pytest.MonkeyPatch, act: Callable[[Settings], None], step: str
) -> None:
    _take_in(own, _parks(30, 38))
    _take_in(own, _parks(30, 40))
    before, catalogue = _texts(own), (own.imports / "catalogue.toml").read_bytes()
    found = editions.history(own, "parks")

    def broken(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(build, step, broken)
        with pytest.raises(Exception, match=r"No space|存储空间|无法写入"):
            act(own)
    assert (own.imports / "catalogue.toml").read_bytes() == catalogue
    assert editions.history(own, "parks") == found
    assert _texts(own) == before


def test_any_order_of_steps_serves_the_edition_that_is_said_to_be_in_force(own: Settings) -> None:
    """Random imports, restores and removals: what is served is what the history says, and every edition can be read."""
    chance = random.Random(3)
    for _ in range(24):
        found = editions.history(own, "parks")
        match chance.randrange(4):
            case 0 | 1:
                text = _parks(chance.randrange(10, 99), 38)
                if not _review(own, text).reviews[0].same_file:
                    _take_in(own, text)
            case 2 if found.current is not None:
                editions.remove(own, "parks", SILENT)
            case _:
                number = chance.choice([each.number for each in found.editions])
                if found.current is None or found.current.number != number:
                    editions.restore(own, "parks", number, SILENT)
        found = editions.history(own, "parks")
        served = _texts(own)
        assert bool(served) == (found.current is not None)
        assert found.removed == (not served)
        if found.current is not None:
            assert [each.text for each in editions.reading(own, found.current).clauses] == served
    assert all(editions.reading(own, each).clauses for each in editions.history(own, "parks").editions)
    numbers = [row.number for row in read_imported(own.imports).accepted("parks")]
    assert numbers == list(range(1, len(numbers) + 1))
