"""The sentence model bge-small-zh-v1.5 (int8 ONNX): texts in, vectors of the shared space out.

Takes the folder that ``duibiao model install`` fills (model.onnx, tokenizer.json). The only module that
imports onnxruntime, which is an extra: without it, or with a broken file, NoModel says so in Chinese. The
vector is that of [CLS]; no instruction stands before a query (it gained nothing here and doubles the time).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analyzers.meaning import DIMENSION, Floats, Made
from analyzers.meaning.word_vectors import Space
from analyzers.meaning.wordpiece import WordPiece

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
PIECES = 512  # the model has no place for more
_BATCH_PIECES = 2_048  # pieces in one run: more needs memory and gains no speed
_THREADS = 2


class NoModel(Exception):
    """The model cannot be used; ``str(error)`` is a Chinese sentence that says what to do."""


class SentenceModel:
    """One loaded model (0.15 s, 100 MB); any number of threads may share it."""

    name = "bge-small-zh-v1.5"
    made = Made.MODEL
    dimension = DIMENSION

    def __init__(self, folder: Path, digest: str = "", threads: int = _THREADS) -> None:
        """``digest`` is the SHA-256 of the model file, which the installer has checked."""
        try:
            import onnxruntime
        except ImportError as error:
            raise NoModel(
                "缺少运行语义模型的组件 onnxruntime，请先执行 pip install 'duibiao[semantic]'。"
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(threads, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        # Waiting threads must not burn the other core of an office machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
            )
            self._pieces = WordPiece(folder / TOKENIZER_FILE)
        except Exception as error:  # onnxruntime's errors have no common class
            raise NoModel("语义模型文件无法读取，请执行 duibiao model install 重新安装。") from error
        self._inputs = [each.name for each in self._session.get_inputs()]
        self._digest = digest

    @cached_property
    def _space(self) -> Space:
        return Space.load()

    @property
    def fingerprint(self) -> str:
        """The model file and the space it is turned into."""
        return f"{self.name}-{self._digest[:16]}-{self._space.fingerprint}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text, of length 1."""
        return self._space.turn(self.raw(texts))

    def encode_query(self, text: str) -> Floats:
        """The vector of a query: made as that of any other text."""
        row: Floats = self.encode([text])[0]
        return row

    def raw(self, texts: Sequence[str]) -> Floats:
        """The model's own vectors, 512 numbers a text: what the table and the space are made from."""
        pieces = [self._pieces.encode(text.lower(), PIECES) for text in texts]
        # Texts of like length share a run: the short ones would otherwise be padded to the longest.
        order = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
        rows: list[Floats] = []
        at = 0
        while at < len(order):
            longest = len(pieces[order[min(at + 63, len(order) - 1)]])
            size = max(1, min(64, _BATCH_PIECES // longest))
            rows.append(self._run([pieces[number] for number in order[at : at + size]]))
            at += size
        vectors = np.zeros((len(pieces), rows[0].shape[1] if rows else 1), np.float32)
        if rows:
            vectors[order] = np.concatenate(rows)
        return vectors

    def _run(self, pieces: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, pieces))
        numbers = np.zeros((len(pieces), longest), np.int64)
        mask = np.zeros_like(numbers)
        for row, each in enumerate(pieces):
            numbers[row, : len(each)] = each
            mask[row, : len(each)] = 1
        given = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        hidden = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        first: Floats = np.asarray(hidden[:, 0], np.float32)
        lengths = np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
        result: Floats = (first / lengths).astype(np.float32)
        return result
