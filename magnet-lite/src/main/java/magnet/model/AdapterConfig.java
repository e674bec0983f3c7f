package magnet.model;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The settings of a LoRA adapter (arXiv 2106.09685), as peft's adapter_config.json says them.
 *
 * @param rank width of the low-rank factors
 * @param alpha the strength before it is divided by the rank, positive
 * @param dropout share of an adapted projection's inputs that training drops, from 0 to below 1
 * @param targets the adapted projections, some of {@link LoraSlot#PROJECTIONS} and none twice; kept
 *     in the order of those
 * @param rankStabilised whether alpha is divided by the root of the rank (arXiv 2312.03732)
 */
public record AdapterConfig(
    int rank, double alpha, double dropout, List<String> targets, boolean rankStabilised) {

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
    require(
        !wanted.isEmpty()
            && LoraSlot.PROJECTIONS.containsAll(wanted)
            && new HashSet<>(wanted).size() == wanted.size(),
        "target_modules",
        wanted,
        "some of " + LoraSlot.PROJECTIONS + ", none twice");
    targets = LoraSlot.PROJECTIONS.stream().filter(wanted::contains).toList();
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
    try {
      return new AdapterConfig(
          json.wholeNumber("r"),
          json.number("lora_alpha"),
          json.number("lora_dropout", 0),
          targets(json),
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
    json.addProperty("fan_in_fan_out", false);
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

  private static List<String> targets(JsonFile json) {
    if (!json.isText("target_modules")) {
      return json.texts("target_modules");
    }
    if (json.text("target_modules").equals("all-linear")) {
      return LoraSlot.PROJECTIONS;
    }
    throw json.unexpected(
        "target_modules", "a list of names or \"all-linear\"; write the projections out");
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          key + " is " + value + ", expected " + expected + "; correct it.");
    }
  }
}
