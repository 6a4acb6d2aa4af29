"""The real sentence model, where it is installed; elsewhere only what happens without it.

No skips: CI counts them as failures, and no machine needs the model. What needs it is defined only where
onnxruntime and the installed files are there; the same for the comparison with ``tokenizers``.
"""

from __future__ import annotations

import builtins
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzers.meaning.sentence_model import NoModel, SentenceModel
from service.meaning import model
from service.settings import data_home

FOLDER = model.model_folder(data_home())
READY = model.status(data_home()).state is model.ModelState.READY
TEXTS = [
    "孕产妇死亡率下降到十万分之九以下。",
    "小孩玩水淹死",
    "B超、X光 检查90%以上",
    "",
    "𠮷野家 e-mail",
    "妇女" * 400,
]


def test_without_onnxruntime_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def refuse(name: str, *rest: Any, **named: Any) -> Any:
        if name == "onnxruntime":
            raise ImportError(name)
        return load(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(NoModel, match=r"pip install 'duibiao\[semantic\]'"):
        SentenceModel(tmp_path)


if importlib.util.find_spec("onnxruntime"):

    def test_a_broken_file_is_said_in_chinese(tmp_path: Path) -> None:
        (tmp_path / "model.onnx").write_bytes(b"no model")
        (tmp_path / "tokenizer.json").write_text("{}")
        with pytest.raises(NoModel, match="重新安装"):
            SentenceModel(tmp_path)


if READY:

    def test_vectors_are_of_length_one_and_do_not_depend_on_company() -> None:
        loaded = SentenceModel(FOLDER)
        together = loaded.encode(TEXTS)
        assert together.shape == (len(TEXTS), 256)
        assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)
        for text, row in zip(TEXTS, together, strict=True):
            # int8 activations are scaled over a whole run, so company leaves a trace, a small one.
            assert float(loaded.encode_query(text) @ row) > 0.97

    def test_everyday_words_lie_near_official_ones() -> None:
        loaded = SentenceModel(FOLDER)
        query, near, far = loaded.encode(["小孩玩水淹死", "预防和控制儿童溺水", "提高妇女参保率"])
        assert query @ near > 0.3
        assert query @ near > query @ far + 0.2


if READY and importlib.util.find_spec("tokenizers"):

    def test_pieces_are_those_of_the_tokenizers_package(corpus_dir: Path) -> None:
        from tokenizers import Tokenizer  # type: ignore[import-not-found,unused-ignore]

        from analyzers.meaning.wordpiece import WordPiece

        theirs = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
        theirs.enable_truncation(512)
        ours = WordPiece(FOLDER / "tokenizer.json")
        lines = [line for path in corpus_dir.rglob("*.txt") for line in path.read_text("utf-8").split("\n")]
        for text in [*lines, *TEXTS, "\n".join(lines)]:
            assert ours.encode(text) == theirs.encode(text).ids
