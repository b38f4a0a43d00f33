"""Where the files that come with the program lie."""

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def data_folder() -> str:
    """Give the folder of the bundled dataset.

    It lies inside the package once installed, beside it in a checkout.

    Raises:
        FileNotFoundError: The installation is damaged.
    """
    for folder in (os.path.join(_PACKAGE, "data"), os.path.join(os.path.dirname(_PACKAGE), "data")):
        if os.path.isfile(os.path.join(folder, "actors.yaml")):
            return folder
    raise FileNotFoundError(f"no data folder in or beside {_PACKAGE}; install whowhom again")


def web_text(name: str) -> str:
    """Read a file of the page: template, style or script."""
    with open(os.path.join(_PACKAGE, "web", name), encoding="utf-8", newline="\n") as file:
        return file.read()
