"""Makes the tiny checkpoints beside this file and the numbers that ours must equal.

    python make_fixtures.py [NAME …]   all, or some (transformers 5, peft and torch; a minute on a CPU)

Weights are random, seeded and stored as F16; the numbers are those of these weights in float32, with eager attention
and one thread. Masks are handed over as additive float masks of four dimensions, on layers with a sliding window with
the window taken in: |query - key| < window. tests: FamilyFixturesTest, FamilyTrainingTest.
"""

import copy
import json
import pathlib
import sys

import torch
from peft import LoraConfig, get_peft_model
from transformers import (
    AutoModelForCausalLM, Gemma2Config, Gemma3TextConfig, GPT2Config, GPTNeoXConfig, LlamaConfig, MistralConfig,
    Qwen2Config, Qwen3Config)

HERE = pathlib.Path(__file__).parent
VOCABULARY, LENGTH, WINDOW = 32, 20, 5
SPANS = [(4, 8), (13, 16)]
READ = [0, 5, 14, 19]

CONFIGS = {
    "gpt_neox": GPTNeoXConfig(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=40,
        max_position_embeddings=64, rotary_pct=0.5, bos_token_id=0, eos_token_id=2),
    "gpt_neox_sequential": GPTNeoXConfig(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=40,
        max_position_embeddings=64, rotary_pct=0.5, use_parallel_residual=False, hidden_act="gelu_new",
        tie_word_embeddings=True, bos_token_id=0, eos_token_id=2),
    "gpt2": GPT2Config(
        vocab_size=VOCABULARY, n_embd=24, n_layer=2, n_head=3, n_inner=40, n_positions=64, bos_token_id=1,
        eos_token_id=2),
    "gemma2": Gemma2Config(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=8, intermediate_size=40, max_position_embeddings=64, query_pre_attn_scalar=12, sliding_window=WINDOW,
        attn_logit_softcapping=2.0, final_logit_softcapping=3.0, bos_token_id=1, eos_token_id=2),
    "gemma3": Gemma3TextConfig(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=1,
        head_dim=8, intermediate_size=40, max_position_embeddings=64, query_pre_attn_scalar=6, sliding_window=WINDOW,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters={"full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 1e6},
                         "sliding_attention": {"rope_type": "default", "rope_theta": 1e4}},
        bos_token_id=1, eos_token_id=2),
    "mistral": MistralConfig(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=8, intermediate_size=40, max_position_embeddings=64, sliding_window=WINDOW, bos_token_id=1,
        eos_token_id=2),
    "llama": LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=8, intermediate_size=40, max_position_embeddings=64, bos_token_id=1, eos_token_id=2,
        rope_parameters={"rope_type": "llama3", "rope_theta": 1e4, "factor": 8.0, "low_freq_factor": 1.0,
                         "high_freq_factor": 4.0, "original_max_position_embeddings": 16}),
    "qwen2": Qwen2Config(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, num_key_value_heads=1,
        intermediate_size=40, max_position_embeddings=64, tie_word_embeddings=True, bos_token_id=1, eos_token_id=2),
    "qwen3": Qwen3Config(
        vocab_size=VOCABULARY, hidden_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=10, intermediate_size=40, max_position_embeddings=64, bos_token_id=1, eos_token_id=2),
}
TARGETS = {
    "gpt_neox": ["query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h"],
    "gpt2": ["c_attn", "c_proj", "c_fc"],
    "gemma2": "all-linear",
    "llama": "all-linear",
    "qwen2": ["q_proj", "v_proj", "gate_proj"],
    "qwen3": ["k_proj", "o_proj", "up_proj", "down_proj"],
}


def randomise(model, generator):
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if parameter.dim() == 2:
            parameter.data = noise * (1.0 if "wpe" not in name else 0.5) * parameter.shape[1] ** -0.5 * 1.5
        else:
            start = 0.0 if "bias" in name or "gemma" in type(model).__name__.lower() else 1.0
            parameter.data = start + 0.3 * noise
        parameter.data = parameter.data.half().float()


def allowed(spans):
    span = torch.zeros(LENGTH, dtype=torch.bool)
    for begin, end in spans:
        span[begin:end] = True
    query, key = torch.arange(LENGTH)[:, None], torch.arange(LENGTH)[None, :]
    return ~span[None, :] | (span[:, None] & span[None, :] & (key <= query))


def additive(seen):
    return torch.zeros(seen.shape).masked_fill(~seen, torch.finfo(torch.float32).min)[None, None]


def near(config):
    query, key = torch.arange(LENGTH)[:, None], torch.arange(LENGTH)[None, :]
    return (query - key).abs() < config.sliding_window


def masks(config, seen):
    if config.model_type == "mistral":
        return additive(seen & near(config))
    if config.model_type.startswith("gemma"):
        return {"full_attention": additive(seen), "sliding_attention": additive(seen & near(config))}
    return additive(seen)


def rounded(tensor):
    return [float(f"{value:.7g}") for value in tensor.flatten().tolist()]


def logits(model, ids, mask=None):
    with torch.no_grad():
        return model(input_ids=ids, attention_mask=mask, use_cache=False).logits[0]


