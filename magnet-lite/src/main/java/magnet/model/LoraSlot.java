package magnet.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of one LoRA factor in a decoder.
 *
 * @param layer index of the layer, from 0
 * @param projection the adapted projection, one of {@link #PROJECTIONS}
 * @param factor {@code 'A'} for {@code [rank, inputs]}, {@code 'B'} for {@code [outputs, rank]}
 */
public record LoraSlot(int layer, String projection, char factor) {

  /** The projections that can be adapted, in the order of computation. */
  public static final List<String> PROJECTIONS =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  private static final int OF_ATTENTION = 4; // the first four of them

  /** An adapter of a model without a head (an encoder) lacks the second "model.". */
  private static final Pattern NAME =
      Pattern.compile(
          "base_model\\.model\\.(?:model\\.)?layers\\.(\\d{1,6})\\.(self_attn|mlp)\\.(\\w+)"
              + "\\.lora_([AB])\\.weight");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the projection or the factor is none of the known, or the
   *     layer is negative
   */
  public LoraSlot {
    if (layer < 0 || !PROJECTIONS.contains(projection) || (factor != 'A' && factor != 'B')) {
      throw new IllegalArgumentException(
          "the LoRA factor "
              + factor
              + " of "
              + projection
              + " in layer "
              + layer
              + " does not exist, expected A or B of one of "
              + PROJECTIONS
              + "; correct it.");
    }
  }

  /**
   * Understands the name that peft gives to a tensor.
   *
   * @param tensor a name in adapter_model.safetensors
   * @return its place; empty if it is not that of a supported projection
   */
  public static Optional<LoraSlot> parse(String tensor) {
    Matcher name = NAME.matcher(tensor);
    if (!name.matches() || !name.group(2).equals(module(name.group(3)))) {
      return Optional.empty();
    }
    return Optional.of(
        new LoraSlot(Integer.parseInt(name.group(1)), name.group(3), name.group(4).charAt(0)));
  }

  /** The name that peft gives to the tensor, in an adapter of a causal model. */
  public String tensorName() {
    return "base_model.model.model.layers."
        + layer
        + "."
        + module(projection)
        + "."
        + projection
        + ".lora_"
        + factor
        + ".weight";
  }

  private static String module(String projection) {
    int place = PROJECTIONS.indexOf(projection);
    return place < 0 ? "" : place < OF_ATTENTION ? "self_attn" : "mlp";
  }
}
