#!/usr/bin/env bash
# Makes the library that joins DJL 0.35.1 to the PyTorch of a Python, and puts it where DJL looks for it (its cache, ~/.djl.ai).
# The Python is left as it is. Prints what to set before Java starts:
#
#   eval "$(bash magnet-lite/src/main/native/build-bridge.sh python3)"
#
# Wants a C++ compiler (CXX, else g++), a JDK 17 (JAVA_HOME, else that of javac) and, where DJL_REPOSITORY names no copy,
# git with a way to GitHub. Nothing of CUDA is needed, also for a PyTorch with CUDA: DJL's sources ask for it only to empty
# PyTorch's cache of GPU memory on demand and to use several streams, and the library does neither.
set -euo pipefail

djl=0.35.1 # as in pom.xml
commit=fc1f0640d65889673c785e938b48cd3ef67e3788 # of the tag v0.35.1
repository=${DJL_REPOSITORY:-https://github.com/deepjavalibrary/djl}
python=${1:-python3}

# Something is missing: 2. Anything else that goes wrong, such as an error of the compiler: 1.
fail() {
  echo "build-bridge.sh: $1" >&2
  exit 2
}

torch=$("$python" -c 'import torch; print(torch.__path__[0])' 2>/dev/null) || fail "\"$python\" has no torch; name a Python that has it"
build=$(sed -nE "s/^__version__ = '([0-9]+\.[0-9]+\.[0-9]+)\+(cpu|cu[0-9]+)'.*/\1 \2/p" "$torch/version.py")
[ -n "$build" ] || fail "$torch/version.py names no version such as 2.7.1+cpu; use a released PyTorch"
read -r version flavor <<<"$build"
[ -e "$torch/include/torch/script.h" ] || fail "$torch has no C++ headers; install PyTorch from a wheel"
home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
[ -e "$home/include/jni.h" ] || fail "there is no include/jni.h in \"$home\"; set JAVA_HOME to a JDK"
case $(uname -s)-$(uname -m) in
  Linux-x86_64) classifier=linux-x86_64 ;;
  Linux-aarch64) classifier=linux-aarch64 ;;
  *) fail "$(uname -sm) is not covered, only Linux on x86_64 and aarch64; use PyTorch 2.7.1, for which Maven Central has it" ;;
esac

cache=${ENGINE_CACHE_DIR:-${DJL_CACHE_DIR:-$HOME/.djl.ai}}/pytorch
bridge=$cache/$version-$flavor-$classifier/$djl-libdjl_torch.so
if [ ! -e "$bridge" ]; then
  command -v "${CXX:-g++}" >/dev/null || fail "there is no C++ compiler ${CXX:-g++}; install one or name it by CXX"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  git -c advice.detachedHead=false clone -q --depth 1 --branch "v$djl" "$repository" "$work/djl" >&2 ||
    fail "DJL's sources cannot be had from $repository; let DJL_REPOSITORY name a clone of it"
  found=$(git -C "$work/djl" rev-parse HEAD)
  [ "$found" = "$commit" ] || fail "the tag v$djl of $repository is $found, expected $commit; let DJL_REPOSITORY name another clone"
  java=$work/djl/engines/pytorch/pytorch-engine/src/main/java
  native=$work/djl/engines/pytorch/pytorch-native/src/main/native
  "$home/bin/javac" -proc:none -sourcepath "$java" -h "$work/include" -d "$work/classes" "$java/ai/djl/pytorch/jni/PyTorchLibrary.java" >&2
  echo "Compiling DJL's bridge for PyTorch $version+$flavor (some minutes) …" >&2
  for source in "$native"/*.cc; do
    "${CXX:-g++}" -std=c++17 -O2 -fPIC -w -c "$source" -o "$work/$(basename "$source" .cc).o" -I "$work/include" \
      -I "$work/djl/api/src/main/native" -I "$home/include" -I "$home/include/linux" -I "$torch/include" \
      -I "$torch/include/torch/csrc/api/include"
  done
  mkdir -p "$(dirname "$bridge")"
  "${CXX:-g++}" -shared -o "$work/bridge.so" "$work"/*.o -L "$torch/lib" -ltorch -ltorch_cpu -lc10 -Wl,--no-as-needed -Wl,-s
  mv "$work/bridge.so" "$bridge.$$" && mv "$bridge.$$" "$bridge" # whole or not at all
fi
# Without a driver for CUDA the same PyTorch runs as one for the CPU, and DJL looks there.
if [ "$flavor" != cpu ]; then
  mkdir -p "$cache/$version-cpu-$classifier"
  ln -f "$bridge" "$cache/$version-cpu-$classifier/"
fi
echo "export PYTORCH_LIBRARY_PATH='$torch/lib'"
