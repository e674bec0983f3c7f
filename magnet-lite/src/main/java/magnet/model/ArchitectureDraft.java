package magnet.model;

import java.util.List;

/** An architecture being changed: what the withers of {@link Architecture} set. */
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
  boolean attentionBias;
  boolean queryKeyNorm;
  int slidingWindow;
  int bosId;
  List<Integer> eosIds;
  int padId;

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
    attentionBias = from.attentionBias();
    queryKeyNorm = from.queryKeyNorm();
    slidingWindow = from.slidingWindow();
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
        attentionBias,
        queryKeyNorm,
        slidingWindow,
        bosId,
        eosIds,
        padId);
  }
}
