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


#: Of the texts and the arrangement of the bundled dataset.
LICENCE = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), whowhom dataset"


def licence(folder: str) -> str:
    """Give the licence of a dataset: of the bundled one ours, of another what its owner says."""
    ours = os.path.realpath(folder) == os.path.realpath(data_folder())
    return LICENCE if ours else "not stated here: ask whoever made the dataset"
