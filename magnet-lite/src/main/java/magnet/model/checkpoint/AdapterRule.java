package magnet.model.checkpoint;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.io.KeyedReader;
import magnet.io.Tree;
import magnet.model.family.Projection;

/**
 * What an adapter_config.json of peft says: which modules are adapted, with what rank and strength
 * each. It is read as peft 0.21 reads it; anything it asks for beyond that is refused by name.
 */
final class AdapterRule {

  /** Keys that do not change what a trained adapter computes, whatever they say. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          "eva_config",
          "inference_mode",
          "megatron_core",
          "peft_version",
          "qalora_group_size",
          "revision",
          "task_type");

  private static final Set<String> HONOURED =
      Set.of(
          "alpha_pattern",
          "bias",
          "exclude_modules",
          "fan_in_fan_out",
          "init_lora_weights",
          "layers_pattern",
          "layers_to_transform",
          "lora_alpha",
          "lora_dropout",
          "peft_type",
          "r",
          "rank_pattern",
          "target_modules",
          "use_rslora");

  /** Ways of starting that leave the base model as it is. */
  private static final Set<String> HARMLESS_STARTS = Set.of("gaussian", "eva", "orthogonal");

  private static final Pattern FIRST_NUMBER = Pattern.compile(".*?\\.[^.]*\\.(\\d+)\\..*");

  private final KeyedReader json;
  private final ModuleNames targets;
  private final ModuleNames excluded;
  private final Set<Integer> layers;
  private final List<Pattern> layerPatterns;
  private final Map<Pattern, Integer> ranks;
  private final Map<Pattern, Double> alphas;

  private AdapterRule(KeyedReader json) {
    this.json = json;
    targets = ModuleNames.of(json, "target_modules");
    excluded = ModuleNames.of(json, "exclude_modules");
    layers = Set.copyOf(new HashSet<>(json.wholes("layers_to_transform")));
    layerPatterns =
        json.texts("layers_pattern").orElse(List.of()).stream()
            .map(
                name ->
                    ModuleNames.compiled(
                        json, "layers_pattern", "(?:|.*?\\.)" + name + "\\.(\\d+)\\..*"))
            .toList();
    ranks = patterns("rank_pattern", KeyedReader::neededWhole);
    alphas = patterns("alpha_pattern", KeyedReader::neededNumber);
  }

  /**
   * Reads adapter_config.json; refuses what cannot be honoured.
   *
   * @throws IllegalArgumentException if it is missing, wrong or asks for what is not supported; the
   *     message names the key
   */
  static AdapterRule read(Path file) {
    KeyedReader json = KeyedReader.json(file);
    if (!json.neededText("peft_type").equals("LORA")) {
      throw json.unexpected("peft_type", "\"LORA\", the only kind of adapter supported");
    }
    if (!json.text("bias").orElse("none").equals("none")) {
      throw json.unexpected("bias", "\"none\"; train the adapter without biases");
    }
    // The other ways of starting (pissa, olora, loftq, …) change the base model as well.
    if (json.isText("init_lora_weights")
        && !HARMLESS_STARTS.contains(
            json.neededText("init_lora_weights").toLowerCase(Locale.ROOT))) {
      throw json.unexpected(
          "init_lora_weights",
          "true or one of %s; convert it with peft's path_initial_model_for_weight_conversion"
              .formatted(HARMLESS_STARTS.stream().sorted().toList()));
    }
    for (String key : json.keys()) {
      if (!WITHOUT_EFFECT.contains(key) && !HONOURED.contains(key) && !isOff(json, key)) {
        throw json.unexpected(
            key, "it to be off, as it is not supported; use an adapter trained without it");
      }
    }
    AdapterRule rule = new AdapterRule(json);
    rule.config(List.of(AdapterConfig.ALL_LINEAR)); // its checks, before any tensor is read
    return rule;
  }

