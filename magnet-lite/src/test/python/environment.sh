#!/usr/bin/env bash
# Makes the Python that the tests beside Python need, and prints its path:
#
#   export MAGNET_PYTHON=$(bash magnet-lite/src/test/python/environment.sh)
#   mvn -Pfull verify
#
# It is made once for each Python and each requirements.txt, in ~/.cache/magnet-lite: outside the checkout, as it takes
# 5 GB on Linux and outlives it.
set -euo pipefail

requirements=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/requirements.txt
python=${PYTHON:-python3}
version=$("$python" -VV) || {
  echo "There is no $python; name one by PYTHON, or on Debian or Ubuntu: apt-get install python3 python3-venv" >&2
  exit 1
}
key=$( (echo "$version" && cat "$requirements") | cksum | cut -d ' ' -f 1)
place=${XDG_CACHE_HOME:-$HOME/.cache}/magnet-lite/python-$key

if [ ! -e "$place/complete" ]; then
  echo "Installing torch, transformers, peft, sentence-transformers and mteb into $place …" >&2
  rm -rf "$place"
  "$python" -m venv "$place" >&2 || {
    echo "$python cannot make an environment; on Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
  }
  "$place/bin/python" -m pip install -q --disable-pip-version-check --no-cache-dir --retries 5 -r "$requirements" >&2
  touch "$place/complete"
fi

# A Python that cannot import them must not pass for one that can: its tests would be skipped or fail one by one.
"$place/bin/python" -c 'import torch, transformers, peft, sentence_transformers, huggingface_hub, mteb' >&2
echo "$place/bin/python"
