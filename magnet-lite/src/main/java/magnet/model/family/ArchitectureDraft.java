package magnet.model.family;

import java.util.List;

/** An architecture in the making: what its withers set and what a config.json says. */
final class ArchitectureDraft {

  String family;
  int vocabularySize;
  int hiddenSize;
  int intermediateSize;
  int layers;
  int heads;
  int keyValueHeads;
  int headSize;
  int maxPositions;
  double normEpsilon;
  Rope rope;
  boolean tiedEmbeddings;
  Variant variant;
  int bosId;
  List<Integer> eosIds;
  int padId;

  ArchitectureDraft() {}

  ArchitectureDraft(Architecture from) {
    family = from.family();
    vocabularySize = from.vocabularySize();
    hiddenSize = from.hiddenSize();
    intermediateSize = from.intermediateSize();
    layers = from.layers();
    heads = from.heads();
    keyValueHeads = from.keyValueHeads();
    headSize = from.headSize();
    maxPositions = from.maxPositions();
    normEpsilon = from.normEpsilon();
    rope = from.rope();
    tiedEmbeddings = from.tiedEmbeddings();
    variant = from.variant();
    bosId = from.bosId();
    eosIds = from.eosIds();
    padId = from.padId();
  }

  Architecture build() {
    return new Architecture(
        family,
        vocabularySize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        keyValueHeads,
        headSize,
        maxPositions,
        normEpsilon,
        rope,
        tiedEmbeddings,
        variant,
        bosId,
        eosIds,
        padId);
  }
}
