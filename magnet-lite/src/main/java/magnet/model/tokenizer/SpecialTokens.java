package magnet.model.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import magnet.io.KeyedReader;

/**
 * Which tokens are special, gathered from the files of a checkpoint: tokenizer_config.json first,
 * then special_tokens_map.json, then the ids of config.json and generation_config.json.
 */
final class SpecialTokens {

  private final TokenizerVocabulary vocabulary;
  private final List<KeyedReader> byToken = new ArrayList<>();
  private final List<KeyedReader> byId = new ArrayList<>();

  SpecialTokens(Path folder, TokenizerVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    add(byToken, folder.resolve("tokenizer_config.json"));
    add(byToken, folder.resolve("special_tokens_map.json"));
    add(byId, folder.resolve("config.json"));
    add(byId, folder.resolve("generation_config.json"));
  }

  /** The id of a special token: of the kind bos, eos, pad, unk or mask. */
  OptionalInt id(String kind) {
    String key = kind + "_token";
    for (KeyedReader file : byToken) {
      if (file.has(key)) {
        String token =
            file.isSection(key)
                ? file.neededSection(key).neededText("content")
                : file.neededText(key);
        OptionalInt id = vocabulary.id(token);
        if (id.isEmpty()) {
          throw file.unexpected(key, "a token that tokenizer.json lists; correct one of the two");
        }
        return id;
      }
    }
    if (kind.equals("unk") && vocabulary.unknown() != null) {
      return vocabulary.id(vocabulary.unknown());
    }
    return byId.stream()
        .flatMap(file -> file.wholes(key + "_id").stream())
        .filter(id -> id >= 0)
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /** Whether tokenizer_config.json says that a begin token is added; empty if it does not. */
  Optional<Boolean> addsBos() {
    return byToken.stream()
        .filter(file -> file.has("add_bos_token"))
        .findFirst()
        .flatMap(file -> file.flag("add_bos_token"));
  }

  private static void add(List<KeyedReader> list, Path file) {
    if (Files.isRegularFile(file)) {
      list.add(KeyedReader.json(file));
    }
  }
}
