"""Runs models with transformers, peft and sentence-transformers, and prints their numbers.

    models.py JOBS    a JSON file with a list of jobs; prints {"results": [...]}, one a job

A job says what to do:
    logits   model, adapter (or null), ids, span: causal, bidirectional and hybrid logits [tokens][vocabulary]
    adapt    model, config, to, ids, span: makes an adapter of random numbers, saves it, and gives its logits
    merge    model, adapter, to: merges, saves
    tokens   model, texts: the class of the model, ids of each text without and with special tokens, and their text
    write    model, text, tokens: the likeliest text of so many tokens more
    embed    model, texts: vectors of sentence-transformers [texts][dimensions]
"""

import json
import sys
import warnings

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

warnings.filterwarnings("ignore")
torch.manual_seed(7)


def load(folder, **settings):
    config = AutoConfig.from_pretrained(folder)
    for key, value in settings.items():
        setattr(config, key, value)
    # Eager: the fused attention leaves out Gemma 2's cap of the scores.
    return AutoModelForCausalLM.from_pretrained(
        folder, config=config, dtype=torch.float32, attn_implementation="eager"
    ).eval()


def logits(job, model):
    ids = torch.tensor([job["ids"]])
    span = torch.tensor(job["span"])
    place = torch.arange(len(job["ids"]))
    # The one rule, as an additive mask: context is seen by all, a span by itself so far.
    allowed = ~span[None, :] | (span[:, None] & (place[None, :] <= place[:, None]))
    mask = torch.zeros(allowed.shape).masked_fill(~allowed, torch.finfo(torch.float32).min)
    with torch.no_grad():
        return {
            "causal": model(ids).logits[0].tolist(),
            "bidirectional": model(ids, is_causal=False).logits[0].tolist(),
            "hybrid": model(ids, attention_mask=mask[None, None]).logits[0].tolist(),
        }


def run(job):
    if job["do"] == "logits":
        model = load(job["model"])
        if job.get("adapter"):
            model = PeftModel.from_pretrained(model, job["adapter"]).eval()
        return logits(job, model)
    if job["do"] == "adapt":
        model = get_peft_model(load(job["model"]), LoraConfig(task_type="CAUSAL_LM", **job["config"])).eval()
        for name, parameter in model.named_parameters():
            if "lora_" in name:
                torch.nn.init.normal_(parameter, std=0.2)
                if job["half"]:
                    parameter.data = parameter.data.half().float()
        numbers = logits(job, model)
        if job["half"]:
            model.to(torch.float16)
        model.save_pretrained(job["to"])
        return numbers
    if job["do"] == "merge":
        model = PeftModel.from_pretrained(load(job["model"]), job["adapter"]).merge_and_unload()
        model.save_pretrained(job["to"])
        return {}
    if job["do"] == "tokens":
        tokenizer = AutoTokenizer.from_pretrained(job["model"])
        plain = Tokenizer.from_file(job["model"] + "/tokenizer.json")
        ids = [plain.encode(text, add_special_tokens=False).ids for text in job["texts"]]
        return {
            "class": type(load(job["model"])).__name__,
            "ids": ids,
            "framed": [tokenizer(text).input_ids for text in job["texts"]],
            "texts": [tokenizer.decode(each, clean_up_tokenization_spaces=False) for each in ids],
        }
    if job["do"] == "write":
        tokenizer = AutoTokenizer.from_pretrained(job["model"])
        ids = tokenizer(job["text"], return_tensors="pt")
        written = load(job["model"]).generate(**ids, max_new_tokens=job["tokens"], do_sample=False)
        return {"text": tokenizer.decode(written[0], skip_special_tokens=True)}
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(job["model"], device="cpu")
    return {
        "vectors": model.encode(job["texts"]).tolist(),
        "alone": [model.encode([text])[0].tolist() for text in job["texts"]],
    }


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        print(json.dumps({"results": [run(job) for job in json.load(file)]}))
