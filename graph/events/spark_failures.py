"""What Spark says when it fails -> one line for people. Text alone: nothing of Spark is imported."""

import re

INSTALL_JAVA = "install one (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME"
#: What the text of a failure holds -> what it means for people.
_KNOWN = (
    (
        (
            r"InvalidClassException|local class incompatible|serialVersionUID|"
            r"IllegalArgumentException: (?:Too large frame|Unknown message type)"
        ),
        (
            "the cluster runs another version of Spark than this one, {version}; install the same here:"
            " pip install 'pyspark==...'"
        ),
    ),
    (
        r"All masters are unresponsive",
        (
            "the master does not answer as a Spark {version} does; is the port that of a master, and "
            "does the cluster run the same version?"
        ),
    ),
    (
        r"UnsupportedClassVersionError|class file version",
        f"this Java is too old for Spark {{version}}; {INSTALL_JAVA}",
    ),
    (r"JAVA_HOME is not set|java: (?:No such file|not found)", f"no Java; {INSTALL_JAVA}"),
    (
        r"System memory \d+ must be at least",
        "--memory-limit is too small; Spark wants half a gigabyte at least",
    ),
    (
        r"Invalid initial heap size|Could not reserve enough space|Cannot allocate memory",
        "the memory asked for is not there; lower --memory-limit",
    ),
    (
        r"No space left on device",
        "the folder for temporary files is full; name a larger one with --temp-dir",
    ),
    (
        r"OutOfMemoryError|Container killed by YARN for exceeding|OOMKilled",
        "the memory does not suffice; raise --memory-limit",
    ),
    (
        r"bigger than spark\.driver\.maxResultSize",
        "the result is too large for one machine; ask with --min-events, --actor or --cap",
    ),
    (
        (
            r"FileNotFoundException|FAILED_READ_FILE\.FILE_NOT_EXIST|PATH_NOT_FOUND|"
            r"File file:\S+ does not exist"
        ),
        (
            "a worker does not see a file; name files where all workers do: a shared folder, "
            "hdfs://, s3a://, gs:// (zipped ones are unpacked into --temp-dir)"
        ),
    ),
    (
        r"is not a Parquet file|CANNOT_READ_FILE_FOOTER|Could not read footer",
        "a file is no whole Parquet file (was the download cut off?); fetch it again",
    ),
    (
        r"No FileSystem for scheme|ClassNotFoundException: Class org\.apache\.hadoop\.fs",
        (
            "this Spark cannot read from there: its connector (hadoop-aws, gcs-connector) is missing; "
            "see docs/clusters.md"
        ),
    ),
    (
        (
            r"Master removed our application|cancelled because SparkContext was shut down|"
            r"stopped SparkContext|Connection refused|Answer from Java side is empty"
        ),
        "Spark ended while it worked (was it stopped, or a worker lost too often?); run again",
    ),
)


def reason_of(error: BaseException, said: str = "", version: str = "") -> str:
    """Give the reason of a failure, from the error and else from Spark's log."""
    text = str(error)
    return known(text, version) or known(said, version) or first_line(text) or type(error).__name__


def known(text: str, version: str = "") -> str:
    """Give what a text of a failure means, ``""`` where that is not known."""
    for pattern, meaning in _KNOWN:
        if re.search(pattern, text):
            return meaning.format(version=version)
    return ""


def first_line(text: str) -> str:
    """Give the first line that says something, without classes and codes.

    >>> first_line("[UNRESOLVED_COLUMN] A column `x` cannot be resolved. SQLSTATE: 42703; line 1")
    'A column `x` cannot be resolved'
    """
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith(("at ", "An error occurred"))]
    first = re.sub(r"^:?\s*(?:[a-z]\w*\.)+\w+(?:Exception|Error): ", "", told[0] if told else "")
    first = re.sub(r"^\[[A-Z0-9_.]+\] ", "", first)
    return re.sub(r" SQLSTATE: \w+.*$", "", first).rstrip(".")
