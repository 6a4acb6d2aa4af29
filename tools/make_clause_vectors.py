"""Makes analyzers/meaning/wordvectors/clauses.vec: the model's vectors of the clauses that come with the program.

    python tools/make_clause_vectors.py MODEL_DIR

Run it again when the plans in corpus/ or the reading of their clauses have changed: a unit whose text is not
in the file gets a vector from the word table instead, which finds everyday words less well.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzers.meaning.sentence_model import SentenceModel
from service.meaning import encoding
from service.meaning.vector_cache import VectorCache
from service.settings import packaged_corpus
from service.upkeep import build


def main() -> None:
    """Command line."""
    model = SentenceModel(Path(sys.argv[1]))
    plans = build.read_corpus(packaged_corpus(), build.Silent()).plans
    clauses = [encoding.Worded.of(clause) for plan in plans for clause in plan.clauses]
    fresh = encoding.SHIPPED.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    cache = VectorCache(encoding.maker(), [], fresh)
    units = encoding.missing(clauses, cache)
    encoding.encode_missing(
        units, model, cache, tell=lambda done, total: print(f"{done} / {total}", file=sys.stderr)
    )
    fresh.replace(encoding.SHIPPED)


if __name__ == "__main__":
    main()