def bfloat16_loss(model, config, ids, golden):
    """The largest relative difference (root mean square) of transformers' own bfloat16 logits under the patterns."""
    half = copy.deepcopy(model)
    for parameter in half.parameters():  # and not the rotary frequencies, as bfloat16() would
        parameter.data = parameter.data.bfloat16()
    worst = 0.0
    for pattern, seen in {"causal": None, "bidirectional": allowed([]), "hybrid": allowed(SPANS)}.items():
        mask = None if seen is None else masks(config, seen)
        if isinstance(mask, dict):
            mask = {kind: each.bfloat16() for kind, each in mask.items()}
        elif mask is not None:
            mask = mask.bfloat16()
        expected = torch.tensor(golden[pattern])
        found = logits(half, ids, mask)[READ].float().reshape(expected.shape)
        worst = max(worst, float((found - expected).norm() / expected.norm()))
    return round(worst, 4)


def infill(model, config, ids, begin, end):
    """Greedy: the span's tokens one by one, each from a pass of the whole text with the rest of the span left out."""
    context = [t for t in range(LENGTH) if not begin <= t < end]
    found = []
    for place in range(begin, end):
        kept = [t for t in range(LENGTH) if t < place or t >= end]
        text = ids.clone()
        text[0, begin:place] = torch.tensor(found, dtype=torch.long)
        span = torch.tensor([begin <= t < end for t in kept])
        where = torch.tensor(kept)
        seen = ~span[None, :] | (span[:, None] & (where[None, :] <= where[:, None]))
        close = (where[:, None] - where[None, :]).abs() < (getattr(config, "sliding_window", None) or 10**6)
        if config.model_type == "mistral":
            mask = additive(seen & close)
        elif config.model_type.startswith("gemma"):
            mask = {"full_attention": additive(seen), "sliding_attention": additive(seen & close)}
        else:
            mask = additive(seen)
        with torch.no_grad():
            out = model(input_ids=text[:, kept], attention_mask=mask, position_ids=where[None], use_cache=False).logits[0]
        top = out[kept.index(place - 1)].topk(2)
        assert top.values[0] - top.values[1] > 1e-3, "a near tie"
        found.append(int(top.indices[0]))
    return {"left": ids[0, :begin].tolist(), "right": ids[0, end:].tolist(), "span": found}


def training(model, name, ids, generator, folder):
    """A random adapter, its causal logits, and the gradients of the mean next-token loss of the text."""
    adapted = get_peft_model(
        model, LoraConfig(r=2, lora_alpha=6, target_modules=TARGETS[name], task_type="CAUSAL_LM",
                          fan_in_fan_out=name == "gpt2"))
    for parameter_name, parameter in adapted.named_parameters():
        if "lora_" in parameter_name:
            parameter.data = 0.3 * torch.randn(parameter.shape, generator=generator)
    out = adapted(input_ids=ids, use_cache=False).logits[0]
    loss = torch.nn.functional.cross_entropy(out[:-1], ids[0, 1:])
    loss.backward()
    gradients = {
        parameter_name.replace(".default", ""): {
            "l2": float(parameter.grad.norm()), "first4": rounded(parameter.grad.flatten()[:4])}
        for parameter_name, parameter in adapted.named_parameters() if "lora_" in parameter_name}
    adapted.save_pretrained(folder / "adapter")
    (folder / "adapter" / "README.md").unlink()
    config = json.loads((folder / "adapter" / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = None
    (folder / "adapter" / "adapter_config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    return {"logits": [rounded(out[position]) for position in READ], "loss": float(loss), "gradients": gradients}


def make(name, config, seed):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    generator = torch.Generator().manual_seed(seed)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
    randomise(model, generator)
    ids = torch.randint(3, VOCABULARY, (1, LENGTH), generator=generator)
    golden = {"model": name, "input_ids": ids[0].tolist(), "spans": SPANS, "read": READ}
    golden["causal"] = [rounded(row) for row in logits(model, ids)[READ]]
    golden["bidirectional"] = [rounded(row) for row in logits(model, ids, masks(config, allowed([])))[READ]]
    golden["hybrid"] = [rounded(row) for row in logits(model, ids, masks(config, allowed(SPANS)))[READ]]
    golden["bfloat16"] = bfloat16_loss(model, config, ids, golden)
    prompt = ids[:, :8]
    written = model.generate(prompt, max_new_tokens=12, do_sample=False, eos_token_id=None, pad_token_id=0)[0, 8:]
    again = ids[:, :8].clone()
    for token in written.tolist():
        top = logits(model, again)[-1].topk(2)
        assert int(top.indices[0]) == token and top.values[0] - top.values[1] > 1e-3, "a near tie"
        again = torch.cat([again, torch.tensor([[token]])], 1)
    golden["greedy"] = {"prompt": prompt[0].tolist(), "continuation": written.tolist()}
    golden["infill"] = infill(model, config, ids, 6, 12)
    copy.deepcopy(model).half().save_pretrained(folder)  # a copy: half() rounds rotary frequencies as well
    (folder / "generation_config.json").unlink(missing_ok=True)
    if name in TARGETS:
        golden["adapter"] = training(model, name, ids, generator, folder)
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    for index, (name, config) in enumerate(CONFIGS.items()):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        for seed in range(1000 * (index + 1), 1000 * (index + 1) + 50):  # until no choice is a near tie
            try:
                make(name, config, seed)
                break
            except AssertionError:
                continue
        else:
            raise SystemExit(f"{name}: no seed without near ties")
        print(name, seed, sum(file.stat().st_size for file in (HERE / name).rglob("*") if file.is_file()))
