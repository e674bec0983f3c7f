package magnet.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import magnet.Candidates;
import magnet.Hub;
import magnet.Magnet;
import magnet.infer.encoding.TextEncoder;
import magnet.io.Digest;
import magnet.io.KeyedReader;
import magnet.io.SourceLocation;
import magnet.model.encoder.SentenceFolder;
import magnet.recipe.settings.ModelPlan;

/**
 * A text encoder that is measured beside the base model.
 *
 * @param title the name in every table
 * @param source the folder of an encoder, or its name on the Hub
 * @param device where it computes
 * @param place for messages
 */
record EncoderBaseline(String title, String source, String device, SourceLocation place)
    implements Baseline {

  /**
   * Reads "encoder" and "name" of a baseline; a folder is checked at once, so that an unsupported
   * one does not end the run later.
   *
   * @param section of the baseline
   * @param recipe says the device
   */
  static EncoderBaseline read(KeyedReader section, KeyedReader recipe) {
    String source = ModelPlan.source(section, "encoder", "a text encoder's name or folder");
    Path folder = Path.of(source);
    if (Files.isDirectory(folder)) {
      section.place("encoder").made(() -> SentenceFolder.read(folder));
    }
    return new EncoderBaseline(
        section.text("name").orElse(folder.normalize().getFileName().toString()),
        source,
        recipe.text("device").orElse("auto"),
        section.place("encoder"));
  }

  /**
   * Loads the encoder.
   *
   * @throws IllegalArgumentException if that fails; with the place in the recipe
   */
  @Override
  public Opened open(Magnet base) {
    try {
      Path folder = Files.isDirectory(Path.of(source)) ? Path.of(source) : Hub.encoder(source);
      TextEncoder encoder = TextEncoder.load(folder, device);
      return new Opened(
          Candidates.encoder(title, encoder), Digest.ofFiles(encoder.folder()), encoder::close);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
