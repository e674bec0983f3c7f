"""Makes the fixtures in src/test/resources/magnet/peer: what peft and sentence-transformers say, for machines without.

    fixtures.py TO TOKENIZER    TOKENIZER: the folder src/test/resources/magnet/model/bytelevel
"""

import json
import os
import shutil
import sys

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

from models import logits

IDS = [0, 70, 81, 92, 13, 24, 35, 46, 57, 68, 79]
SPAN = [i in (4, 5, 6) for i in range(len(IDS))]
SHOWN = [3, 5, 10]  # tokens whose logits are kept
ADAPTERS = {
    "patterns": {
        "r": 3,
        "lora_alpha": 5,
        "target_modules": r".*layers\.\d+\.(mlp\.(up|down)|self_attn\.[qk])_proj",
        "rank_pattern": {"layers.1.mlp.up_proj": 1},
        "alpha_pattern": {"k_proj": 9},
    },
    "layers": {"r": 2, "lora_alpha": 4, "target_modules": ["v_proj"], "layers_to_transform": [0], "use_rslora": True},
    "all": {"r": 2, "lora_alpha": 8, "target_modules": "all-linear"},
}

to, tokenizer = sys.argv[1:]
torch.manual_seed(11)
shutil.rmtree(to, ignore_errors=True)
base = os.path.join(to, "base")
config = LlamaConfig(
    vocab_size=340,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=96,
    bos_token_id=0,
    eos_token_id=1,
    tie_word_embeddings=True,
)
model = LlamaForCausalLM(config)
for parameter in model.parameters():
    if parameter.dim() == 2:
        torch.nn.init.normal_(parameter, std=0.15)
model.to(torch.bfloat16).save_pretrained(base)
os.remove(os.path.join(base, "generation_config.json"))

expected = {"ids": IDS, "span": SPAN, "tokens": SHOWN, "logits": {}}
for name, settings in ADAPTERS.items():
    plain = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, attn_implementation="eager")
    adapted = get_peft_model(plain, LoraConfig(task_type="CAUSAL_LM", **settings)).eval()
    for key, parameter in adapted.named_parameters():
        if "lora_" in key:
            torch.nn.init.normal_(parameter, std=0.2)
            if name == "all":  # kept in half precision
                parameter.data = parameter.data.half().float()
    numbers = logits({"ids": IDS, "span": SPAN}, adapted)
    expected["logits"][name] = {
        key: [[round(z, 5) for z in rows[t]] for t in SHOWN] for key, rows in numbers.items()
    }
    if name == "all":
        adapted.half()
    adapted.save_pretrained(os.path.join(to, name))
    os.remove(os.path.join(to, name, "README.md"))
    settings_file = os.path.join(to, name, "adapter_config.json")
    with open(settings_file) as file:
        written = json.load(file)
    written["base_model_name_or_path"] = "base"  # and not a folder of this machine
    with open(settings_file, "w") as file:
        json.dump(written, file, indent=2, sort_keys=True)

with open(os.path.join(to, "expected.json"), "w") as file:
    json.dump(expected, file)
