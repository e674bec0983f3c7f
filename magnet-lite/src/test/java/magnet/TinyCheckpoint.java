package magnet;

import ai.djl.Device;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import magnet.model.CheckpointWriter;
import magnet.model.Decoder;
import magnet.model.family.Architecture;
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
          Architecture.llama(vocabulary, 32, 48, 2, 4, 2, POSITIONS)
              .withTokenIds(
                  tokenizer.bos().orElseThrow(),
                  List.of(tokenizer.eos().orElseThrow()),
                  Architecture.ABSENT);
      try (Decoder decoder = Decoder.random(of, 1, Device.cpu())) {
        CheckpointWriter.write(folder, decoder, tokenizer, of.eosIds());
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
