"""TimelineJS 3 from npm, which shows the exported timeline; its files are not in this repository.

TimelineJS is under the Mozilla Public License 2.0, so its licence goes with its files.
"""

import base64
import hashlib
import io
import re
import tarfile
from pathlib import Path

from helpers.files import PROJECT

VERSION = "3.9.11"
SHA512 = "+jUuY1OJ+9zSO5O3AfYSLd1yB0vQkm22zyIElz8BWT5DQ9mL0rsxlQkBKAqLbWpJjFuAAJeqzLY35xFIg6GW4g=="
ARCHIVE = PROJECT / f"knight-lab-timelinejs-{VERSION}.tgz"
HOW_TO_GET_IT = f"With Node.js, run: npm pack @knight-lab/timelinejs@{VERSION}"
#: What a page needs of the package, and the licences.
WANTED = re.compile(
    r"css/timeline\.css|css/themes/timeline\.theme\.contrast\.css|css/icons/tl-icons\.\w+"
    r"|js/timeline\.js(\.LICENSE\.txt)?"
)


def unpack(folder: Path) -> None:
    """Unpack what a page needs: scripts, styles, icons and the licence.

    Raises
    ------
    FileNotFoundError
        If the archive was not fetched.
    ValueError
        If it is not the archive that we looked at.
    """
    data = ARCHIVE.read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != SHA512:
        raise ValueError(f"{ARCHIVE} is not the package that we looked at. Delete it.")
    with tarfile.open(fileobj=io.BytesIO(data)) as package:
        for one in package.getmembers():
            path = folder / _place(one.name)
            file = package.extractfile(one) if path != folder else None
            if file is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read())


def _place(name: str) -> str:
    """Return where a file of the package belongs; nowhere if no page needs it."""
    inside = name.removeprefix("package/").removeprefix("dist/")
    return inside if inside == "LICENSE" or WANTED.fullmatch(inside) else ""
