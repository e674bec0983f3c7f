package magnet.recipe;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import magnet.Encoding;
import magnet.Generating;
import magnet.Infilling;
import magnet.Magnet;
import magnet.io.AtomicFile;

/**
 * What one model made of the sample texts.
 *
 * @param filled the blanks' texts, filled
 * @param written what it wrote after each prompt
 * @param similarity the cosines of the sentences; empty if there are none
 */
public record SampleTexts(List<String> filled, List<String> written, float[][] similarity) {

  private static final int CANDIDATES = 3;

  /**
   * Asks a model, or reads what it answered before.
   *
   * @param bothSides whether it fills blanks with both sides in view; else it goes on from the left
   *     side until the sentence ends
   */
  static SampleTexts of(
      Samples samples, Magnet model, Encoding encoding, boolean bothSides, Path file) {
    Optional<SampleTexts> known = in(file);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> filled =
        samples.blanks().stream()
            .map(text -> bothSides ? filled(model, text, samples) : continued(model, text, samples))
            .toList();
    List<String> written =
        samples.prompts().stream()
            .map(prompt -> continuation(model, prompt, samples.promptTokens()))
            .toList();
    float[][] similarity =
        samples.sentences().isEmpty()
            ? new float[0][]
            : model.embed(samples.sentences(), encoding).similarity();
    SampleTexts texts = new SampleTexts(filled, written, similarity);
    AtomicFile.write(file, new Gson().toJson(texts));
    return texts;
  }

  /** What a model answered before, if it was kept. */
  static Optional<SampleTexts> in(Path file) {
    return Files.exists(file)
        ? Optional.of(new Gson().fromJson(AtomicFile.read(file), SampleTexts.class))
        : Optional.empty();
  }

  private static String filled(Magnet model, String text, Samples samples) {
    Infilling suiting = Infilling.suiting(text);
    Infilling how = suiting.sentences() ? suiting : Infilling.tokens(1, samples.blankTokens());
    return model.infill(text, how.candidates(CANDIDATES)).best();
  }

  private static String continuation(Magnet model, String prompt, int tokens) {
    return model.generate(prompt, Generating.tokens(tokens)).continuation().text();
  }

  /** The continuation by a model that does not see what follows. */
  private static String continued(Magnet model, String text, Samples samples) {
    String left = text.substring(0, text.indexOf(Samples.BLANK)).stripTrailing();
    String right = text.substring(text.lastIndexOf('_') + 1);
    if (left.isEmpty()) {
      return "";
    }
    String written = continuation(model, left, samples.blankTokens());
    int end = written.indexOf('.');
    boolean stopsThere = right.startsWith(".");
    String span = end < 0 ? written : written.substring(0, stopsThere ? end : end + 1);
    return left + span + right;
  }
}
