"""Characters in, marks out: Chinese plan text to tokens, quantities and citations.

This room knows no plan, no store and no network.
"""

import os

# A query multiplies small matrices: handing half of one to another core takes longer than multiplying it, and
# on a busy office machine a hundred times longer. Has to be said before numpy is loaded for the first time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
