"""Embeds the sentences of peer_embed.py by sentence-transformers' encode, timed; run by benchmark_peer.py.

The decoder sees both ways and a sentence's vector is that of its last token, normalised. Sentences are token ids already, as
they are for ours. Prints one JSON object, as the peer's scripts do.
"""
import argparse
import json

import common as c
import peer_embed
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.module import Module
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling


class Decoder(Module):
    """A decoder without a causal mask; an input is the ids of its tokens with spaces between."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def preprocess(self, inputs, prompt=None, **kwargs):
        ids = [torch.tensor([int(each) for each in text.split()]) for text in inputs]
        lengths = torch.tensor([[len(each)] for each in ids])
        padded = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True)
        return {"input_ids": padded, "attention_mask": (torch.arange(padded.shape[1])[None] < lengths).long()}

    def forward(self, features, **kwargs):
        out = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"], is_causal=False, use_cache=False)
        return {**features, "token_embeddings": out.last_hidden_state}

    def save(self, output_path, *args, **kwargs):
        raise NotImplementedError


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--size", default="S", choices=c.SIZES)
    ap.add_argument("--repeats", type=int, default=5)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--dtype", choices=["float32", "bfloat16"], default="float32")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    decoder = c.build_llama(args.size).eval().model.to(getattr(torch, args.dtype))
    pooling = Pooling(decoder.config.hidden_size, pooling_mode="lasttoken")
    model = SentenceTransformer(modules=[Decoder(decoder), pooling, Normalize()], device="cpu")
    ids = peer_embed.sentences(256, decoder.config.vocab_size, 128)
    texts = [" ".join(map(str, each.tolist())) for each in ids]
    embed = lambda some: torch.tensor(model.encode(some, batch_size=32, show_progress_bar=False)).float()
    drift = (embed(texts[:8]) - peer_embed.embed(decoder, ids[:8], 8, "is_causal")).abs().max().item()
    assert drift < (1e-4 if args.dtype == "float32" else 0.1), drift
    embed(texts)
    timer = c.Timer()
    for _ in range(args.repeats):
        with timer:
            embed(texts)
    print(json.dumps({"what": "sentence-transformers", "size": args.size, **timer.summary()}))


if __name__ == "__main__":
    main()
