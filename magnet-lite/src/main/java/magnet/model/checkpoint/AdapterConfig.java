package magnet.model.checkpoint;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import magnet.model.family.Architecture;
import magnet.model.family.Projection;

/**
 * The settings of a LoRA adapter (arXiv 2106.09685), as peft's adapter_config.json says them.
 *
 * @param rank width of the low-rank factors
 * @param alpha the strength before it is divided by the rank, positive
 * @param dropout share of an adapted projection's inputs that training drops, from 0 to below 1
 * @param targets the adapted projections, some of {@link LoraSlot#PROJECTIONS} and none twice, kept
 *     in the order of those; or {@link #ALL_LINEAR} alone
 * @param rankStabilised whether alpha is divided by the root of the rank (arXiv 2312.03732)
 */
public record AdapterConfig(
    int rank, double alpha, double dropout, List<String> targets, boolean rankStabilised)
    implements Serializable {

  /** peft's word for all projections of a layer, whatever the family calls them. */
  public static final String ALL_LINEAR = "all-linear";

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range or a target is not supported
   */
  public AdapterConfig {
    List<String> wanted = List.copyOf(targets);
    require(rank > 0, "r", rank, "a positive number");
    require(alpha > 0 && alpha < Double.MAX_VALUE, "lora_alpha", alpha, "a positive number");
    require(dropout >= 0 && dropout < 1, "lora_dropout", dropout, "a share from 0 to below 1");
    boolean all = wanted.equals(List.of(ALL_LINEAR));
    require(
        all
            || (!wanted.isEmpty()
                && LoraSlot.PROJECTIONS.containsAll(wanted)
                && new HashSet<>(wanted).size() == wanted.size()),
        "target_modules",
        wanted,
        "some of " + LoraSlot.PROJECTIONS + ", none twice, or " + ALL_LINEAR);
    targets = all ? wanted : LoraSlot.PROJECTIONS.stream().filter(wanted::contains).toList();
  }

  /**
   * A copy with the targets that a model has.
   *
   * @throws IllegalArgumentException if a target is none of its projections; the message lists them
   */
  public AdapterConfig on(Architecture model) {
    List<String> has = Projection.of(model.decoderFamily()).stream().map(Projection::name).toList();
    if (targets.contains(ALL_LINEAR)) {
      return withTargets(has);
    }
    require(
        has.containsAll(targets),
        "target_modules",
        targets,
        "some of " + has + ", which a model of the family " + model.family() + " has");
    return this;
  }

  /** A copy with the targets written out that some factors are of, where it says all. */
  AdapterConfig of(Set<LoraSlot> slots) {
    return targets.contains(ALL_LINEAR) && !slots.isEmpty()
        ? withTargets(slots.stream().map(LoraSlot::projection).distinct().toList())
        : this;
  }

  private AdapterConfig withTargets(List<String> others) {
    return new AdapterConfig(rank, alpha, dropout, others, rankStabilised);
  }

  /** What the product of the factors is multiplied by before it is added. */
  public double scale() {
    return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
  }

  /**
   * An adapter_config.json that peft loads.
   *
   * @return indented JSON that ends with a line end
   */
  public String toJson(AdapterFiles.Base base) {
    boolean transposed =
        Projection.all().stream()
            .anyMatch(each -> each.transposed() && targets.contains(each.name()));
    JsonArray modules = new JsonArray();
    targets.stream().sorted().forEach(modules::add);
    JsonObject json = new JsonObject();
    json.addProperty("base_model_name_or_path", base.name().isEmpty() ? null : base.name());
    json.addProperty("bias", "none");
    json.addProperty("fan_in_fan_out", transposed);
    json.addProperty("inference_mode", true);
    json.addProperty("init_lora_weights", true);
    json.addProperty("lora_alpha", alpha == Math.rint(alpha) ? (Number) (long) alpha : alpha);
    json.addProperty("lora_dropout", dropout);
    json.addProperty("peft_type", "LORA");
    json.addProperty("r", rank);
    json.addProperty("revision", base.revision().isEmpty() ? null : base.revision());
    json.add("target_modules", modules);
    json.addProperty("task_type", "CAUSAL_LM");
    json.addProperty("use_rslora", rankStabilised);
    return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(json) + "\n";
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          key + " is " + value + ", expected " + expected + "; correct it.");
    }
  }
}
