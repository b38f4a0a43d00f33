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
