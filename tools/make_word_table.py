"""Makes analyzers/meaning/wordvectors/ from the sentence model: the space, and the table of word vectors.

    python tools/make_word_table.py MODEL_DIR [--texts FILE_OR_DIR ...] [--cache DIR] [--out DIR]

MODEL_DIR is what ``duibiao model install`` fills (model.onnx, tokenizer.json). Needs onnxruntime and jieba.
Words are jieba's by frequency and those of the lexicon, never chosen from queries. Takes about ten
minutes on 2 cores; ``--cache`` keeps what was encoded, so that a second run only trains.

Why training: the sum of the model's vectors of single words is a poor stand-in for its vector of a text. So
word vectors are moved until the sum over a text points where the model's vector of that text does; the
texts are random runs of words, the sayings of the thesaurus, and pieces and sentences of the given texts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from importlib import resources
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzers import lexicon, segment
from analyzers.meaning import DIMENSION, Floats
from analyzers.meaning.sentence_model import MODEL_FILE, SentenceModel
from analyzers.meaning.word_vectors import FOLDER, normalised, parts
from analyzers.normalise import join_lines

WORDS = 35_000
RUNS = 300_000  # random runs of words to train on
SEED = 7
_HAN = re.compile("[\u4e00-\u9fff]+")
_EPOCHS = 8
_RATE = 5e-3
_PULL = 1e-3  # towards the start: a word that was met once must not run away
_BATCH = 2_048
_SMOOTH = 1e-3  # words more frequent than this weigh less at the start (Arora et al., SIF)


def choose_words() -> tuple[list[str], Floats]:
    """The words of the table, sorted, and how frequent each is (a share of all running words)."""
    total = 0
    counted: list[tuple[int, str]] = []
    for line in (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        total += int(count)
        if _HAN.fullmatch(word):
            counted.append((int(count), word))
    counted.sort(key=lambda each: (-each[0], each[1]))
    rare = counted[WORDS][0]
    chosen = dict.fromkeys(field_words(), rare)
    for count, word in counted:
        if len(chosen) >= WORDS:
            break
        chosen[word] = max(count, chosen.get(word, 0))
    words = sorted(chosen)
    return words, np.array([chosen[word] / total for word in words], np.float32)


def terms() -> list[str]:
    """The sayings of the thesaurus: everyday words and official terms."""
    cells = [row[side] for row in lexicon.table("synonyms") for side in ("from", "to")]
    return sorted({term.strip() for cell in cells for term in re.split(r"[|+]", cell) if term.strip()})


def field_words() -> set[str]:
    """The words of the lexicon, as the segmenter cuts them."""
    words = {row["word"] for row in lexicon.table("words")}
    words |= {word for term in terms() for word in segment.index_coarse(term).split()}
    return {word for word in words if _HAN.fullmatch(word)}


def training_texts(words: list[str], frequency: Floats, files: list[Path]) -> dict[str, list[str]]:
    """Random runs of 2 to 7 words, frequent words more often; sayings; pieces between commas; sentences."""
    dice = np.random.default_rng(SEED)
    runs: list[str] = []
    for power in (0.1, 0.3, 0.5):
        shares = np.cumsum(frequency**power)
        for size in dice.integers(2, 8, RUNS // 3):
            picks = np.searchsorted(shares, dice.random(size) * shares[-1])
            runs.append("".join(words[min(pick, len(words) - 1)] for pick in picks))
    pieces: dict[str, None] = {}
    sentences: dict[str, None] = {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        for block in re.split(r"\n\s*\n|(?<=。)\n", text):
            for sentence in re.split(r"(?<=[。；])", join_lines(block, 0, len(block)).text):
                if 6 <= len(sentence) <= 200:
                    sentences[sentence] = None
                pieces |= {
                    piece: None for piece in re.split(r"[，、：；。]", sentence) if 3 <= len(piece) <= 30
                }
    return {"runs": runs, "terms": terms() * 5, "pieces": list(pieces), "sentences": list(sentences)}


def encode(model: SentenceModel, name: str, texts: list[str], cache: Path | None) -> Floats:
    """The model's own vectors, kept in the cache under a name and a hash of the texts."""
    key = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    kept = cache / f"{name}-{key}.npy" if cache else None
    if kept is not None and kept.is_file():
        return np.load(kept).astype(np.float32)
    rows: list[Floats] = []
    # In order of length: every batch of the model then holds texts of like length.
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    for at in range(0, len(order), 4_096):
        rows.append(model.raw([texts[number] for number in order[at : at + 4_096]]))
        print(f"{name}: {min(at + 4_096, len(texts))} / {len(texts)}", file=sys.stderr, flush=True)
    vectors = np.zeros((len(texts), rows[0].shape[1]), np.float32)
    vectors[order] = np.concatenate(rows)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, vectors.astype(np.float16))
    return vectors


