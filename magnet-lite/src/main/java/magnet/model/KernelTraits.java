package magnet.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import magnet.model.family.LayerKind;
import magnet.model.family.LayerTensor;
import magnet.model.family.Norm;
import magnet.model.family.Variant;

/** What the kernel must know about an architecture: the attributes of decoder.torchscript. */
final class KernelTraits {

  private KernelTraits() {}

  static Map<String, Object> of(Architecture of) {
    DecoderFamily family = of.decoderFamily();
    Variant variant = of.variant();
    List<LayerKind> kinds = of.kinds();
    int projections = family.names().of(LayerTensor.QUERY_KEY_VALUE).size();
    Map<String, Object> traits = new LinkedHashMap<>();
    traits.put("layers", of.layers());
    traits.put("heads", of.heads());
    traits.put("key_value_heads", of.keyValueHeads());
    traits.put("head_size", of.headSize());
    traits.put("rotated", of.rope().rotated(of.headSize()));
    traits.put("attention_scale", of.attentionScale());
    traits.put("score_cap", variant.scoreCap());
    traits.put("interleaved", family.interleaved());
    traits.put("layer_norm", family.norm() == Norm.LAYER);
    traits.put("norm_offset", family.norm() == Norm.RMS_OFFSET);
    traits.put("norm_epsilon", of.normEpsilon());
    traits.put("activation", variant.activation().code());
    traits.put("gated", family.gated());
    traits.put("parallel", variant.parallelResidual());
    traits.put("embedding_scale", family.embeddingScale(of));
    traits.put("logit_cap", variant.logitCap());
    // For each layer, its place in the lists of masks and rotary tables.
    traits.put(
        "kinds",
        IntStream.range(0, of.layers()).mapToObj(i -> kinds.indexOf(variant.kind(i))).toList());
    // How many matrices of a checkpoint make each of a layer's.
    traits.put("stacked", List.of(projections, 1, family.gated() ? 2 : 1, 1));
    return traits;
  }
}
