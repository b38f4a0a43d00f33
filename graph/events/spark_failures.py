"""What Spark says when it fails -> one line for people; of Spark itself nothing is imported."""

import re

INSTALL_JAVA = "install one (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME"

#: What it means for people -> what the text of such a failure holds, one of them.
_KNOWN: dict[str, tuple[str, ...]] = {
    "the cluster runs another version of Spark than the one here, {version}: install that of the "
    "cluster, pip install 'pyspark==...'": (
        "InvalidClassException",
        "local class incompatible",
        "serialVersionUID",
        "Too large frame",
        "Unknown message type",
    ),
    "the master does not answer as Spark {version} does; is the port that of a master (7077 by "
    "default), and is the cluster of the same version?": ("All masters are unresponsive",),
    f"the Java is too old for Spark {{version}}; {INSTALL_JAVA}": (
        "UnsupportedClassVersionError",
        "class file version",
    ),
    "the Java is too new for Spark {version}; set JAVA_HOME to Java 17": (
        "getSubject is not supported",
        "getSubject is supported only",
    ),
    f"there is no Java; {INSTALL_JAVA}": (
        "JAVA_HOME is not set",
        "java: No such file",
        "java: not found",
    ),
    "--memory-limit is too small; Spark wants half a gigabyte at least": (
        r"System memory \d+ must be at least",
        r"Executor memory \d+ must be at least",
    ),
    "the memory asked for is not there; lower --memory-limit": (
        "Invalid initial heap size",
        "Invalid maximum heap size",
        "Could not reserve enough space",
        "Cannot allocate memory",
    ),
    "the folder for temporary files is full; name a larger one with --temp-dir": (
        "No space left on device",
    ),
    "the memory does not suffice; raise --memory-limit": (
        "OutOfMemoryError",
        "exited with code 52",  # by which an executor says so in the log of the driver
        "Container killed by YARN for exceeding",
        "OOMKilled",
    ),
    "the result is too large for one machine; ask with --min-events, --actor or --cap": (
        r"bigger than spark\.driver\.maxResultSize",
    ),
    "a worker does not see a file; name files where all workers do: a shared folder, hdfs://, "
    "s3a://, gs:// (what is zipped is unpacked into --temp-dir)": (
        "FileNotFoundException",
        "FILE_NOT_EXIST",
        "PATH_NOT_FOUND",
    ),
    "a file is no whole Parquet file (was the download cut off?); fetch it again": (
        "is not a Parquet file",
        "CANNOT_READ_FILE_FOOTER",
        "Could not read footer",
    ),
    "a Parquet file has a column of a type that Spark does not read (a time of day, an "
    "interval, a UUID, nanoseconds); write it as text, or leave it out": (
        "Illegal Parquet type",
        "Parquet type not yet supported",
        "data type TIME is not supported",
    ),
    "this Spark cannot read from there, its connector is missing (hadoop-aws, gcs-connector); see "
    "docs/clusters.md": (
        "No FileSystem for scheme",
        r"ClassNotFoundException: Class \S+FileSystem",
    ),
    "Spark ended while it worked (was it stopped, or did too many workers die?); run again": (
        "Master removed our application",
        "SparkContext was shut down",
        "stopped SparkContext",
        "Connection refused",
        "Answer from Java side is empty",
        "RETRIES_EXCEEDED",
        r"StatusCode\.UNAVAILABLE",
        r"INVALID_HANDLE\.SESSION",
    ),
}


def reason_of(error: BaseException, said: str = "", version: str = "") -> str:
    """Give the reason of a failure, from the error and else from Spark's log."""
    text = str(error)
    return known(text, version) or known(said, version) or first_line(text) or type(error).__name__


def known(text: str, version: str = "") -> str:
    """Give what a text of a failure means, ``""`` where that is not known."""
    for meaning, patterns in _KNOWN.items():
        if any(re.search(pattern, text) for pattern in patterns):
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
