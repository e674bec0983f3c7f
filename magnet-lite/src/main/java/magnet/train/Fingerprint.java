package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import magnet.data.Documents;
import magnet.kernel.TensorKernel;
import magnet.model.LanguageModel;

/**
 * All that decides how a run goes, by name: two runs of equal fingerprints are the same run.
 *
 * @param entries the settings in words
 */
record Fingerprint(Map<String, String> entries) {

  private static final int FINAL_NORM = 1;

  static Fingerprint of(
      LanguageModel model,
      Trainable trainable,
      Documents corpus,
      Documents heldOut,
      ViewSettings views,
      List<WeightedObjective> objectives,
      TrainingSettings settings) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("model", model.architecture() + " " + weights(model));
    entries.put(
        "adapter", model.lora().map(lora -> lora.config().toString()).orElse("none: all weights"));
    entries.put("trained numbers", String.valueOf(trainable.size()));
    entries.put("precision", model.decoder().precision().toString());
    entries.put("corpus", corpus.fingerprint());
    entries.put("held-out corpus", heldOut == null ? "none" : heldOut.fingerprint());
    entries.put("views", views.toString());
    for (WeightedObjective each : objectives) {
      entries.put(
          "objective " + each.objective().name(), each.objective() + ", weight " + each.weight());
    }
    entries.put("steps", String.valueOf(settings.steps()));
    entries.put("batch", settings.batch() + " x " + settings.accumulation());
    entries.put("learning rate", settings.learningRate().toString());
    entries.put("optimiser", settings.optimiser().toString());
    entries.put("gradient norm", String.valueOf(settings.maxGradientNorm()));
    entries.put("dropout", String.valueOf(settings.dropout()));
    entries.put("evaluation", "every " + settings.evaluateEvery() + " steps");
    entries.put("seed", String.valueOf(settings.seed()));
    return new Fingerprint(entries);
  }

  /**
   * Tells one base model from another of the same shape by its last norm, which is small and
   * differs between any two trainings. Weights that are trained themselves are in the checkpoint.
   */
  private static String weights(LanguageModel model) {
    if (model.lora().isEmpty()) {
      return "";
    }
    try (NDManager scope = model.newScope()) {
      NDArray norm =
          new TensorKernel(scope).toFloat32(scope, model.decoder().weights().get(FINAL_NORM));
      CRC32 checksum = new CRC32();
      for (float value : norm.toFloatArray()) {
        checksum.update(ByteBuffer.allocate(Float.BYTES).putFloat(value).flip());
      }
      return Long.toHexString(checksum.getValue());
    }
  }

  /** A short name for these settings: 24 hexadecimal digits of a SHA-256 over them. */
  String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      entries.forEach(
          (name, value) ->
              digest.update((name + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 24);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "This Java has no SHA-256, which every Java platform must have: " + e.getMessage(), e);
    }
  }

  /** What differs from another, in words; empty if nothing does. */
  List<String> differences(Fingerprint saved) {
    Map<String, String> all = new LinkedHashMap<>(entries);
    saved.entries().forEach(all::putIfAbsent);
    List<String> differences = new ArrayList<>();
    for (String name : all.keySet()) {
      String here = entries.getOrDefault(name, "absent");
      String there = saved.entries().getOrDefault(name, "absent");
      if (!here.equals(there)) {
        differences.add(name + " is " + here + " here and " + there + " in the checkpoint");
      }
    }
    return differences;
  }
}
