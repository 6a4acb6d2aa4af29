"""Sites for the tests of pages: one over the real corpus that is only read, one that a test may change."""

from __future__ import annotations

import time
from collections.abc import Iterator

import grids
import pytest
from fastapi.testclient import TestClient
from places import FAMILIES

from service.faces.web.app import create_app
from service.settings import Settings


def ready(client: TestClient) -> TestClient:
    """The client, when its service has a base."""
    until = time.monotonic() + 60
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until, client.get("/readyz").json()
        time.sleep(0.02)
    return client


@pytest.fixture(scope="session")
def desk(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over the real corpus."""
    with TestClient(create_app(real_settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield ready(client)


@pytest.fixture
def own_desk(own_settings: Settings) -> Iterator[TestClient]:
    """A service over two small fictional plans, with a data folder of its own."""
    with TestClient(create_app(own_settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield ready(client)


FAMILY = FAMILIES / "tuned"


@pytest.fixture(scope="session")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over fictional plans of county, city, province and nation; read only."""
    settings = Settings(tmp_path_factory.mktemp("family"), FAMILY.resolve())
    with TestClient(create_app(settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield ready(client)


GAPPY = """
[[plan]]
id = "county-women"
title = "示例县妇女发展规划（2021—2030年）"
level = "county"
region = "示例县"
subject = "妇女"
file = "county.txt"
start_year = 2021
end_year = 2030
holding = "full"
parents = ["nation-women"]

[[plan]]
id = "nation-women"
title = "示例国妇女发展纲要（2021—2030年）"
level = "nation"
subject = "妇女"
number = "示国发〔2021〕1号"
start_year = 2021
end_year = 2030
holding = "figures"

[[plan]]
id = "nation-health"
title = "“健康示例国2030”规划纲要"
level = "nation"
subject = "健康"
file = "health.txt"
holding = "full"
"""
COUNTY = """示例县妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之九以下。

2.适龄妇女宫颈癌人群筛查率达到70%以上。

3.妇女常见病定期筛查率达到95%左右。

4.普及健康知识，妇女健康素养水平达到30%。

5.完善妇女参加志愿服务的激励机制。

策略措施：

1.普及妇女健康知识。面向妇女开展健康教育，提高健康素养。

2.加强孕产妇健康服务。开展孕产妇系统管理。
"""
HEALTH = """“健康示例国2030”规划纲要

一、健康教育

（一）提高全民健康素养

1.普及健康知识。推进全民健康生活方式行动，提高居民健康素养水平，面向全民开展健康教育。

2.加强孕产妇健康服务。开展孕产妇系统管理，孕产妇死亡率下降到十万分之十二以下。
"""
FIGURES = """plan,kind,domain,number,indicator,population,comparator,value,unit,year,nature,trend,baseline_year,checked,note,source
nation-women,goal,妇女与健康,2,孕产妇死亡率,,<=,12,per_100000,2030,level,,,reported,见第二条,示例日报（https://example.org/1）
nation-women,goal,妇女与健康,3,适龄妇女宫颈癌人群筛查率,,>=,70,percent,2030,level,,,unconfirmed,,示例百科
"""


@pytest.fixture(scope="session")
def gappy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A county whose national plan has no text but figures, beside a national plan on something else that has one."""
    folder = tmp_path_factory.mktemp("gappy")
    corpus = folder / "corpus"
    (corpus / "figures").mkdir(parents=True)
    for name, text in (("catalogue.toml", GAPPY), ("county.txt", COUNTY), ("health.txt", HEALTH)):
        (corpus / name).write_text(text, encoding="utf-8")
    (corpus / "figures" / "known.csv").write_text(FIGURES, encoding="utf-8")
    settings = Settings(folder / "home", corpus.resolve())
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield ready(client)


TABLED = """示例县“十四五”养老服务规划
一、主要目标
到2025年，服务体系更加完善，助餐点达到40个。
附表　主要指标
序号\t指标\t2020年\t2025年\t属性
1\t助餐点（个）\t20\t40\t预期性
2\t婴儿死亡率（‰）\t4.1\t≤3.5\t约束性
3\t人均预期寿命（岁）\t77\t78.2\t预期性
4\t身体活动不足率（%）\t22\t每年下降0.5个百分点\t预期性
5\t老年人满意度（%）\t—\t逐步提高\t预期性
注：以批复为准。
二、重点任务
（一）完善设施。新建一批设施。
表2　任务分工
重点任务\t牵头单位\t配合单位\t完成时限
建设助餐点\t县民政局\t县财政局\t2025年底
"""


@pytest.fixture(scope="session")
def tabled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A county's plan with a table of indicators and one of tasks."""
    folder = tmp_path_factory.mktemp("tabled")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "elderly-2021.txt").write_text(TABLED, encoding="utf-8")
    settings = Settings(folder / "home", corpus.resolve())
    patch = pytest.MonkeyPatch()
    grids.read_tabs(patch)
    try:
        with TestClient(create_app(settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
            ready(client)
            patch.undo()  # it is read; whatever tests come next read as people do
            yield client
    finally:
        patch.undo()
