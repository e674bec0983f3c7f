package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.model.tokenizer.TokenTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vocabularies that are not the model's: one more token than rows, rows that no token has. */
class UnevenVocabularyTest {

  private static final int ROWS = 3072; // pocket's

  private static final String BLANK = "Tom lost his ___. He looked under the bed.";

  @TempDir Path folder;

  @Test
  void tokensThatTheModelNeverGotChangeNothing() throws IOException {
    try (Magnet plain = Magnet.load("pocket");
        Magnet more = copy(tokenizer -> add(tokenizer, ROWS, "[PAD]"))) {
      Infilling some = Infilling.tokens(1, 3);
      assertEquals(
          plain.infill(BLANK, some).table().print(), more.infill(BLANK, some).table().print());
      assertEquals(plain.infill("___ He ran.").best(), more.infill("___ He ran.").best());
      assertEquals(plain.generate("Tom lost").text(), more.generate("Tom lost").text());
      assertEquals("Tom", more.decode(more.encode("Tom")));
      for (String text : new String[] {"a [PAD] b", "[PAD]"}) {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> more.embed(text));
        assertTrue(
            refusal.getMessage().contains("[PAD] has the id 3072, expected one below 3072"),
            refusal.getMessage());
      }
    }
  }

  @Test
  void idsWithoutATokenAreNeverChosenAndDecodeToNothing() throws IOException {
    int[] gone;
    try (Magnet plain = Magnet.load("pocket")) {
      gone = plain.generate(BLANK, Generating.tokens(20)).continuation().tokens();
    }
    int hole = gone[0];
    assertTrue(hole < ROWS - 1, "in the middle");
    try (Magnet model = copy(tokenizer -> remove(tokenizer, hole))) {
      int[] written = model.generate(BLANK, Generating.tokens(20)).continuation().tokens();
      assertFalse(IntStream.of(written).anyMatch(id -> id == hole));
      for (String text : new String[] {BLANK, "Tom ran. ___"}) {
        assertFalse(model.infill(text).best().isBlank());
      }
      int[] around = model.encode("a cat");
      int[] within = {around[0], around[1], hole, around[2]};
      assertEquals(model.decode(around), model.decode(within));
      assertEquals("[" + hole + "]", TokenTexts.of(model.frame().tokenizer(), within).get(2));
      assertThrows(IllegalArgumentException.class, () -> model.decode(ROWS));
      assertThrows(IllegalArgumentException.class, () -> model.decode(-1));
    }
  }

  /** A copy of pocket with another tokenizer. */
  private Magnet copy(Consumer<JsonObject> change) throws IOException {
    Path from = ModelSource.of("pocket", Loading.auto()).folder();
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path file = folder.resolve("tokenizer.json");
    JsonObject tokenizer = new Gson().fromJson(Files.readString(file), JsonObject.class);
    change.accept(tokenizer);
    Files.writeString(file, tokenizer.toString());
    return Magnet.load(folder);
  }

  private static void add(JsonObject tokenizer, int id, String content) {
    JsonObject token = new JsonObject();
    token.addProperty("id", id);
    token.addProperty("content", content);
    for (String no : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
      token.addProperty(no, false);
    }
    token.addProperty("special", true);
    tokenizer.getAsJsonArray("added_tokens").add(token);
  }

  /** Takes out a token and the merges that make it or are made of it. */
  private static void remove(JsonObject tokenizer, int id) {
    JsonObject model = tokenizer.getAsJsonObject("model");
    JsonObject vocabulary = model.getAsJsonObject("vocab");
    String token =
        vocabulary.entrySet().stream()
            .filter(entry -> entry.getValue().getAsInt() == id)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    vocabulary.remove(token);
    JsonArray merges = new JsonArray();
    for (var merge : model.getAsJsonArray("merges")) {
      String[] parts =
          merge.isJsonArray()
              ? new Gson().fromJson(merge, String[].class)
              : merge.getAsString().split(" ");
      boolean touches =
          parts[0].equals(token) || parts[1].equals(token) || (parts[0] + parts[1]).equals(token);
      if (!touches) {
        merges.add(merge);
      }
    }
    model.add("merges", merges);
  }
}
