"""Whether two names are one indicator: the same, of other people, or another."""

from __future__ import annotations

import pytest

from ingest.indicators.names import Sameness, compare, implied_by, read_name
from ingest.links.named_indicators import mentions
from ingest.plan import PlanEntry

WOMEN = frozenset({"妇女", "女性"})
CHILDREN = frozenset({"儿童", "未成年人"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("适龄妇女宫颈癌人群筛查率", "适龄妇女宫颈癌筛查率"),
        ("女性科技人才占比", "科技人才中的女性比例"),
        ("养老机构护理型床位占比", "护理型床位占养老机构床位的比例"),
        ("就业人员中的女性比例", "女性占全社会就业人员比重"),
        ("学前三年儿童毛入园（班）率", "学前教育毛入园率"),
        ("高中阶段教育毛入学率", "高中阶段毛入学率"),
        ("65岁及以上老年人健康管理率", "65岁以上老年人健康管理率"),
        ("每千名儿童拥有儿科执业（助理）医生", "每千名儿童拥有儿科执业（助理）医师数"),
        ("县人大代表、政协委员中妇女比例", "省人大代表、政协委员中女性所占比例"),
        ("5岁以下儿童贫血患病率", "5岁以下儿童贫血率"),
        ("女性人均预期寿命", "人均预期寿命"),
        ("35—45岁妇女接受高质量宫颈癌筛查的比例", "妇女在35岁—45岁接受高效宫颈癌筛查的比例"),
        ("宫颈癌患者治疗率", "确诊宫颈癌的患病妇女得到治疗的比例"),
        ("高血压患者规范管理率", "罹患高血压的病人规范管理的比例"),
        ("残疾儿童康复服务率", "残疾儿童得到康复服务的比例"),
        ("“两癌”防治知识知晓率", "宫颈癌和乳腺癌防治知识知晓率"),
        ("每千名老年人拥有护理员", "每万名老年人拥有护理员"),
        ("执业（助理）医师数", "执业助理医师数"),
        ("2025年农村污水处理率", "农村污水处理率"),
    ],
)
def test_one_indicator_in_two_wordings(one: str, other: str) -> None:
    assert compare(read_name(one), read_name(other), WOMEN | CHILDREN) is Sameness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("适龄妇女宫颈癌筛查率", "35—64岁妇女宫颈癌筛查率"),
        ("农村自来水普及率", "自来水普及率"),
        ("5岁以下儿童贫血率", "6岁以下儿童贫血患病率"),
        ("残疾儿童义务教育毛入学率", "残疾儿童义务教育净入学率"),
        ("年经营性收入10万元以上的村占比", "年经营性收入100万元以上的村占比"),
        ("每千人口执业医师数", "每千人口执业（助理）医师数"),
        ("千人以上供水工程覆盖率", "万人以上供水工程覆盖率"),
        ("1000人以上村庄公交通达率", "100人以上村庄公交通达率"),
        ("污水处理率（不含城关镇）", "污水处理率"),
        ("3A级以上景区占比", "4A级以上景区占比"),
        ("规模以上企业研发覆盖率", "企业研发覆盖率"),
    ],
)
def test_one_indicator_of_other_people(one: str, other: str) -> None:
    assert compare(read_name(one), read_name(other), WOMEN | CHILDREN) is Sameness.POPULATION


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("婴儿死亡率", "新生儿死亡率"),
        ("婴儿死亡率", "5岁以下儿童死亡率"),
        ("小学生近视率", "初中生近视率"),
        ("高中阶段毛入学率", "九年义务教育巩固率"),
        ("村委会成员中女性比例", "居委会成员中女性比例"),
        ("城镇单位就业人员中的女性比例", "就业人员中的女性比例"),
        ("宫颈癌筛查率", "乳腺癌筛查率"),
        ("基本养老保险参保率", "基本医疗保险参保率"),
        ("3岁以下儿童系统管理率", "孕产妇系统管理率"),
        ("婴儿死亡率", "婴儿死亡率城乡差距"),
    ],
)
def test_two_indicators(one: str, other: str) -> None:
    assert compare(read_name(one), read_name(other), WOMEN | CHILDREN) is Sameness.DIFFERENT


def test_what_a_plan_need_not_say_comes_from_its_subject_or_title() -> None:
    assert "妇女" in implied_by(PlanEntry("a", "示例县妇女发展规划"))
    assert "老年人" in implied_by(PlanEntry("a", "示例县规划", subject="老龄"))
    assert not implied_by(PlanEntry("a", "示例县水利规划"))


def test_mentions_leave_out_the_verbs_in_front() -> None:
    assert mentions("逐步提高乳腺癌筛查覆盖率，儿童溺水死亡率持续下降。") == (
        read_name("乳腺癌筛查覆盖率"),
        read_name("儿童溺水死亡率"),
    )
