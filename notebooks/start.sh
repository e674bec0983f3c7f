#!/usr/bin/env bash
# Starts JupyterLab with the Java kernel and magnet-lite on its class path:
#
#   bash notebooks/start.sh                  JupyterLab in this folder
#   bash notebooks/start.sh jshell           JShell with the same library and imports
#   bash notebooks/start.sh COMMAND …        any command in the same environment, such as: jupyter nbconvert --execute …
#
# The first start makes a Python environment in notebooks/.venv and builds the library: some minutes, and downloads
# from PyPI and Maven Central. Later starts take seconds; the library is built anew when its sources have changed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
venv=$here/.venv
target=$root/magnet-lite/target

stop() {
  echo "$1" >&2
  exit 1
}

# --- Java and Maven ---------------------------------------------------------------------------------------------------

release=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p' || true)
[ "${release:-0}" -ge 17 ] ||
  stop "A JDK 17 or newer is needed, but javac is ${release:-not there}; on Debian or Ubuntu: apt-get install openjdk-17-jdk-headless"
command -v mvn >/dev/null || stop "Maven is needed, but mvn is not there; on Debian or Ubuntu: apt-get install maven"

# --- The library and what it needs ------------------------------------------------------------------------------------

# classpath.txt is written last by the build, so it is newer than every source that went into it.
if [ ! -s "$target/classpath.txt" ] ||
  [ -n "$(find "$root/pom.xml" "$root/magnet-lite/pom.xml" "$root/magnet-lite/src/main" -newer "$target/classpath.txt" -print -quit)" ]; then
  echo "Building magnet-lite …" >&2
  mvn -q -B -ntp -f "$root/pom.xml" -pl magnet-lite -am -Dmaven.test.skip package >&2
  touch "$target/classpath.txt"
fi
classpath=$target/classes:$(cat "$target/classpath.txt")

# --- JShell needs no Python -------------------------------------------------------------------------------------------

export OPT_OUT_TRACKING=true
if [ "${1:-}" = jshell ]; then
  shift
  [ ! -t 1 ] || export MAGNET_PROGRESS=${MAGNET_PROGRESS:-terminal}
  exec jshell --class-path "$classpath" -R-Djava.awt.headless=true \
    --startup DEFAULT --startup "$here/magnet.jsh" "$@"
fi

# --- JupyterLab and the kernel ----------------------------------------------------------------------------------------

python=${PYTHON:-python3}
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
  echo "Installing JupyterLab and the Java kernel into notebooks/.venv …" >&2
  "$python" -m venv "$venv" ||
    stop "Python cannot make an environment; on Debian or Ubuntu: apt-get install python3-venv"
  "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$venv/requirements.txt"
fi

export PATH=$venv/bin:$PATH
export JJAVA_CLASSPATH=$classpath
export JJAVA_JVM_OPTS="-Djava.awt.headless=true ${JJAVA_JVM_OPTS:-}"

if [ $# -eq 0 ]; then
  exec jupyter lab --notebook-dir "$here"
fi
exec "$@"
