package magnet.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.data.Documents;
import magnet.io.Digest;
import magnet.model.LanguageModel;
import magnet.model.ModelFingerprint;

/** Everything that determines a run, by name: two runs of equal fingerprints are the same run. */
record Fingerprint(Map<String, String> entries) {

  /** A new version of one's own objective is another run, but may resume the old one. */
  private static final String CODE = "code of objective ";

  private static final String OURS = "magnet.";

  /**
   * The fingerprint of a run.
   *
   * @param team who makes the steps together, in words; empty for one alone
   */
  static Fingerprint of(LanguageModel model, Trainable trainable, Training training, String team) {
    TrainingSettings settings = training.settings();
    Map<String, String> entries = new LinkedHashMap<>();
    // Weights that are trained themselves are in the checkpoint.
    String weights = model.lora().isEmpty() ? "" : ModelFingerprint.ofBase(model);
    entries.put("model", model.architecture() + " " + weights);
    entries.put(
        "adapter", model.lora().map(lora -> lora.config().toString()).orElse("none: all weights"));
    if (!settings.beginning().isEmpty()) {
      entries.put("beginning", settings.beginning());
    }
    if (!team.isEmpty()) {
      entries.put("workers", team);
    }
    entries.put("trained numbers", String.valueOf(trainable.size()));
    entries.put("precision", model.decoder().numbers());
    entries.put("corpus", training.corpus().fingerprint());
    entries.put("held-out corpus", training.heldOut().map(Documents::fingerprint).orElse("none"));
    entries.put("views", training.views().settings().toString());
    String bos = training.views().frame().bos();
    if (!bos.isEmpty()) {
      entries.put("begin token", bos);
    }
    entries.put(
        "mask token",
        String.valueOf(training.views().maskToken(Training.requested(training.objectives()))));
    for (TrainingObjective each : training.objectives()) {
      entries.put("objective " + each.name(), each.toString());
      if (!each.getClass().getName().startsWith(OURS)) {
        entries.put(CODE + each.name(), Digest.ofClass(each.getClass()));
      }
    }
    entries.put("steps", String.valueOf(settings.steps()));
    entries.put("batch", settings.batch() + " x " + settings.accumulation());
    entries.put("learning rate", settings.learningRate().toString());
    entries.put("optimiser", settings.optimiser().toString());
    entries.put("gradient norm", String.valueOf(settings.maxGradientNorm()));
    entries.put(
        "dropout", settings.dropout() > 0 ? settings.dropout() + ", layer by layer" : "0.0");
    entries.put("evaluation", "every " + settings.evaluateEvery() + " steps");
    entries.put("seed", String.valueOf(settings.seed()));
    return new Fingerprint(entries);
  }

  /** A short name for these settings: 24 hexadecimal digits of a SHA-256 over them. */
  String hash() {
    Digest digest = Digest.sha256();
    entries.forEach((name, value) -> digest.add(name + '\0' + value + '\0'));
    return digest.hex().substring(0, 24);
  }

  /** The differences from another, in words; empty if there are none. */
  List<String> differences(Fingerprint saved) {
    Map<String, String> all = new LinkedHashMap<>(entries);
    saved.entries().forEach(all::putIfAbsent);
    List<String> differences = new ArrayList<>();
    for (String name : all.keySet()) {
      String here = entries.getOrDefault(name, "absent");
      String there = saved.entries().getOrDefault(name, "absent");
      if (!here.equals(there) && !name.startsWith(CODE)) {
        differences.add(name + " is " + here + " here and " + there + " in the checkpoint");
      }
    }
    return differences;
  }
}
