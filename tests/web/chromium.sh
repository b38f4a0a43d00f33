#!/bin/sh
# Print the path of a Chromium for the browser tests; install Debian's when there is none.
set -eu

find_one() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        [ -n "$name" ] && command -v "$name" && return 0
    done
    return 1
}

find_one && exit 0
if command -v apt-get >/dev/null; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    echo "installing Chromium for the browser tests" >&2
    { $as_root apt-get update -qq && $as_root apt-get install -qq -y --no-install-recommends chromium fonts-liberation; } >&2
    find_one && exit 0
fi
echo "the browser tests need Chromium or Chrome: install one, or set CHROMIUM to its path" >&2
exit 1
