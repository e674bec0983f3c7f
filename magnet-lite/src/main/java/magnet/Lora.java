package magnet;

import java.util.List;
import magnet.model.checkpoint.AdapterConfig;

/**
 * The size and place of a low-rank adapter (Hu et al., "LoRA", 2022): {@code W + alpha / rank * B
 * A} on some projections of every layer.
 *
 * <p>Defaults: rank 16, alpha 32 and all projections of a layer (Llama's seven) are the paper's; no
 * dropout is ours. Every call returns a new value.
 *
 * @param config what an adapter's files will say of it
 */
public record Lora(AdapterConfig config) {

  /** Rank 16, alpha 32, all projections, no dropout. */
  public static Lora standard() {
    return rank(16);
  }

  /**
   * An adapter of a rank, with an alpha of twice the rank.
   *
   * @param rank at least 1
   * @throws IllegalArgumentException if it is less
   */
  public static Lora rank(int rank) {
    return new Lora(
        new AdapterConfig(rank, 2.0 * rank, 0, List.of(AdapterConfig.ALL_LINEAR), false));
  }

  /**
   * A copy with another alpha.
   *
   * @param alpha above 0
   * @throws IllegalArgumentException if it is not
   */
  public Lora alpha(double alpha) {
    return new Lora(
        new AdapterConfig(config.rank(), alpha, config.dropout(), config.targets(), false));
  }

  /**
   * A copy with dropout on the factors' inputs while training.
   *
   * @param share in [0, 1)
   * @throws IllegalArgumentException if it lies outside
   */
  public Lora dropout(double share) {
    return new Lora(
        new AdapterConfig(config.rank(), config.alpha(), share, config.targets(), false));
  }

  /**
   * A copy on other projections.
   *
   * @param projections some of those of the base model's family: q_proj, k_proj, v_proj, o_proj,
   *     gate_proj, up_proj, down_proj; of GPT-2 c_attn, attn.c_proj, c_fc, mlp.c_proj; of GPT-NeoX
   *     query_key_value, dense, dense_h_to_4h, dense_4h_to_h
   * @throws IllegalArgumentException if there is none, or one is not known
   */
  public Lora targets(String... projections) {
    return new Lora(
        new AdapterConfig(
            config.rank(), config.alpha(), config.dropout(), List.of(projections), false));
  }

  /** Its rank. */
  public int size() {
    return config.rank();
  }

  @Override
  public String toString() {
    String dropout = config.dropout() > 0 ? ", dropout " + config.dropout() : "";
    return "LoRA of rank %s, alpha %s%s on %s"
        .formatted(config.rank(), config.alpha(), dropout, String.join(", ", config.targets()));
  }
}
