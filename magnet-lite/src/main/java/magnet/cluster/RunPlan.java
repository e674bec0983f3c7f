package magnet.cluster;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import magnet.infer.TextFrame;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.ModelFingerprint;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.train.AdamW;
import magnet.train.LocalSteps;
import magnet.train.Training;
import magnet.train.TrainingObjective;
import magnet.train.TrainingSettings;
import magnet.train.ViewSettings;
import magnet.train.Views;

/**
 * Everything about a run that stays the same from round to round, as it goes to its workers.
 *
 * @param settings the numbers; the same for all workers
 */
public record RunPlan(
    Base base,
    AdapterConfig adapter,
    List<TrainingObjective> objectives,
    ViewSettings views,
    TrainingSettings settings,
    int workers)
    implements Serializable {

  /**
   * The model that is adapted.
   *
   * @param name a folder, or a name of the Hub, under which every worker finds it
   * @param precision as in {@code Loading}
   * @param weights how the matrices of the layers are held, as in {@code Loading}
   * @param bos the token that begins every text, as in {@code Loading}
   * @param fingerprint of its numbers and of the token before every text
   */
  public record Base(String name, String precision, String weights, String bos, String fingerprint)
      implements Serializable {

    /** The base of a model that is loaded here. */
    public static Base of(String name, LanguageModel model, TextFrame frame) {
      Decoder decoder = model.decoder();
      return new Base(
          everywhere(name),
          decoder.precision().torchName(),
          decoder.quantisation().label(),
          frame.bos(),
          decoder.architecture()
              + " "
              + decoder.numbers()
              + " "
              + ModelFingerprint.ofBase(model)
              + ModelFingerprint.ofMatrices(model)
              + (frame.bos().isEmpty() ? "" : " after " + frame.bos()));
    }

    /** A model's name as workers can say it: a folder by its whole path, as they are elsewhere. */
    public static String everywhere(String name) {
      boolean folder = !name.equals(EmbeddedModel.NAME) && Files.isDirectory(Path.of(name));
      return folder ? Path.of(name).toAbsolutePath().normalize().toString() : name;
    }

    /**
     * Refuses a model that a worker found under the name if shape, numbers, or the token before
     * every text are others.
     */
    public void require(LanguageModel found, TextFrame frame) {
      String here = of(name, found, frame).fingerprint();
      if (!here.equals(fingerprint)) {
        throw new IllegalStateException(
            ("The base model %s of this worker is %s, but the run adapts %s; give all machines the"
                    + " same files.")
                .formatted(name, here, fingerprint));
      }
    }
  }

  /**
   * One worker's steps of a round.
   *
   * @param free bytes that the model's device can still have; empty where nobody knows
   */
  public LocalSteps.Result work(
      Decoder decoder, TextFrame frame, OptionalLong free, Round round, Round.Part part) {
    try (LoraFactors factors = LoraFactors.fresh(adapter, decoder, settings.seed());
        LanguageModel model = LanguageModel.of(decoder, factors)) {
      Training training =
          new Training(
              new Views(frame, decoder.architecture().vocabularySize(), views, settings.seed()),
              part.texts(),
              Optional.empty(),
              objectives,
              settings.share(new TrainingSettings.Share(part.worker(), workers)));
      return LocalSteps.make(
          model,
          training,
          settings.recomputation(model, free),
          round.first(),
          round.last(),
          new AdamW.State(round.parameters(), part.moments()));
    }
  }
}
