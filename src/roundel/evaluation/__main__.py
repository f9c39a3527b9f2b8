"""``python -m roundel.evaluation``"""

from __future__ import annotations

import sys

from roundel.evaluation.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
