"""Loads an archive of kernels and says what it holds and computes.

    torchscript_archive.py ARCHIVE    of a decoder's kernels
"""

import json
import sys

import torch

kernels = torch.jit.load(sys.argv[1])
torch.manual_seed(7)
x, weight = torch.randn(3, 5), torch.randn(5)
expected = x / (x.pow(2).mean(-1, keepdim=True) + kernels.norm_epsilon).sqrt() * weight
print(
    json.dumps(
        {
            "difference": (kernels.rms_norm(x, weight) - expected).abs().max().item(),
            "layers": kernels.layers,
            "keyValueHeads": kernels.key_value_heads,
            "kinds": kernels.kinds,
            "stacked": kernels.stacked,
        }
    )
)
