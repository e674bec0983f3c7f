package magnet.model.checkpoint;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.io.Quoted;
import magnet.model.family.Architecture;
import magnet.model.family.Projection;

/**
 * The place of one LoRA factor in a decoder.
 *
 * @param layer index of the layer, from 0
 * @param projection the adapted projection, one of {@link #PROJECTIONS}
 * @param factor {@code 'A'} for {@code [rank, inputs]}, {@code 'B'} for {@code [outputs, rank]}
 */
public record LoraSlot(int layer, String projection, char factor) implements Serializable {

  /**
   * The projections that can be adapted, family by family and in the order of computation: q_proj
   * to down_proj of Llama and those like it, c_attn and others of GPT-2, query_key_value and others
   * of GPT-NeoX.
   */
  public static final List<String> PROJECTIONS =
      Projection.all().stream().map(Projection::name).toList();

  private static final Pattern NAME =
      Pattern.compile("base_model\\.model\\.(.+\\.)(\\d{1,6})\\.(.+)\\.lora_([AB])\\.weight");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the projection or the factor is none of the known, or the
   *     layer is negative or beyond what decoders have
   */
  public LoraSlot {
    if (layer < 0
        || layer >= Architecture.MOST_LAYERS
        || !PROJECTIONS.contains(projection)
        || (factor != 'A' && factor != 'B')) {
      throw new IllegalArgumentException(
          ("the LoRA factor %s of %s in layer %s does not exist, expected A or B of one of %s in a"
                  + " layer below %s; correct it.")
              .formatted(
                  factor, Quoted.value(projection), layer, PROJECTIONS, Architecture.MOST_LAYERS));
    }
  }

  /**
   * Parses the name that peft gives to a tensor.
   *
   * @param tensor a name in adapter_model.safetensors
   * @return its place; empty if it is not that of a supported projection
   */
  public static Optional<LoraSlot> parse(String tensor) {
    Matcher name = NAME.matcher(tensor);
    if (!name.matches()) {
      return Optional.empty();
    }
    // An adapter of a model without a head lacks what the names of the base model begin with.
    return Projection.all().stream()
        .filter(each -> each.module().equals(name.group(3)))
        .filter(each -> each.layers().endsWith(name.group(1)))
        .findFirst()
        .map(
            each ->
                new LoraSlot(
                    Integer.parseInt(name.group(2)), each.name(), name.group(4).charAt(0)));
  }

  /** The factor B beside an A. */
  LoraSlot other() {
    return new LoraSlot(layer, projection, 'B');
  }

  /** The name that peft gives to the tensor, in an adapter of a causal model. */
  public String tensorName() {
    Projection of = Projection.called(projection);
    return "base_model.model.%s%s.%s.lora_%s.weight"
        .formatted(of.layers(), layer, of.module(), factor);
  }
}
