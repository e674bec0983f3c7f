package magnet.model;

import java.util.List;
import java.util.stream.IntStream;
import magnet.kernel.DecoderTraits;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import magnet.model.family.LayerKind;
import magnet.model.family.LayerTensor;
import magnet.model.family.Variant;

/** What the kernel must know about an architecture. */
final class KernelTraits {

  private KernelTraits() {}

  static DecoderTraits of(Architecture of) {
    DecoderFamily family = of.decoderFamily();
    Variant variant = of.variant();
    List<LayerKind> kinds = of.kinds();
    return new DecoderTraits(
        of.layers(),
        new DecoderTraits.Attention(
            of.heads(),
            of.keyValueHeads(),
            of.headSize(),
            of.rope().rotated(of.headSize()),
            of.attentionScale(),
            variant.scoreCap(),
            family.layer().of(LayerTensor.QUERY_KEY_VALUE).size(),
            family.interleaved()),
        family.norm(),
        of.normEpsilon(),
        new DecoderTraits.Mlp(variant.activation(), family.gated()),
        variant.parallelResidual(),
        family.embeddingScale(of),
        variant.logitCap(),
        IntStream.range(0, of.layers()).mapToObj(i -> kinds.indexOf(variant.kind(i))).toList());
  }
}
