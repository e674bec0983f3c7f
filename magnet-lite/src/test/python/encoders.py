"""Makes the fixtures in src/test/resources/magnet/encoder: tiny text encoders, and what sentence-transformers says of them.

    encoders.py TO BYTELEVEL    BYTELEVEL: the folder src/test/resources/magnet/model/bytelevel

One folder a family (bert, roberta), each as sentence-transformers saves it, pooled by the mean and normalised, and
expected.json: the token ids, the states after each layer, and the vectors by each pooling. tests: TextEncoderTest.
"""

import json
import os
import shutil
import sys

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, RobertaConfig, RobertaModel

TEXTS = [
    "The cat naps.",
    "A dog ran into the garden, and the cat ran after it.",
    "Cafés aren't open! [SEP] \U0001f600 unbelievable",
    "the dog",
    "the cat and the dog and the cat and the dog and the cat and the dog and the cat and the dog",  # is cut
]
POOLINGS = {"mean": "mean", "cls": "cls", "max": "max", "last": "lasttoken"}
SHAPE = dict(
    hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48, hidden_act="gelu",
    attn_implementation="eager",
)

to, bytelevel = sys.argv[1:]
torch.manual_seed(3)
shutil.rmtree(to, ignore_errors=True)


def word_pieces():
    words = "the cat dog nap ran into garden and after it a cafe aren t open un believ able . , ! '".split()
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + words + ["##s", "##able", "##believ", "##b", "##e"]
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(pieces[:5])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]",
        mask_token="[MASK]", model_max_length=40,
    )


def bytes_framed():
    tokenizer = Tokenizer.from_file(os.path.join(bytelevel, "tokenizer.json"))
    begin, end = tokenizer.token_to_id("<|begin|>"), tokenizer.token_to_id("<|end|>")
    tokenizer.post_processor = processors.RobertaProcessing(
        ("<|end|>", end), ("<|begin|>", begin), add_prefix_space=False
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, cls_token="<|begin|>", sep_token="<|end|>", pad_token="<|mask|>", model_max_length=40
    )


def save(name, model, tokenizer, longest):
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    plain, folder = os.path.join(to, "plain"), os.path.join(to, name)
    model.eval().save_pretrained(plain)
    tokenizer.save_pretrained(plain)
    transformer = Transformer(plain, max_seq_length=longest)
    expected = {"texts": TEXTS, "vectors": {}}
    for ours, theirs in POOLINGS.items():
        modules = [transformer, Pooling(model.config.hidden_size, pooling_mode=theirs)]
        expected["vectors"][ours] = rounded(SentenceTransformer(modules=modules, device="cpu").encode(TEXTS))
    whole = SentenceTransformer(
        modules=[transformer, Pooling(model.config.hidden_size), Normalize()], device="cpu"
    )
    whole.save(folder, create_model_card=False)
    expected["normalised"] = rounded(whole.encode(TEXTS))
    expected["ids"] = [tokenizer(text).input_ids for text in TEXTS]
    with torch.no_grad():
        states = model(torch.tensor([expected["ids"][1]]), output_hidden_states=True).hidden_states
    expected["states"] = [rounded(state[0]) for state in states]  # of the second text
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file)
    shutil.rmtree(plain)


def rounded(rows):
    return [[round(float(x), 5) for x in row] for row in rows]


pieces = word_pieces()
save("bert", BertModel(BertConfig(vocab_size=len(pieces), max_position_embeddings=40, **SHAPE)), pieces, 16)
framed = bytes_framed()
pad = framed.pad_token_id
save("roberta", RobertaModel(RobertaConfig(
    vocab_size=len(framed), max_position_embeddings=40 + pad + 1, pad_token_id=pad, type_vocab_size=1,
    layer_norm_eps=1e-5, **SHAPE)), framed, 24)
