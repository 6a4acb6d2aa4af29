"""The domain of what stands in a book of 篇, 章, 节 or 条: the 章 that names a subject, as the judged documents have it."""

from __future__ import annotations

import pytest

from ingest.structure.sections import subject_of_rules

RULES = """示例市无障碍设施建设管理办法
第一章 总则
第一条 为了规范无障碍设施建设，制定本办法。
第二章 规划与建设
第二条 新建道路应当同步建设无障碍设施。
第三章 维护与使用
第三条 所有权人负责维护。
第四章 保障措施
第四条 安排专项经费。
第五章 法律责任
第五条 违反规定的，处以罚款。
第六章 附则
第六条 本办法自公布之日起施行。
"""
RULES_WITH_SECTIONS = """示例市停车场管理条例
第一章 总则
第一条 为了加强停车场管理，制定本条例。
第二章 规划建设
第一节 专项规划
第二条 编制停车场专项规划。
第二节 建设标准
第三条 配建标准每五年调整一次。
第三章 经营服务
第四条 明码标价。
"""
BOOK = """示例县国民经济和社会发展第十五个五年规划纲要
第一篇 发展环境和总体要求
第一章 发展环境
第一节 发展基础
“十四五”时期经济总量达到200亿元。
第二篇 建设现代化产业体系
第二章 做强高原特色农业
第一节 稳定粮食生产
粮食产量稳定在20万吨以上。
第三章 发展文旅产业
第一节 打造精品线路
新增A级景区5家。
第三篇 增进民生福祉
第四章 促进教育公平
学前三年毛入园率达到96%以上。
第四篇 规划实施保障
第五章 加强党的领导
坚持党的全面领导。
"""
BOOK_OF_PARTS = """示例州水利发展规划（2026—2030年）
第一篇 防洪安全
第一章 主要任务
第一节 治理中小河流
治理河长300公里。
第二章 重点工程
第一节 除险加固
除险加固水库12座。
"""
CHAPTERS = """示例市养老服务规划（2026—2030年）
第一章 发展居家养老
第一节 完善服务网络
每个街道建成综合中心1个。
第二章 提升机构养老
第一节 改革公办机构
护理型床位占比达到65%。
"""
RULES_OF_STEPS = """示例市公共租赁住房管理办法（试行）
第一章 总则
第一条 为了规范公共租赁住房管理，制定本办法。
第二章 管理职责
第二条 街道办事处负责受理申请。
第三章 申请与审核
第三条 申请人应当提交收入证明。
第四章 监督管理
第四条 每年复核1次。
第五章 附则
第五条 本办法自2022年11月1日起施行。
"""
RULES_WITHOUT_CHAPTERS = """示例县农村饮水安全工程运行管理办法
第一条 为加强农村饮水安全工程运行管理，制定本办法。
第二条 本县行政区域内集中供水工程的运行管理，适用本办法。
第三条 每500户配备管水员1名。
第四条 禁止下列行为：
（一）污染水源；
（二）擅自拆除供水设施。
第五条 本办法由县水务局负责解释。
第六条 本办法自2023年6月1日起施行，有效期5年。
"""


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("示例市公共租赁住房管理办法", "公共租赁住房"),
        ("示例省示例市养老服务条例", "养老服务"),
        ("示例市高新区人才公寓使用管理暂行办法", "人才公寓"),
        ("《示例县学生资助资金管理实施细则（试行）》", "学生资助资金"),
        ("示例省实施《中华人民共和国残疾人保障法》办法", "残疾人保障"),
        ("示例市关于规范电动自行车停放的若干规定", "电动自行车停放"),
        ("住宅小区物业管理办法", "住宅小区物业"),
        ("示例自治州促进民族团结进步条例", "民族团结进步"),
        ("示例县工作规则", None),
        ("示例县儿童发展规划（2021—2030年）", None),
        ("示例市实施方案", None),
    ],
)
def test_rules_are_about_what_their_title_names(title: str, subject: str | None) -> None:
    assert subject_of_rules(title) == subject


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        (RULES_OF_STEPS, [None, "公共租赁住房", "申请与审核", "公共租赁住房", None]),
        (RULES_WITHOUT_CHAPTERS, [None, None, "农村饮水安全工程", "农村饮水安全工程", None, None]),
        (RULES, [None, "规划与建设", "维护与使用", None, None, None]),
        (RULES_WITH_SECTIONS, [None, "规划建设", "规划建设", "经营服务"]),
        (BOOK, [None, "做强高原特色农业", "发展文旅产业", "促进教育公平", None]),
        (BOOK_OF_PARTS, ["防洪安全", "防洪安全"]),
        (CHAPTERS, ["发展居家养老", "提升机构养老"]),
    ],
)
def test_the_chapter_that_names_a_subject_is_the_domain(text: str, domains: list[str | None], read) -> None:
    assert [clause.domain for plan in read(text) for clause in plan.clauses] == domains
