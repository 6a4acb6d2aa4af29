"""Units, whole-number vectors and the word table. Needs no model."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT

from analyzers import meaning
from analyzers.meaning import (
    DIMENSION,
    Made,
    SentenceInContext,
    ask,
    cosines,
    cut_units,
    lengths,
    quantise,
    word_vectors,
)
from analyzers.meaning.word_vectors import WordTable, parts
from analyzers.meaning.wordpiece import WordPiece

texts = st.text("。；;！？县 妇女儿童a1", max_size=60)


@pytest.mark.parametrize(
    ("text", "heading", "sentences"),
    [
        ("", "儿童与安全", []),
        ("  。", "", ["。"]),
        ("孕产妇死亡率下降到十万分之九以下。", "", ["孕产妇死亡率下降到十万分之九以下。"]),
        ("加强看护。隔离水体；普及知识", "", ["加强看护。", "隔离水体；", "普及知识"]),
        ("要不要？要！", "", ["要不要？", "要！"]),
    ],
)
def test_units_are_sentences(text: str, heading: str, sentences: list[str]) -> None:
    assert [unit.sentence for unit in cut_units(text, heading)] == sentences


@pytest.mark.parametrize(
    ("text", "heading", "contexts"),
    [
        ("甲乙。丙丁。", "", ["甲乙。", "甲乙。丙丁。"]),
        ("甲乙。丙丁。", "安全", ["安全。甲乙。", "安全。甲乙。丙丁。"]),
        ("甲乙。", "甲乙", ["甲乙。"]),  # a heading that the words begin with is not said twice
        ("甲乙。", "安全。", ["安全。甲乙。"]),
    ],
)
def test_a_context_is_heading_lead_and_sentence(text: str, heading: str, contexts: list[str]) -> None:
    assert [unit.context for unit in cut_units(text, heading)] == contexts


@given(texts, st.text("儿童安全。", max_size=50))
def test_units_hold_all_words_and_have_stable_keys(text: str, heading: str) -> None:
    units = cut_units(text, heading)
    squashed = "".join(text.split(" "))
    assert "".join("".join(unit.sentence.split(" ")) for unit in units) == squashed
    assert all(len(unit.key) == 16 for unit in units)
    assert [unit.key for unit in units] == [unit.key for unit in cut_units(text, heading)]


def test_keys_tell_sentence_and_context_apart() -> None:
    assert (
        SentenceInContext("甲", "乙丙").key
        != SentenceInContext("甲乙", "丙").key
        != SentenceInContext("甲", "乙").key
    )


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_products_are_exact_and_cosines_true(seed: int, count: int) -> None:
    dice = np.random.default_rng(seed)
    floats = dice.normal(size=(count, DIMENSION)).astype(np.float32)
    rows = quantise(floats)
    asked = ask(Fixed(floats[0]), "")
    exact = rows.astype(np.int64) @ asked.ints.astype(np.int64)
    assert np.array_equal(rows.astype(np.float32) @ asked.ints, exact.astype(np.float32))
    true = floats @ floats[0] / np.linalg.norm(floats, axis=1) / np.linalg.norm(floats[0])
    assert np.allclose(cosines(asked, rows, lengths(rows)), true, atol=0.02)


class Fixed:
    """An encoder that knows one vector."""

    name = "fixed"
    made = Made.TABLE
    dimension = DIMENSION
    fingerprint = "fixed"

    def __init__(self, vector: meaning.Floats) -> None:
        self.vector = vector

    def encode(self, texts: Sequence[str]) -> meaning.Floats:
        return np.stack([self.vector for _ in texts])

    def encode_query(self, text: str) -> meaning.Floats:
        return self.vector


def test_a_query_of_which_nothing_is_known() -> None:
    asked = ask(Fixed(np.zeros(DIMENSION, np.float32)), "")
    rows = quantise(np.ones((3, DIMENSION), np.float32))
    assert asked.empty
    assert cosines(asked, rows, lengths(rows)).tolist() == [0, 0, 0]
    assert lengths(np.zeros((1, DIMENSION), np.int8)).tolist() == [0]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("溺水", (1,)), ("溺水儿童", (1, 2)), ("防溺水", (1,)), ("儿童溺水死", (2, 1)), ("天", ()), ("", ())],
)
def test_an_unknown_word_is_taken_apart(word: str, expected: tuple[int, ...]) -> None:
    assert parts(word, {"溺水": 1, "儿童": 2}) == expected


@pytest.fixture(scope="module")
def table() -> WordTable:
    return word_vectors.table()


def test_the_table_gives_vectors_of_length_one(table: WordTable) -> None:
    several = ["孕产妇死亡率", "小孩玩水淹死", "", "xyz", "90%", "农村留守儿童关爱保护。"]
    rows = table.encode(several)
    assert rows.shape == (6, DIMENSION)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 0, 0, 0, 1], abs=1e-5)
    for text, row in zip(several, rows, strict=True):
        assert np.allclose(table.encode_query(text), row, atol=1e-5)


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("小孩玩水淹死", "预防和控制儿童溺水", "提高妇女参与决策和管理的意识"),
        ("宝宝打针", "适龄儿童疫苗接种率", "农村土地承包经营权"),
        ("工资男女不一样", "缩小男女两性收入差距", "改善儿童营养状况"),
        ("不想上学", "义务教育控辍保学", "城镇污水处理"),
        ("空气不好", "大气污染防治", "职工医疗保险"),
        ("爷爷奶奶没人照顾", "为失能老年人提供照护服务", "推进秸秆综合利用"),
    ],
)
def test_everyday_words_lie_near_official_ones(table: WordTable, query: str, near: str, far: str) -> None:
    asked = table.encode_query(query)
    close, distant = table.encode([near, far]) @ asked
    assert close > 0.25
    assert close > distant + 0.15


def test_the_files_of_the_table_agree() -> None:
    about = word_vectors.about()
    words = (word_vectors.FOLDER / "words.txt").read_text(encoding="utf-8").split("\n")
    vectors = np.load(word_vectors.FOLDER / "vectors.npy")
    scales = np.load(word_vectors.FOLDER / "scales.npy")
    assert words == sorted(set(words))
    assert (len(words), DIMENSION) == vectors.shape == (about["words"], about["dimension"])
    assert vectors.dtype == np.int8
    digest = hashlib.sha256("\n".join(words).encode() + vectors.tobytes() + scales.tobytes()).hexdigest()
    assert digest[:16] == about["table"]
    space = word_vectors.Space.load()
    digest = hashlib.sha256(space.mean.tobytes() + space.projection.tobytes()).hexdigest()
    assert digest[:16] == about["space"] == space.fingerprint
    files = [path for path in word_vectors.FOLDER.iterdir() if path.name != "clauses.vec"]
    assert sum(path.stat().st_size for path in files) < 10_000_000
    assert "MIT License" in (word_vectors.FOLDER / "NOTICE").read_text(encoding="utf-8")


def test_nothing_is_loaded_before_it_is_needed() -> None:
    """Only a search by meaning pays for numpy: the commands that need none start without it."""
    code = "import sys, analyzers.segment; print(json.dumps('numpy' in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import json; {code}"], capture_output=True, text=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    assert json.loads(done.stdout) is False


def tokenizer(path: Path, vocabulary: Sequence[str], **changes: object) -> Path:
    stated = {
        "normalizer": {"type": "BertNormalizer", "lowercase": False},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "vocab": {word: number for number, word in enumerate(vocabulary)},
        },
    } | changes
    path.write_text(json.dumps(stated), encoding="utf-8")
    return path


VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", "妇", "女", "9", "##0", "%", "un", "##able", "。"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("妇女", [3, 4]),
        ("妇　女\n。", [3, 4, 10]),
        ("90%", [5, 6, 7]),
        ("unable", [8, 9]),
        ("unknown妇", [0, 3]),
        ("妇\u200b\x0c女\ufffd", [3, 4]),
        ("", []),
        ("u" * 101, [0]),
    ],
)
def test_pieces(tmp_path: Path, text: str, pieces: list[int]) -> None:
    assert WordPiece(tokenizer(tmp_path / "t.json", VOCABULARY)).encode(text) == [1, *pieces, 2]


def test_a_long_text_is_cut_to_what_the_model_reads(tmp_path: Path) -> None:
    pieces = WordPiece(tokenizer(tmp_path / "t.json", VOCABULARY)).encode("妇女" * 600)
    assert (len(pieces), pieces[0], pieces[-1]) == (512, 1, 2)


def test_another_kind_of_tokenizer_is_refused(tmp_path: Path) -> None:
    other = tokenizer(tmp_path / "t.json", VOCABULARY, normalizer={"type": "NFC", "lowercase": False})
    with pytest.raises(ValueError, match="not a plain BERT tokenizer"):
        WordPiece(other)
