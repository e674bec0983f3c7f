package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.io.MortalDisk;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.AdapterFiles;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.tokenizer.TextTokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved folder is one model: whole, and nothing of another beside it. */
class SavingTest {

  private static final Loading FLOAT32 = Loading.auto().precision("float32").device("cpu");
  private static final Path LAYERS = Fixtures.resource("/magnet/peer/layers");

  @TempDir static Path checkpoint;

  @TempDir Path folder;

  @BeforeAll
  static void base() throws IOException {
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(Fixtures.resource("/magnet/peer/base/" + name), checkpoint.resolve(name));
    }
    try (TextTokenizer tokenizer =
        TextTokenizer.load(Fixtures.resource("/magnet/model/bytelevel"))) {
      tokenizer.save(checkpoint);
    }
  }

  @Test
  void anAdapterBesideItsBaseIsJoinedWithItAsInTransformers() throws IOException {
    try (Magnet first = Magnet.load(checkpoint, FLOAT32)) {
      first.save(folder);
    }
    try (Magnet base = Magnet.load(folder, FLOAT32);
        Magnet model = base.with(Adapter.load(LAYERS))) {
      model.save(folder);
      try (Magnet again = Magnet.load(folder.toString(), FLOAT32);
          Magnet plain = again.withoutAdapter()) {
        assertEquals(0, model.logitDifference(again, "the cat"));
        assertEquals(0, base.logitDifference(plain, "the cat"));
        assertTrue(again.logitDifference(base, "the cat") > 0.01);
      }
    }
  }

  @Test
  void weightsThatWouldBeReadTogetherAreNotSavedTogether(@TempDir Path other) {
    try (Magnet base = Magnet.load(checkpoint, FLOAT32);
        Magnet model = base.with(Adapter.load(LAYERS));
        Magnet merged = model.merge()) {
      model.save(folder);
      for (Runnable save :
          List.<Runnable>of(
              () -> merged.save(folder), () -> model.saveSentenceTransformer(folder))) {
        String refused = assertThrows(IllegalArgumentException.class, save::run).getMessage();
        assertTrue(refused.contains("adapter_config.json"), refused);
      }
      merged.save(other);
      String refused =
          assertThrows(IllegalArgumentException.class, () -> model.save(other)).getMessage();
      assertTrue(refused.contains(checkpoint.toString()), refused);
      assertFalse(Files.exists(folder.resolve("model.safetensors")));
      assertFalse(Files.exists(other.resolve("adapter_config.json")));
    }
  }

  @Test
  void nothingOfAnEarlierSaveIsReadWithALaterOne() throws IOException {
    try (Magnet base = Magnet.load(checkpoint, FLOAT32)) {
      base.saveSentenceTransformer(folder);
      Files.writeString(folder.resolve("chat_template.jinja"), "of another model");
      Files.writeString(folder.resolve("mine.txt"), "mine");
      base.save(folder);
      for (String stale : List.of("modules.json", "1_Pooling/config.json", "chat_template.jinja")) {
        assertFalse(Files.exists(folder.resolve(stale)), stale);
      }
      assertEquals("mine", Files.readString(folder.resolve("mine.txt")));
    }
  }

  @Test
  void allFilesOfATokenizerAreSaved(@TempDir Path source) throws IOException {
    try (Magnet base = Magnet.load(checkpoint, FLOAT32)) {
      base.save(source);
    }
    Map<String, String> files =
        Map.of(
            "chat_template.jinja", "{{ messages }}",
            "added_tokens.json", "{}",
            "special_tokens_map.json", "{}");
    for (Map.Entry<String, String> each : files.entrySet()) {
      Files.writeString(source.resolve(each.getKey()), each.getValue());
    }
    try (Magnet model = Magnet.load(source, FLOAT32)) {
      model.save(folder.resolve("plain"));
      model.saveSentenceTransformer(folder.resolve("sentences"));
    }
    for (String saved : List.of("plain", "sentences")) {
      for (Map.Entry<String, String> each : files.entrySet()) {
        assertEquals(
            each.getValue(), Files.readString(folder.resolve(saved).resolve(each.getKey())));
      }
    }
  }

  @Test
  void anAdapterThatIsReplacedIsNeverHalfOfEach() throws IOException {
    Path peft = LAYERS;
    AdapterFiles old = AdapterFiles.read(peft);
    int kills = 0;
    boolean killed = true;
    for (int at = 1; killed; at++) {
      Path to = Files.createDirectories(folder.resolve("killed-at-" + at));
      save(to, old.config().alpha(), 1);
      MortalDisk disk = new MortalDisk(at);
      double doubled = 2 * old.config().alpha();
      killed = disk.kills(() -> save(disk.path(to), doubled, 2));
      kills += killed ? 1 : 0;
      AdapterFiles found = AdapterFiles.read(to);
      double ratio = found.config().alpha() / old.config().alpha();
      LoraSlot slot = old.factors().keySet().iterator().next();
      for (int i = 0; i < 4; i++) {
        assertEquals(ratio * old.factors().get(slot)[i], found.factors().get(slot)[i], 1e-6);
      }
    }
    assertTrue(kills > 15, "killed " + kills + " times");
  }

  /** Saves the adapter with another strength and its weights times a number. */
  private static void save(Path to, double alpha, float times) {
    Adapter adapter = Adapter.load(LAYERS);
    AdapterConfig config = adapter.config();
    Map<LoraSlot, float[]> factors = new LinkedHashMap<>();
    adapter
        .factors()
        .forEach(
            (slot, numbers) -> {
              float[] other = numbers.clone();
              for (int i = 0; i < other.length; i++) {
                other[i] *= times;
              }
              factors.put(slot, other);
            });
    new Adapter(
            new AdapterConfig(
                config.rank(), alpha, config.dropout(), config.targets(), config.rankStabilised()),
            factors)
        .save(to, new AdapterFiles.Base("base", ""), stage -> {});
  }

  @Test
  void aTokenizerThatNamesAProcessorIsSavedWithoutIt(@TempDir Path source) throws IOException {
    try (Magnet base = Magnet.load(checkpoint, FLOAT32)) {
      base.save(source);
    }
    Path settings = source.resolve("tokenizer_config.json");
    JsonObject config = json(settings);
    config.addProperty("processor_class", "Gemma3Processor");
    Files.writeString(settings, config.toString());
    try (Magnet model = Magnet.load(source, FLOAT32)) {
      model.saveSentenceTransformer(folder);
      assertFalse(json(folder.resolve("tokenizer_config.json")).has("processor_class"));
      model.save(folder);
      assertTrue(json(folder.resolve("tokenizer_config.json")).has("processor_class"), "as it was");
    }
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }
}
