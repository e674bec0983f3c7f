package magnet.model;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    int rank, double alpha, double dropout, List<String> targets, boolean rankStabilised) {

  /** peft's word for all projections of a layer, whatever the family calls them. */
  public static final String ALL_LINEAR = "all-linear";

  /** Keys that do not change what a trained adapter computes, whatever they say. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          "inference_mode",
          "megatron_core",
          "peft_version",
          "qalora_group_size",
          "revision",
          "task_type");

  private static final Set<String> HONOURED =
      Set.of(
          "bias",
          "fan_in_fan_out",
          "init_lora_weights",
          "lora_alpha",
          "lora_dropout",
          "peft_type",
          "r",
          "target_modules",
          "use_rslora");

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
   * The same with the targets that a model has.
   *
   * @throws IllegalArgumentException if a target is none of its projections; the message lists them
   */
  AdapterConfig on(Architecture model) {
    List<String> has =
        Projection.of(DecoderFamily.of(model.family())).stream().map(Projection::name).toList();
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

  /** The same with the targets written out that some factors are of, where it says all. */
  AdapterConfig of(Set<LoraSlot> slots) {
    return targets.contains(ALL_LINEAR) && !slots.isEmpty()
        ? withTargets(slots.stream().map(LoraSlot::projection).distinct().toList())
        : this;
  }

  private AdapterConfig withTargets(List<String> others) {
    return new AdapterConfig(rank, alpha, dropout, others, rankStabilised);
  }

  /**
   * Reads adapter_config.json; what it asks for and cannot be honoured is refused.
   *
   * @param file the file
   * @throws IllegalArgumentException if it is missing, wrong or asks for what is not supported; the
   *     message names the key
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static AdapterConfig read(Path file) {
    JsonFile json = JsonFile.read(file);
    if (!json.text("peft_type").equals("LORA")) {
      throw json.unexpected("peft_type", "\"LORA\", the only kind of adapter supported");
    }
    if (!json.text("bias", "none").equals("none")) {
      throw json.unexpected("bias", "\"none\"; train the adapter without biases");
    }
    // The other ways of starting (pissa, olora, loftq, …) change the base model as well.
    if (json.isText("init_lora_weights") && !json.text("init_lora_weights").equals("gaussian")) {
      throw json.unexpected(
          "init_lora_weights",
          "true or \"gaussian\"; convert it with peft's path_initial_model_for_weight_conversion");
    }
    for (String key : json.keys()) {
      if (!WITHOUT_EFFECT.contains(key) && !HONOURED.contains(key) && !json.isOff(key)) {
        throw json.unexpected(
            key, "it to be off, as it is not supported; use an adapter trained without it");
      }
    }
    List<String> targets = targets(json);
    if (json.flag("fan_in_fan_out", false)
        && !targets.contains(ALL_LINEAR)
        && !transposed(targets)) {
      throw json.unexpected(
          "fan_in_fan_out", "false, as the weights of " + targets + " are stored the other way");
    }
    try {
      return new AdapterConfig(
          json.wholeNumber("r"),
          json.number("lora_alpha"),
          json.number("lora_dropout", 0),
          targets,
          json.flag("use_rslora", false));
    } catch (IllegalArgumentException e) {
      if (e.getMessage().contains(json.place())) {
        throw e;
      }
      throw new IllegalArgumentException(json.place() + ": " + e.getMessage(), e);
    }
  }

  /** What the product of the factors is multiplied by before it is added. */
  public double scale() {
    return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
  }

  /**
   * An adapter_config.json that peft loads.
   *
   * @param base name of the base model, for the reader's information; empty for none
   * @return indented JSON that ends with a line end
   */
  public String toJson(String base) {
    JsonArray modules = new JsonArray();
    targets.stream().sorted().forEach(modules::add);
    JsonObject json = new JsonObject();
    if (base.isEmpty()) {
      json.add("base_model_name_or_path", JsonNull.INSTANCE);
    } else {
      json.addProperty("base_model_name_or_path", base);
    }
    json.addProperty("bias", "none");
    json.addProperty("fan_in_fan_out", transposed(targets));
    json.addProperty("inference_mode", true);
    json.addProperty("init_lora_weights", true);
    json.addProperty("lora_alpha", alpha == Math.rint(alpha) ? (Number) (long) alpha : alpha);
    json.addProperty("lora_dropout", dropout);
    json.addProperty("peft_type", "LORA");
    json.addProperty("r", rank);
    json.add("target_modules", modules);
    json.addProperty("task_type", "CAUSAL_LM");
    json.addProperty("use_rslora", rankStabilised);
    return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(json) + "\n";
  }

  /** Whether a base model's weights of some of these projections are stored transposed. */
  private static boolean transposed(List<String> targets) {
    return Projection.all().stream()
        .anyMatch(each -> each.transposed() && targets.contains(each.name()));
  }

  private static List<String> targets(JsonFile json) {
    if (json.isText("target_modules") && !json.text("target_modules").equals(ALL_LINEAR)) {
      throw json.unexpected(
          "target_modules", "a list of names or \"all-linear\"; write the projections out");
    }
    List<String> said = json.texts("target_modules");
    if (new HashSet<>(said).size() < said.size()) {
      return said;
    }
    return said.stream().flatMap(AdapterConfig::meantBy).distinct().toList();
  }

  /** The projections that peft takes a name for; the name itself where there is none. */
  private static Stream<String> meantBy(String target) {
    List<String> meant =
        Projection.all().stream()
            .filter(each -> each.isMeantBy(target))
            .map(Projection::name)
            .toList();
    return meant.isEmpty() ? Stream.of(target) : meant.stream();
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          key + " is " + value + ", expected " + expected + "; correct it.");
    }
  }
}