  /** Whether a setting asks for nothing: absent, null, false or empty. */
  private static boolean isOff(KeyedReader json, String key) {
    return json.isEmpty(key) || json.setting(key).map(Tree::toString).equals(Optional.of("false"));
  }

  private <T> Map<Pattern, T> patterns(String key, BiFunction<KeyedReader, String, T> value) {
    Map<Pattern, T> patterns = new LinkedHashMap<>();
    if (!json.isEmpty(key)) {
      KeyedReader given = json.neededSection(key);
      for (String name : given.keys()) {
        patterns.put(
            ModuleNames.compiled(json, key, "(?:.*\\.)?(?:" + name + ")"),
            value.apply(given, name));
      }
    }
    return patterns;
  }

  /** The settings where all projections share rank and strength. */
  AdapterConfig config(List<String> projections) {
    return config(
        projections, json.neededWhole("r"), json.neededNumber("lora_alpha"), isRankStabilised());
  }

  /** The settings with another rank and strength. */
  AdapterConfig config(List<String> projections, int rank, double alpha, boolean stabilised) {
    try {
      return new AdapterConfig(
          rank, alpha, json.number("lora_dropout").orElse(0.0), projections, stabilised);
    } catch (IllegalArgumentException e) {
      if (e.getMessage().contains(json.source())) {
        throw e;
      }
      throw new IllegalArgumentException(json.source() + ": " + e.getMessage(), e);
    }
  }

  /** The base model that the file names. */
  AdapterFiles.Base base() {
    return new AdapterFiles.Base(
        json.text("base_model_name_or_path").orElse(""), json.text("revision").orElse(""));
  }

  /** Whether a module is adapted, given as {@code model.layers.0.self_attn.q_proj}. */
  boolean adapts(String path) {
    if (excluded.mean(path) || !targets.mean(path)) {
      return false;
    }
    boolean anyLayer = json.isEmpty("layers_to_transform") || targets.expression() != null;
    return anyLayer || targets.nameWhole(path) || isOfLayers(path);
  }

  private boolean isOfLayers(String path) {
    for (Pattern pattern : layerPatterns) {
      Optional<MatchResult> match = ModuleNames.match(pattern, path);
      if (match.isPresent()) {
        return isTransformed(match.get().group(match.get().groupCount()));
      }
    }
    Matcher match = FIRST_NUMBER.matcher(path);
    return json.isEmpty("layers_pattern") && match.matches() && isTransformed(match.group(1));
  }

  /** A pattern in the file may match without any number. */
  private boolean isTransformed(String layer) {
    return layer != null && layers.contains(Integer.parseInt(layer));
  }

  /** The rank of a module's factors. */
  int rank(String path) {
    return ofFirst(ranks, path, json.neededWhole("r"));
  }

  /** What the product of a module's factors is multiplied by. */
  double scale(String path) {
    double alpha = ofFirst(alphas, path, json.neededNumber("lora_alpha"));
    return alpha / (isRankStabilised() ? Math.sqrt(rank(path)) : rank(path));
  }

  private boolean isRankStabilised() {
    return json.flag("use_rslora").orElse(false);
  }

  private static <T> T ofFirst(Map<Pattern, T> patterns, String path, T otherwise) {
    for (Map.Entry<Pattern, T> each : patterns.entrySet()) {
      if (ModuleNames.match(each.getKey(), path).isPresent()) {
        return each.getValue();
      }
    }
    return otherwise;
  }

  /** Refuses weights that are declared as stored transposed but are not. */
  void checkStorage(List<Projection> projections) {
    if (json.flag("fan_in_fan_out").orElse(false)
        && projections.stream().noneMatch(Projection::transposed)) {
      throw json.unexpected(
          "fan_in_fan_out",
          "false, as the weights of %s are stored the other way; correct it"
              .formatted(projections.stream().map(Projection::name).toList()));
    }
  }

  /** What is adapted, as the file says it. */
  @Override
  public String toString() {
    return targets.toString();
  }
}
