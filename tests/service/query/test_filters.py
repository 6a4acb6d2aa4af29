"""Filter values as people type them."""

from __future__ import annotations

import pytest

from ingest.plan import ClauseKind, Level
from service.errors import BadFilter
from service.query.filters import Known, read_scope

KNOWN = Known(
    plans=(
        ("example-women-2021", "示例县妇女发展规划（2021—2030年）", "妇规", "两规"),
        ("example-children-2021", "示例县儿童发展规划（2021—2030年）", "儿规", "两规"),
        ("city-women-2021", "示例市妇女发展规划（2021—2030年）"),
    ),
    domains=("儿童与健康", "妇女与健康", "妇女与法律"),
    units=("教育体育局", "卫生健康局"),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["县"], [Level.COUNTY]),
        (["county"], [Level.COUNTY]),
        (["COUNTY"], [Level.COUNTY]),
        (["县级", "县"], [Level.COUNTY]),
        (["省、国家"], [Level.PROVINCE, Level.NATION]),
        (["州市,县"], [Level.CITY, Level.COUNTY]),
        ([" 市 "], [Level.CITY]),
    ],
)
def test_levels(typed: list[str], meant: list[Level]) -> None:
    assert list(read_scope(KNOWN, levels=typed).levels) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("目标", ClauseKind.GOAL),
        ("主要目标", ClauseKind.GOAL),
        ("goal", ClauseKind.GOAL),
        ("措施", ClauseKind.MEASURE),
        ("overall_goal", ClauseKind.OVERALL_GOAL),
        ("保障措施", ClauseKind.ORGANISATION),
        ("监测", ClauseKind.MONITORING),
    ],
)
def test_kinds(typed: str, meant: ClauseKind) -> None:
    assert read_scope(KNOWN, kinds=[typed]).kinds == (meant,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("健康", ("儿童与健康", "妇女与健康")),
        ("妇女与健康", ("妇女与健康",)),
        ("法律", ("妇女与法律",)),
        ("妇女", ("妇女与健康", "妇女与法律")),
    ],
)
def test_domains_by_a_part_of_their_name(typed: str, meant: tuple[str, ...]) -> None:
    assert read_scope(KNOWN, domains=[typed]).domains == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("example-women-2021", ("example-women-2021",)),
        ("妇规", ("example-women-2021",)),
        ("两规", ("example-women-2021", "example-children-2021")),
        ("示例县妇女", ("example-women-2021",)),
        ("妇女", ("example-women-2021", "city-women-2021")),
        ("《示例县妇女发展规划（2021-2030年）》", ("example-women-2021",)),
        ("示例县妇女发展规划(2021—2030年)", ("example-women-2021",)),
    ],
)
def test_plans_by_id_title_alias_or_part(typed: str, meant: tuple[str, ...]) -> None:
    assert read_scope(KNOWN, plans=[typed]).plans == meant


@pytest.mark.parametrize(
    "filters",
    [
        {"levels": ["组"]},
        {"kinds": ["口号"]},
        {"has": ["图片"]},
        {"domains": ["火星"]},
        {"plans": ["火星规划"]},
        {"units": ["火星局"]},
        {"domains": [""]},
        {"plans": ["  "]},
    ],
)
def test_a_value_that_names_nothing_is_refused_with_what_there_is(filters: dict[str, list[str]]) -> None:
    with pytest.raises(BadFilter) as caught:
        read_scope(KNOWN, **filters)
    assert str(caught.value).endswith("。")
    assert "可以写" in str(caught.value) or "不能为空" in str(caught.value)


def test_fields_name_only_what_is_limited() -> None:
    scope = read_scope(KNOWN, levels=["县"], units=["教育"])
    assert scope.fields() == (("level", ("county",)), ("unit", ("教育体育局",)))


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("domains", "妇女健康", ("妇女与健康",)),
        ("domains", "儿童健康", ("儿童与健康",)),
        ("plans", "妇女规划", ("example-women-2021", "city-women-2021")),
        ("plans", "示例县妇女规划", ("example-women-2021",)),
        ("units", "卫健", ("卫生健康局",)),
        ("units", "县教体局", ("教育体育局",)),
    ],
)
def test_names_are_known_in_short(field: str, typed: str, meant: tuple[str, ...]) -> None:
    assert getattr(read_scope(KNOWN, **{field: [typed]}), field) == meant


def test_a_domain_is_known_by_what_the_thesaurus_calls_it() -> None:
    known = Known(plans=(), domains=("妇女与社会保险", "妇女与经济"), units=())
    assert read_scope(known, domains=["社保"]).domains == ("妇女与社会保险",)
