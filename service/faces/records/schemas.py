"""The shapes of the JSON API: the only pydantic models of the program.

Field names are those of the command line's records (docs/json.md); a test holds the two together. Sentences are
Chinese, because they are shown at /docs to whoever writes a program against the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from analyzers.units import UNITS
from ingest.indicators import PairedBy, Verdict
from ingest.plan import Act, Checked, ClauseKind, Level, Nature, Relation, TableKind
from service.decisions import LinkStatus
from service.labels import HAS, KINDS, LEVELS

Item = TypeVar("Item")
# The words that a field takes are those of the nouns. A type checker takes no words that are read from elsewhere:
# for it such a field is a string.
if TYPE_CHECKING:
    LevelName: TypeAlias = str
    LevelWord: TypeAlias = str
    KindName: TypeAlias = str
    KindWord: TypeAlias = str
    HasWord: TypeAlias = str
    ActName: TypeAlias = str
    NatureName: TypeAlias = str
    TableKindName: TypeAlias = str
    RelationName: TypeAlias = str
    RelationWord: TypeAlias = str
    StatusName: TypeAlias = str
    VerdictName: TypeAlias = str
    PairingName: TypeAlias = str
    CheckedName: TypeAlias = str
    ReadName: TypeAlias = str
else:
    LevelName = Literal[tuple(level.value for level in Level)]
    LevelWord = Literal[(*(level.value for level in Level), *LEVELS.values())]
    KindName = Literal[tuple(kind.value for kind in ClauseKind)]
    KindWord = Literal[(*(kind.value for kind in ClauseKind), *KINDS.values(), "目标", "措施")]
    HasWord = Literal[tuple(word for pair in HAS.items() for word in pair)]
    ActName = Literal[tuple(act.value for act in Act)]
    NatureName = Literal[tuple(nature.value for nature in Nature)]
    TableKindName = Literal[tuple(kind.value for kind in TableKind)]
    RelationName = Literal[tuple(relation.value for relation in Relation)]
    RelationWord = Literal[tuple(each.value for each in Relation if each is not Relation.NONE)]
    StatusName = Literal[tuple(status.value for status in LinkStatus)]
    VerdictName = Literal[tuple(verdict.value for verdict in Verdict)]
    PairingName = Literal[tuple(each.value for each in PairedBy)]
    CheckedName = Literal[tuple(checked.label for checked in Checked)]
    ReadName = Literal[Checked.TEXT.label, Checked.PERSON.label]
Number = int | float
Offsets = Annotated[list[int], Field(min_length=2, max_length=2, description="起止位置（字符数，不含末位）")]


class _Model(BaseModel):
    model_config = ConfigDict(serialize_by_alias=True)


class Problem(_Model):
    """出错时的回答（RFC 9457）。"""

    type: str = "about:blank"
    title: str = Field(examples=["没有找到"])
    status: int = Field(examples=[404])
    detail: str = Field(
        description="一句可以照做的话", examples=["没有地址为 x/1 的条目，地址可从检索结果中复制。"]
    )
    instance: str = Field(examples=["/api/v1/clauses/x/1"])
    request_id: str = Field(description="报告问题时请附上")
    errors: list[dict[str, str]] | None = Field(None, description="填写的内容不对时：哪一项、错在哪里")
    progress: dict[str, Any] | None = Field(None, description="知识库没有准备好时：建到哪一步")


class Page(_Model, Generic[Item]):
    """列表的一页。"""

    items: list[Item]
    total: int = Field(description="一共多少")
    limit: int
    offset: int
    next: str | None = Field(description="下一页的地址；没有下一页时为 null")


class FieldChange(_Model):
    """人工更正改了的一项。"""

    field: str = Field(description="字段：text、kind、domain、address、value、unit 等")
    before: str | None = Field(description="程序读出的")
    after: str | None = Field(description="更正后的")


class Corrected(_Model):
    """一处人工更正：谁、何时、改了什么。"""

    key: str = Field(description="编号，撤销时用")
    act: ActName = Field(description="怎样更正")
    changes: list[FieldChange]
    who: str | None
    made: str = Field(description="时间，ISO 8601")
    note: str | None


class Clause(_Model):
    """条目：编号的一条，或没有编号的一段（如前言）。"""

    address: str = Field(description="永久地址", examples=["tengchong-women-2021/2.1/goal/2"])
    plan: str = Field(description="规划编号")
    kind: KindName = Field(description="类型")
    section: str = Field(description="所在章节，如 2.1")
    section_title: str
    domain: str | None = Field(description="领域", examples=["妇女与健康"])
    number: str | None = Field(description="印在原文里的序号")
    title: str = Field(description="首句，不含句号；没有序号的是章节名")
    text: str = Field(description="全文，断行已连接，其余与原文一字不差")
    start: int = Field(description="在原文中的起点（字符数）")
    end: int
    body: int = Field(description="text 中序号之后正文的起点")
    units: list[str] = Field(description="写明的责任单位")
    context: list[str] = Field(description="上面各级标题，从外到内；只说是哪一部分的（如“主要任务”）不列")
    level: LevelName | None = Field(description="层级")
    citation: str = Field(description="可直接引用的出处")
    corrected: list[Corrected] | None = Field(None, description="人工更正；没有的为 null")


class Target(_Model):
    """指标目标：一个指标的一个值，只取自原文。"""

    clause: str = Field(description="条目地址")
    plan: str
    kind: KindName
    domain: str | None
    number: str | None
    indicator: str = Field(description="指标", examples=["孕产妇死亡率"])
    population: str | None = Field(description="对象")
    comparator: Literal[">=", "<=", ">", "<", "=", "~", "range"]
    value: Number | None
    value_high: Number | None = Field(description="区间的上端，或比例的另一边")
    unit: str = Field(description=f"{'、'.join(UNITS)}，或 other:原文单位")
    base: int | None
    year: int | None = Field(description="年份；原文没有写的为 null")
    nature: NatureName
    baseline_year: int | None
    hedge: str | None = Field(description="左右、力争等")
    quote: str = Field(description="原文；表格里的是单元格的原文")
    start: int
    end: int
    period: str | None = Field(
        description="值按多长时间计：year、month、quarter、term、day 等；没有写的为 null"
    )
    direction: Literal["up", "down"] | None = Field(description="变化的方向；不是变化的为 null")
    source: Literal["text", "table"] = Field(description="出自正文还是表格")
    attribute: str | None = Field(description="约束性、预期性；表格里没有写的为 null")
    scope: str | None = Field(description="区分几个数的词：新建、累计、新增、每个县等")
    column: str | None = Field(description="出自表格的，所在栏的名称；出自正文的为 null")
    checked: ReadName | None = Field(
        description="`程序识别`；有人同原件核对过的是 `已核对`；没有读到的为 null"
    )
    checked_by: str | None = Field(description="谁核对的；没有人核对过的为 null")
    checked_on: str | None = Field(description="何时核对的")
    scanned: bool | None = Field(None, description="true：文字是从扫描件识别的，数值须对照原件；其他为 null")
    corrected: list[Corrected] | None = Field(None, description="人工更正；没有的为 null")


class Baseline(_Model):
    """已有的数：一个指标已经达到的值，不是目标。"""

    clause: str = Field(description="条目地址")
    plan: str
    indicator: str
    value: Number | None
    value_high: Number | None
    unit: str
    year: int | None
    source: Literal["text", "table"]
    quote: str
    start: int
    end: int
    column: str | None = Field(description="出自表格的，所在栏的名称；出自正文的为 null")


class TableCell(_Model):
    """表格的一格；合并的格只写一次，空格的文字为空。"""

    row: int = Field(description="第几行，从 0 数起")
    column: int = Field(description="第几列，从 0 数起")
    rows: int = Field(description="占几行")
    columns: int = Field(description="占几列")
    text: str
    start: int
    end: int


class TableRow(_Model):
    """表格的一行和它的条目。"""

    row: int
    clause: str = Field(description="条目地址")
    lead: list[str] = Field(description="牵头、责任单位，照原文")
    support: list[str] = Field(description="配合单位，照原文")
    deadline: str = Field(description="完成时限，照原文")
    repeats: list[str] = Field(description="写了同一个数的正文条目的地址")


class Table(_Model):
    """表格：行、列、单元格，照原文。"""

    plan: str
    address: str = Field(examples=["example-2021/2.1/table-1"])
    kind: TableKindName = Field(description="indicators 指标表，tasks 任务分工表，box 专栏，other 其他")
    section: str
    caption: str = Field(description="表名")
    notes: str = Field(description="表下的注")
    head: int = Field(description="表头占几行")
    columns: list[str] = Field(description="各栏的名称，几层表头连在一起")
    cells: list[TableCell]
    rows: list[TableRow]
    start: int
    end: int


class Warning(_Model):
    """复核提示：原文中需要人看一眼的地方。"""

    clause: str | None
    code: str
    message: str
    start: int
    end: int


class Cited(_Model):
    """条目中引用的文件。"""

    kind: str
    name: str
    plans: list[str] = Field(description="库中对应的规划编号")
    start: int
    end: int


class ClauseInFull(Clause):
    """一个条目和关于它的一切。"""

    checked: ReadName | None = Field(
        description="`程序识别`；有人同原件核对过的是 `已核对`；没有读到的为 null"
    )
    checked_by: str | None = Field(description="谁核对的；没有人核对过的为 null")
    checked_on: str | None = Field(description="何时核对的")
    targets: list[Target]
    warnings: list[Warning]
    citations: list[Cited]
    baselines: list[Baseline] = Field(description="已有的数")
    table: Table | None = Field(description="条目是表格的一行或注时，整个表格")


class HitReason(_Model):
    """为什么在结果里：一个词，出现几次，在哪里。"""

    kind: Literal["word", "title", "synonym", "part", "missing", "meaning"]
    word: str
    times: int
    field: Literal["text", "title", "heading"] | None = None
    places: list[Offsets] | None = None
    heading: str | None = Field(None, description="词所在的上级标题")
    stands_for: str | None = Field(None, description="代替检索词中的哪个词")
    closeness: float | None = Field(None, description="意思有多近，0 到 1")


class Hit(_Model):
    """检索结果的一条。"""

    address: str
    citation: str
    score: float
    kind: KindName
    level: LevelName | None
    title: str
    text: str
    marks: list[Offsets] = Field(description="text 中匹配的位置")
    why: list[HitReason]
    match: Literal["any", "every", "near", "meaning"] = Field(
        description="near 词都有且相连，every 词都有，any 只含一部分，meaning 只凭意思"
    )
    closeness: float | None
    domain: str | None
    plan: str


class Also(_Model):
    """也查了的说法。"""

    phrase: str
    wordings: list[str]


class Mended(_Model):
    """按什么理解了打错的词。"""

    typed: str
    meant: str
    others: list[str]


class Suggestion(_Model):
    """没有结果时可以怎么改。"""

    say: str
    query: str


class Facets(_Model):
    """total 个条目按层级、类型、领域、规划、责任单位、含有的内容的条数。"""

    level: dict[str, int]
    kind: dict[str, int]
    domain: dict[str, int]
    plan: dict[str, int]
    unit: dict[str, int]
    has: dict[str, int] = Field(description="value：写明数值的指标目标")


class HitList(Page[Hit]):
    """检索结果。词都有的在前；只含一部分的、只凭意思找到的在后，不计入 total。"""

    looked_at: int = Field(description="一共查了多少个条目")
    match: Literal["any", "every", "near"] = Field(description="total 和 facets 说的是哪一种匹配")
    every: int = Field(description="词都有的条目数")
    any: int = Field(description="至少含一部分词的条目数")
    facets: Facets
    also: list[Also]
    mended: list[Mended]
    notes: list[str]
    suggestions: list[Suggestion]
    nearest: list[str] = Field(description="没有结果时，意思最接近的条目地址")


class LinkReason(_Model):
    """为什么认为对应。"""

    kind: str
    text: str


class NearLink(_Model):
    """没有找到对应时可以看看的一条。"""

    address: str
    citation: str
    score: float
    reasons: list[LinkReason]


class Link(_Model):
    """对标关系的一行：一个条目和它在另一部规划里的一个对应条目，或没有对应。"""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)
    from_: str = Field(alias="from", description="条目地址")
    to: str | None = Field(description="对应条目的地址；没有对应时为 null")
    relation: RelationName
    score: float
    reasons: list[LinkReason]
    status: StatusName
    plan: str
    level: LevelName | None
    from_citation: str
    to_citation: str | None
    kin: Literal["family", "sister", "other"] = Field(
        description="family 各级的同一规划，sister 同级政府的另一部规划，other 别的规划；后两种没有对应不算缺口"
    )
    nothing: Literal["没有找到对应", "人工确认没有对应", "本级特有", "上级有本级无"] | None = Field(
        description="没有对应时怎么说：程序只说没有找到对应，其余三种是人作的决定；有对应时为 null"
    )
    nearest: list[NearLink] = Field(description="没有找到对应时最接近的条目，至多三条，供核对；其余为空")


class Decision(_Model):
    """人对一对条目的决定。"""

    model_config = ConfigDict(extra="forbid", str_max_length=2_000, validate_by_alias=True)
    from_: str = Field(alias="from", min_length=1, max_length=300, description="条目地址")
    to: str = Field(
        min_length=1,
        max_length=300,
        description="另一部规划中的条目地址；写另一部规划的编号，是说整部规划里都没有对应",
    )
    status: StatusName = Field(description="confirmed 确认，rejected 否定，suggested 收回以前的决定")
    relation: RelationWord | None = Field(None, description="改正对应的程度")
    who: str | None = Field(None, max_length=60, description="谁决定的")
    note: str | None = Field(None, max_length=1_000, description="说明")


class IndicatorDecision(_Model):
    """人对两级各一项指标的决定：是不是同一项。"""

    model_config = ConfigDict(extra="forbid", str_max_length=2_000, validate_by_alias=True)
    from_: str = Field(alias="from", min_length=1, max_length=300, description="条目地址")
    from_indicator: str = Field(min_length=1, max_length=200, description="这一条里的指标名")
    to: str = Field(min_length=1, max_length=300, description="另一部规划中的条目地址")
    to_indicator: str = Field(min_length=1, max_length=200, description="那一条里的指标名")
    status: StatusName = Field(description="confirmed 是同一项，rejected 不是，suggested 收回以前的决定")
    who: str | None = Field(None, max_length=60, description="谁决定的")
    note: str | None = Field(None, max_length=1_000, description="说明")


class CheckGiven(_Model):
    """有人同原件核对过什么。"""

    model_config = ConfigDict(extra="forbid", str_max_length=2_000)
    targets: list[int] | None = Field(
        None, max_length=200, description="第几个指标（从 1 数起）；不写就是条目本身"
    )
    holds: bool | None = Field(None, description="false：收回以前的核对")
    who: str | None = Field(None, max_length=60, description="谁核对的")


class CorrectionMade(_Model):
    """一处有效的人工更正，和它套用在哪里。"""

    key: str = Field(description="编号，撤销时用")
    act: ActName = Field(description="怎样更正")
    plan: str = Field(description="规划编号")
    address: str | None = Field(description="套用在哪一条；没有套用的，是现在最像的一条")
    made_at: str = Field(description="更正时的地址")
    text: str = Field(description="更正时的文字")
    state: Literal["laid", "open", "undone"] = Field(
        description="laid 已套用，open 原文已变，待重看，undone 刚刚撤销"
    )
    trouble: str | None = Field(description="没有套用的原因")
    who: str | None
    made: str = Field(description="时间，ISO 8601")
    note: str | None


_Set = Annotated[str | None, Field(max_length=120)]


class TargetFields(_Model):
    """指标要改成什么；不写的不改，null 是没有。"""

    model_config = ConfigDict(extra="forbid")
    indicator: _Set = Field(None, description="指标名称")
    population: _Set = Field(None, description="人群")
    comparator: _Set = Field(None, description="比较号：>=、<=、>、<、=、~、range")
    value: _Set = Field(None, description="数值，只写数字；区间写下限", examples=["90"])
    value_high: _Set = Field(None, description="区间的上限")
    unit: _Set = Field(None, description="单位，如 %、‰、/10万、公里；没有数值的事项写“完成”")
    year: _Set = Field(None, description="年份", examples=["2030"])


class Correcting(_Model):
    """要怎样更正一个条目。"""

    model_config = ConfigDict(extra="forbid", str_max_length=2_000)
    address: str = Field(min_length=1, max_length=300, description="条目地址")
    act: ActName = Field(description="怎样更正")
    words: str | None = Field(
        None, max_length=200, description="照原文抄写的几个字：第二条从这里开始；补上指标时是说它的几个字"
    )
    behind: bool = Field(False, description="移动边界时：这几个字在后一条里，它前面的归本条")
    over: bool = Field(False, description="合并、移动边界时：两条中间的标题是误认的，连同它一起")
    value: str | None = Field(None, max_length=120, description="改类型、改领域时的新值；null 是不在任何领域")
    target: int | None = Field(None, ge=1, le=10_000, description="改、删第几个指标，从 1 数起")
    fields: TargetFields | None = Field(None, description="改、补指标时各项写什么")
    stated: bool = Field(False, description="所写的数原文里没有，由更正人负责")
    who: str = Field(min_length=1, max_length=60, description="谁更正的")
    note: str | None = Field(None, max_length=500, description="说明")


class Undoing(_Model):
    """要撤销哪一处更正。"""

    model_config = ConfigDict(extra="forbid", str_max_length=200)
    key: str = Field(min_length=1, max_length=40, description="更正的编号")
    who: str | None = Field(None, max_length=60, description="谁撤销的")


class Near(_Model):
    """没有同名指标时可以核对的：名称相近的指标，或写到这件事的条目。"""

    indicator: str | None = Field(description="指标名；是写到这件事的条目时为 null")
    clause: str


class Stage(_Model):
    """一项指标的另一个说法：分阶段目标、展望。"""

    clause: str | None
    indicator: str
    comparator: str | None
    value: Number | None
    value_high: Number | None
    unit: str | None
    year: int | None
    quote: str


class SisterStage(Stage):
    """同级另一部规划对这项指标的写法。"""

    plan: str


class Rung(_Model):
    """目标阶梯的一级。"""

    indicator: str
    population: str | None
    level: LevelName | None
    plan: str
    clause: str | None
    comparator: str | None
    value: Number | None
    unit: str | None
    year: int | None
    verdict: VerdictName | None = Field(description="本级与这一级比；本级自己的一行为 null")
    no_text: bool = Field(description="true：库里没有这部规划的文本，也没有已知数据，不知道有没有规定")
    near: list[Near] = Field(description="没有找到同名指标时，这部规划里可以核对的")
    reason: str
    checked: CheckedName | None = Field(description="这个数核对到什么程度")
    value_high: Number | None
    nature: str | None
    baseline_year: int | None
    quote: str | None
    lower: str = Field(description="本级规划的编号")
    ladder: str = Field(description="这一组的指标名")
    pairing: PairingName | None = Field(
        description="怎样配到一起：name 同名，link 疑似同一项、请核对，person 人工确认"
    )
    converted: bool = Field(description="true：数值换算过单位，原文写法见 quote")
    own_clause: str | None = Field(description="与它比的本级指标在哪一条")
    own_indicator: str | None = Field(description="与它比的本级指标名")
    stages: list[Stage] = Field(description="这部规划对这项指标的其他说法：分阶段目标、展望")
    sister: SisterStage | None = Field(description="这部规划没有找到时，同级另一部规划怎么写")
    corrected: list[Corrected] | None = Field(description="人工更正；没有的为 null")


class Ladder(_Model):
    """一项指标在各级规划里的目标，本级在前，由近及远。"""

    indicator: str
    population: str | None
    lower: str = Field(description="本级规划的编号")
    rungs: list[Rung]


class Coverage(_Model):
    """一部规划的一个领域对一个主题说了几条。"""

    topic: str = Field(description="哪个主题（几个主题用分号隔开）")
    level: LevelName | None
    plan: str
    domain: str | None
    status: Literal["said", "silent", "no_text"] = Field(
        description="said 有，silent 查了全文没有查到，no_text 没有文本"
    )
    total: int
    kinds: dict[str, int]
    gap: Literal["no_goal", "no_measure"] | None
    clauses: list[str]
    by_heading: list[str] = Field(description="其中词在上级标题里、条目本身没有写的")
    named: list[str] = Field(
        description="其中只是在列举里提到主题的（医疗机构、学校、托育机构），不算它的目标或措施"
    )
    nearest: list[NearLink] = Field(description="没有查到时，这部规划里意思最接近的条目，至多三条")
    apart: int = Field(description="另有几条词都有但不相连，不计入 total")
    also: list[str] = Field(description="也查了的说法")
    mended: list[Mended]


class CoverageList(Page[Coverage]):
    """覆盖的一页。"""

    notes: list[str] = Field(description="须知，如“备用检索”和它的原因")


class Matrix(_Model):
    """一部规划的一个领域：多少条，其他各级有对应的多少条。"""

    level: LevelName | None
    plan: str
    domain: str | None
    total: int
    kinds: dict[str, int]
    answered: dict[str, int | None] = Field(description="那一级的同一规划没有文本时为 null")
    beside: dict[str, int] = Field(description="那一级的同一规划没有文本时，别的规划有对应的条数")


class Change(_Model):
    """不同的字词；带单位的数值是一个词。"""

    kind: Literal["replace", "delete", "insert"]
    left: str
    right: str


class Compared(_Model):
    """两部规划的一行：一对对应的条目，或只有一方写了的条目。"""

    row: Literal["pair", "only_left", "only_right"]
    left: str | None
    right: str | None
    left_text: str | None
    right_text: str | None
    relation: RelationName | None
    score: float | None
    equal: bool = Field(description="除序号外一字不差")
    changes: list[Change]
    nearest: list[NearLink] = Field(description="在另一部里没有找到对应时最接近的条目，至多三条")


class Comparison(Page[Compared]):
    """两部规划逐条对照。"""

    left: str = Field(description="前一部规划的编号")
    right: str
    pairs: int
    equal: int = Field(description="一字不差的对数")
    only_left: int
    only_right: int


class PlanEntry(_Model):
    """规划的身份和库中有多少内容。"""

    id: str
    title: str
    level: LevelName | None
    region: str | None
    subject: str | None
    aliases: list[str]
    issuer: str | None
    number: str | None = Field(description="发文字号")
    date: str | None
    holding: Literal["full", "figures", "none"] = Field(
        description="full 有全文，figures 只有已知数据，none 还没有文本"
    )
    clauses: int
    targets: int


class Heading(_Model):
    """标题。"""

    plan: str
    level: int = Field(description="0 是文件标题，1 是一、或第一章")
    number: str | None
    title: str
    section: str
    start: int
    end: int


class PlanInFull(PlanEntry):
    """一部规划：身份、目录、官方网址。"""

    official_url: str | None
    parents: list[str] = Field(description="必须遵循的上级规划，最近的在前")
    headings: list[Heading]


class FilterValues(_Model):
    """筛选条件可以用的值。"""

    level: dict[str, str] = Field(description="层级：写法 → 名称")
    kind: dict[str, str] = Field(description="类型：写法 → 名称")
    domain: list[str]
    plan: dict[str, str] = Field(description="规划：编号 → 名称")
    unit: list[str] = Field(description="责任单位")
    has: dict[str, str] = Field(description="含有的内容：写法 → 名称")


class Completion(_Model):
    """输入时的提示。"""

    kind: Literal["indicator", "domain", "plan", "wording"] = Field(
        description="indicator 指标，domain 领域，plan 规划，wording 同义词表里的说法"
    )
    text: str


class FigureCheck(_Model):
    """已知数据与导入文本的比较。"""

    plan: str
    indicator: str
    population: str | None
    comparator: str | None
    value: str | None
    unit: str | None
    year: int | None
    outcome: Literal["confirmed", "conflict", "not_found", "no_text"]
    clause: str | None
    quote: str | None
    checked: CheckedName
    source: str


class OrphanDecision(_Model):
    """因这次导入失去条目、或条目有改动的决定。"""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)
    from_: str = Field(alias="from")
    to: str
    status: StatusName
    vanished: list[str]
    changed: list[str]


class Edited(_Model):
    """两版之间的一处变化：条目或指标目标。"""

    row: Literal["changed", "moved", "new", "removed", "target"]
    old: str | None = Field(description="前一版的条目地址")
    new: str | None
    old_text: str | None
    new_text: str | None
    changes: list[Change]
    indicator: str | None
    old_value: str | None
    new_value: str | None


class Edition(_Model):
    """一部规划的一版。"""

    plan: str
    title: str
    edition: int = Field(description="版次；0 是随程序或语料文件夹提供的原有文本")
    name: str
    in_force: bool = Field(description="现行")
    made: str | None = Field(description="入库时间，没有记录的为 null")
    who: str | None
    clauses: int | None
    targets: int | None
    file: str | None
    sha256: str | None


class ImportReview(_Model):
    """导入一部规划的预览：读到了什么，入库会改变什么。"""

    plan: str
    title: str
    level: LevelName | None
    region: str | None
    subject: str | None
    issuer: str | None
    number: str | None
    date: str | None
    parents: list[str]
    known: bool = Field(description="目录里已登记")
    file: str
    format: str
    scanned: bool = Field(description="文字是从扫描件识别的，数值须核对")
    sha256: str
    headings: int
    clauses: int
    kinds: dict[str, int]
    domains: list[str]
    targets: int
    warnings: int
    held: bool = Field(description="入库前已有文本")
    new: list[str]
    changed: list[str]
    moved: list[list[str]]
    removed: list[str]
    unchanged: int
    edits: list[Edited]
    another: list[str] = Field(description="看来是另一部规划的理由；有的，入库要写 replace=true")
    figures: list[FigureCheck]
    orphans: list[OrphanDecision]
    notes: list[str]
    alarm: str | None = Field(description="几乎没有拆开、不宜入库时，一句警示和办法")
    stored: bool = Field(description="是否已入库")


class Imported(_Model):
    """一部已导入的规划。"""

    plan: str
    title: str
    level: LevelName | None
    file: str | None
    sha256: str | None
    clauses: int
    targets: int