def make_space(words: Floats, groups: dict[str, Floats]) -> tuple[Floats, Floats]:
    """The mean of all kinds of text alike, and the directions that carry most of words and written text."""
    mean = np.mean([groups[name].mean(axis=0) for name in ("runs", "pieces", "sentences")], axis=0)
    seen = np.vstack([words, groups["pieces"], groups["sentences"]]) - mean
    _, _, directions = np.linalg.svd(seen.T @ seen)
    # Rounded as they are kept, so that training sees the very space that is used.
    return mean.astype(np.float32), directions[:DIMENSION].T.astype(np.float16).astype(np.float32)


def train(start: Floats, texts: list[str], wanted: Floats, known: dict[str, int]) -> Floats:
    """Moves word vectors until their sum over a text points where the model's vector of it does (Adam)."""
    rows = [
        [row for word in segment.index_coarse(text).split() for row in parts(word, known)] for text in texts
    ]
    used = np.array([number for number, each in enumerate(rows) if each])
    held, learnt = used[::50], np.setdiff1d(used, used[::50])
    vectors, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    dice = np.random.default_rng(SEED)
    print(f"closeness before training {_closeness(vectors, rows, wanted, held):.4f}", file=sys.stderr)
    for epoch in range(_EPOCHS):
        dice.shuffle(learnt)
        rate = _RATE * (1 - epoch / _EPOCHS)
        for at in range(0, len(learnt), _BATCH):
            batch = learnt[at : at + _BATCH]
            words, counts = np.concatenate([rows[n] for n in batch]), np.array([len(rows[n]) for n in batch])
            sums = np.add.reduceat(vectors[words], np.r_[0, np.cumsum(counts)[:-1]], axis=0)
            length = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9
            aim = wanted[batch]
            slope = -(aim - (sums / length * aim).sum(axis=1, keepdims=True) * sums / length) / length
            order = np.argsort(words, kind="stable")
            sorted_words = words[order]
            edges = np.flatnonzero(np.r_[True, sorted_words[1:] != sorted_words[:-1]])
            each = sorted_words[edges]
            gradient = np.add.reduceat(np.repeat(slope, counts, axis=0)[order], edges, axis=0)
            gradient += _PULL * (vectors[each] - start[each])
            first[each] = 0.9 * first[each] + 0.1 * gradient
            second[each] = 0.99 * second[each] + 0.01 * gradient**2
            vectors[each] -= rate * first[each] / (np.sqrt(second[each]) + 1e-8)
        print(f"epoch {epoch}: {_closeness(vectors, rows, wanted, held):.4f}", file=sys.stderr, flush=True)
    return vectors


def _closeness(vectors: Floats, rows: list[list[int]], wanted: Floats, numbers: np.ndarray) -> float:
    sums = normalised(np.stack([vectors[rows[number]].sum(axis=0) for number in numbers]))
    return float((sums * wanted[numbers]).sum(axis=1).mean())


def write(
    out: Path, words: list[str], vectors: Floats, mean: Floats, projection: Floats, source: str
) -> None:
    """The files of the table, and about.json with what identifies them."""
    out.mkdir(parents=True, exist_ok=True)
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    rows = np.rint(vectors / scales[:, None]).astype(np.int8)
    (out / "words.txt").write_text("\n".join(words), encoding="utf-8")
    np.save(out / "vectors.npy", rows)
    np.save(out / "scales.npy", scales.astype(np.float32))
    np.save(out / "mean.npy", mean)
    np.save(out / "projection.npy", projection.astype(np.float16))
    space = hashlib.sha256(mean.tobytes() + projection.tobytes()).hexdigest()[:16]
    table = hashlib.sha256("\n".join(words).encode() + rows.tobytes() + scales.tobytes()).hexdigest()[:16]
    about = {
        "words": len(words), "dimension": DIMENSION, "space": space, "table": table,
        "model": "BAAI/bge-small-zh-v1.5", "model_sha256": source,
        "segmenter": segment.DICTIONARY, "made_by": "tools/make_word_table.py",
    }  # fmt: skip
    (out / "about.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Command line."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("model", type=Path)
    options.add_argument("--texts", type=Path, nargs="*", default=[])
    options.add_argument("--cache", type=Path)
    options.add_argument("--out", type=Path, default=FOLDER)
    given = options.parse_args()
    files = sorted(
        file for each in given.texts for file in ([each] if each.is_file() else each.glob("**/*.txt"))
    )
    model = SentenceModel(given.model)
    words, frequency = choose_words()
    texts = training_texts(words, frequency, files)
    raw = encode(model, "words", words, given.cache)
    groups = {name: encode(model, name, each, given.cache) for name, each in texts.items()}
    mean, projection = make_space(raw, groups)
    start = (raw - mean) @ projection * (_SMOOTH / (_SMOOTH + frequency))[:, None]
    start /= np.linalg.norm(start, axis=1).mean()
    wanted = normalised((np.vstack(list(groups.values())) - mean) @ projection)
    known = {word: row for row, word in enumerate(words)}
    vectors = train(start, [text for each in texts.values() for text in each], wanted, known)
    source = hashlib.sha256((given.model / MODEL_FILE).read_bytes()).hexdigest()
    write(given.out, words, vectors, mean, projection, source)


if __name__ == "__main__":
    main()
