#!/bin/sh
# See to a Java for Spark; install Debian's when there is none.
set -eu

there() {
    if [ -n "${JAVA_HOME:-}" ]; then [ -x "$JAVA_HOME/bin/java" ]; else command -v java >/dev/null; fi
}

there && exit 0
if [ -z "${JAVA_HOME:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing a Java for Spark" >&2
    { apt-get update -qq &&
        { apt-get install -qq -y --no-install-recommends openjdk-17-jre-headless ||
            apt-get install -qq -y --no-install-recommends default-jre-headless; }; } >&2
    there && exit 0
fi
echo "Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless, or set JAVA_HOME" >&2
exit 1
