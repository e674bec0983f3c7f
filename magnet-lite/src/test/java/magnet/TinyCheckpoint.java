package magnet;

import java.net.URISyntaxException;
import java.nio.file.Path;
import magnet.model.CheckpointWriter;
import magnet.model.Decoder;
import magnet.model.RandomModels;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import magnet.model.tokenizer.TextTokenizer;

/**
 * A checkpoint of random weights with a real tokenizer: texts go through, sense does not come out.
 */
public final class TinyCheckpoint {

  static final int POSITIONS = 96;

  private TinyCheckpoint() {}

  /** Writes the checkpoint into a folder and gives the folder back. */
  public static Path in(Path folder) {
    try (TextTokenizer tokenizer = TextTokenizer.load(words())) {
      int vocabulary = tokenizer.vocabularySize();
      Architecture of =
          Shapes.withEnds(
              Architecture.llama(vocabulary, 32, 48, 2, 4, 2, POSITIONS),
              tokenizer.bos().orElseThrow(),
              tokenizer.eos().orElseThrow());
      try (Decoder decoder = RandomModels.untrained(of, 1)) {
        CheckpointWriter.write(folder, decoder, tokenizer, of.eosIds(), stage -> {});
      }
      return folder;
    }
  }

  private static Path words() {
    try {
      return Path.of(TinyCheckpoint.class.getResource("/magnet/model/bytelevel").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
