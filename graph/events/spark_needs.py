"""What must be there before Spark is asked: a master that answers, a Java, a Spark of one version.

Spark says that a master cannot be reached after a hundred silent seconds, a server of Spark Connect
after ten minutes, and that Java is missing by a stack trace.
"""

import glob
import os
import re
import shutil
import socket

from graph.events.spark_failures import INSTALL_JAVA
from graph.events.values import EventsError

#: Seconds to wait for a master's port.
_REACH = 5.0
_LOCAL = re.compile(r"local(\[(\d+|\*)(,\s*\d+)?\])?|local-cluster\[[\d, ]+\]")
_HOST = r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]"
_HOSTS = re.compile(rf"(?:spark://|k8s://(?:https?://)?)((?:{_HOST}):\d+(?:,(?:{_HOST}):\d+)*)/?")
_CONNECT = re.compile(rf"sc://({_HOST})(?::(\d+))?(?:/(?:;[^;=]+=[^;]*)*;?)?")
_FORMS = "write local[4], spark://HOST:7077, yarn, k8s://https://HOST:PORT or sc://HOST:15002"
#: By scheme: what stands at its port.
DOORS = {
    "spark": "is the port that of the master (7077 by default), not of its page",
    "k8s": "is it the address of the API server that kubectl cluster-info tells",
    "sc": "is the port that of Spark Connect (15002 by default)",
}
#: The version in the name of a jar; vendors add their own behind it.
_CORE = re.compile(r"spark-core_[\d.]+-(\d+\.\d+\.\d+)[^/]*\.jar$")
#: The first Java that a major version of Spark runs on.
_JAVA = {3: 8, 4: 17}


def check_master(master: str) -> None:
    """Refuse what Spark would refuse later, by a stack trace.

    Raises:
        EventsError: It is no master.
    """
    if any(form.fullmatch(master) for form in (_LOCAL, _HOSTS, _CONNECT)):
        return
    if master == "yarn":
        if not (os.environ.get("HADOOP_CONF_DIR") or os.environ.get("YARN_CONF_DIR")):
            raise EventsError(
                "--master yarn needs HADOOP_CONF_DIR, the folder with the cluster's settings",
                "usage",
            )
        return
    said = without_token(master)
    raise EventsError(f'--master "{said}" is none that Spark knows; {_FORMS}', "usage")


def without_token(master: str) -> str:
    """Give a master as it may be shown: parameters of Spark Connect may hold a password.

    >>> without_token("sc://h:443/;token=x")
    'sc://h:443/'
    """
    return master.partition(";")[0]


def check_home(version: str) -> None:
    """Look whether the Spark that `SPARK_HOME` names is of the version of PySpark here.

    Raises:
        EventsError: There is none, or it is another one: the two would not understand each other.
    """
    home = os.environ.get("SPARK_HOME")
    if not home:
        return
    found = glob.glob(os.path.join(glob.escape(home), "jars", "spark-core_*.jar"))
    if not found:
        raise EventsError(
            f"SPARK_HOME is {home}, and there is no Spark in it; set it right or unset it", "usage"
        )
    told = _CORE.search(found[0])
    if told and told[1].split(".")[:2] != version.split(".")[:2]:
        raise EventsError(
            f"SPARK_HOME is {home}, which is Spark {told[1]}, and PySpark here is {version}: "
            f"pip install 'pyspark=={told[1]}', or unset it",
            "usage",
        )


def check_java(spark: int) -> None:
    """Look for a Java that this major version of Spark runs on.

    Raises:
        EventsError: There is none, or it is too old.
    """
    home = os.environ.get("JAVA_HOME")
    if home:
        java = os.path.join(home, "bin", "java")
        if not os.access(java, os.X_OK) or not os.path.isfile(java):
            raise EventsError(
                f"JAVA_HOME is {home}, and there is no bin/java in it; set it right or unset it",
                "usage",
            )
    else:
        java = shutil.which("java") or ""
        if not java:
            raise EventsError(f"Spark needs Java, and there is none; {INSTALL_JAVA}", "usage")
    version, least = _java_version(java), _JAVA.get(spark, 17)
    if version is not None and version < least:
        raise EventsError(
            f"Spark {spark} needs Java {least} or newer, and {java} is Java {version}; "
            f"{INSTALL_JAVA}",
            "usage",
        )


def _java_version(java: str) -> int | None:
    """Read the major version from the file beside a Java, None where it does not tell."""
    beside = os.path.join(os.path.dirname(os.path.realpath(java)), "..", "release")
    try:
        with open(beside, encoding="utf-8", errors="replace") as file:
            told = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', file.read(1 << 14), re.MULTILINE)
    except OSError:
        return None
    return int(told[1]) if told else None


def reach(master: str) -> None:
    """Knock at the ports of a master; one that opens is enough.

    Raises:
        EventsError: None opens.
    """
    why = ""
    for host, port in _doors(master):
        if not 0 < int(port) < 1 << 16:
            raise EventsError(f"--master {without_token(master)}: {port} is no port", "usage")
        try:
            socket.create_connection((host.strip("[]"), int(port)), _REACH).close()
        except OSError as error:
            why = (error.strerror or str(error)).lower()
        else:
            return
    if why:
        door = DOORS[master.partition(":")[0]]
        raise EventsError(
            f"--master {without_token(master)} cannot be reached: {why}; is it running, and "
            f"{door}?",
            "usage",
        )


def _doors(master: str) -> list[tuple[str, str]]:
    """Give the hosts and ports where a master may answer, none where its URL names none."""
    connect, hosts = _CONNECT.fullmatch(master), _HOSTS.fullmatch(master)
    if connect:
        return [(connect[1], connect[2] or "15002")]
    places = hosts[1].split(",") if hosts else []
    return [(host, port) for host, _, port in (place.rpartition(":") for place in places)]
