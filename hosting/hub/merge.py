"""Merge a newer notebook into a student's folder: git calls this when both have changed it.

Git would merge the lines of the two files, which can mix cells or leave no notebook at all. Here
the rule is that of `start.py`: what a student has changed stays, and the newer notebook is put
beside it. A notebook that was only run becomes the newer one.

    merge.py BASE OWN NEWER NAME      (files; the result is written to OWN)
"""

import sys
from pathlib import Path

from tools.copies import content_hash, free_name, write


def merge(base: Path, own: Path, newer: Path, name: Path) -> None:
    """Write the result of a merge to `own`, and perhaps the newer notebook beside `name`."""
    if content_hash(own) in (content_hash(base), content_hash(newer)):
        own.write_bytes(newer.read_bytes())
    else:
        beside = free_name(name.with_stem(f"{name.stem} (new version)"))
        write(beside, newer.read_bytes())


if __name__ == "__main__":
    merge(*map(Path, sys.argv[1:5]))
