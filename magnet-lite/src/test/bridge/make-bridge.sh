#!/usr/bin/env bash
# Compiles DJL's JNI bridge, unchanged, against an installed PyTorch, so that the library runs on it. Linux, x86_64.
#
#   git clone --depth 1 --branch v0.35.1 https://github.com/deepjavalibrary/djl
#   make-bridge.sh djl "$(python3 -c 'import torch; print(torch.__path__[0])')"
#
# Needs g++ (C++17), a JDK, and the headers that Python's torch brings (include/). Takes about ten processor minutes. The
# bridge goes where DJL looks for one of this version: .djl.ai in the user's home, or DJL_CACHE_DIR. Afterwards
#
#   PYTORCH_LIBRARY_PATH=.../torch/lib java ...
set -euo pipefail
[ $# = 2 ] || { sed -n 2,12p "$0"; exit 2; }
sources=$1 torch=$2
djl=0.35.1
native=$sources/engines/pytorch/pytorch-native/src/main/native
engine=$sources/engines/pytorch/pytorch-engine/src/main/java
[ -d "$native" ] || { echo "$sources holds no sources of DJL: $native is not there." >&2; exit 1; }
[ -d "$torch/include/ATen" ] || { echo "$torch is no package torch with headers: $torch/include/ATen is not there." >&2; exit 1; }
build=$(sed -nE "s/^__version__ = '([0-9.]+)\+(cpu|cu[0-9]+)'/\1-\2/p" "$torch/version.py")
[ -n "$build" ] || { echo "$torch/version.py tells no version such as 2.7.1+cpu." >&2; exit 1; }
java=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")

work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
javac -sourcepath "$engine" "$engine/ai/djl/pytorch/jni/PyTorchLibrary.java" -h "$work/include" -d "$work/classes"
cuda=()
case $build in
  *-cu*) # CUDA's headers: of its toolkit, or of pip's packages beside torch
    for folder in "${CUDA_HOME:-/usr/local/cuda}/include" "$torch"/../nvidia/*/include; do
      [ ! -e "$folder/cuda_runtime_api.h" ] || cuda=(-DUSE_CUDA -isystem "$folder")
    done
    [ ${#cuda[@]} -gt 0 ] || echo "No cuda_runtime_api.h: the bridge runs on the CPU and the GPU, but cannot empty CUDA's cache." >&2 ;;
esac
export CXXFLAGS="-std=c++17 -O2 -fPIC -w -I$work/include -I$sources/api/src/main/native -I$java/include -I$java/include/linux
  -isystem $torch/include -isystem $torch/include/torch/csrc/api/include ${cuda[*]}" work
find "$native" -name '*.cc' -print0 \
  | xargs -0 -P "${JOBS:-$(nproc)}" -I{} bash -c 'g++ $CXXFLAGS -c "{}" -o "$work/$(basename "{}" .cc).o"'
libraries=(-ltorch -ltorch_cpu -lc10)
[ ${#cuda[@]} = 0 ] || libraries+=(-ltorch_cuda -lc10_cuda)
g++ -shared -o "$work/libdjl_torch.so" "$work"/*.o -L"$torch/lib" -Wl,--no-as-needed "${libraries[@]}"

folder=${DJL_CACHE_DIR:-$HOME/.djl.ai}/pytorch/$build-linux-x86_64
mkdir -p "$folder"
mv "$work/libdjl_torch.so" "$folder/$djl-libdjl_torch.so"
echo "$folder/$djl-libdjl_torch.so"
