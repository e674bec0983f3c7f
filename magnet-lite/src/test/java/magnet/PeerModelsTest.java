package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import magnet.model.CheckpointWriter;
import magnet.model.Decoder;
import magnet.model.LoraFactors;
import magnet.model.RandomModels;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import magnet.model.tokenizer.TextTokenizer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What we save computes the same in transformers, peft and sentence-transformers, and what they
 * save computes the same here: random models of every family, to 1e-4.
 */
@Tag("slow")
@Tag("peer")
class PeerModelsTest {

  private static final float EXACT = 1e-4f;
  private static final Loading FLOAT32 = Loading.auto().precision("float32").device("cpu");
  private static final int[] IDS = {0, 70, 81, 92, 13, 24, 35, 46, 57, 68, 79};
  private static final boolean[] SPAN = new boolean[IDS.length];

  static {
    SPAN[4] = true;
    SPAN[5] = true;
    SPAN[6] = true;
  }

  @TempDir Path folder;

  private final List<Map<String, Object>> jobs = new ArrayList<>();

  // ------------------------------------------------------------------------ ours, there

  @Test
  void peftComputesWhatOurAdaptersDo() throws IOException {
    List<Magnet> models = new ArrayList<>();
    for (String family : families()) {
      Path base = checkpoint(family, 64);
      Magnet adapted = adapted(base, new AdapterConfig(3, 4, 0, List.of("all-linear"), true));
      Path saved = folder.resolve(family + "-adapter");
      adapted.save(saved);
      models.add(adapted);
      job("logits", Map.of("model", base, "adapter", saved));
    }
    assertLogits(models);
  }

  @Test
  void transformersComputesWhatOurMergedModelsDo() throws IOException {
    List<Magnet> models = new ArrayList<>();
    for (String family : families()) {
      Magnet adapted =
          adapted(checkpoint(family, 64), new AdapterConfig(2, 6, 0, List.of("all-linear"), false));
      Path saved = folder.resolve(family + "-merged");
      try (Magnet merged = adapted.merge()) {
        merged.save(saved);
      }
      models.add(adapted);
      job("logits", Map.of("model", saved));
    }
    Path both = checkpoint("llama", 64);
    AdapterConfig config = new AdapterConfig(2, 6, 0, List.of("all-linear"), false);
    try (Magnet adapted = adapted(both, config)) {
      adapted.save(both); // beside its base
    }
    models.add(Magnet.load(both, FLOAT32));
    job("logits", Map.of("model", both));
    assertLogits(models);
  }

  @Test
  void sentenceTransformersEmbedsAsWeDo() throws IOException {
    List<String> texts =
        List.of("the cat", "A dog ran into the garden, and the cat ran after it.", "the dog");
    List<float[][]> expected = new ArrayList<>();
    for (String family : families()) {
      List<Encoding> ways = new ArrayList<>(List.of(Encoding.magnet()));
      if (family.equals("llama")) {
        ways.add(Encoding.magnet().instruction("").unnormalised());
        ways.add(Encoding.magnet().leftToRight());
      }
      Path base = checkpoint(family, 5); // a window shorter than the texts, where there is one
      if (family.equals("gemma3_text")) {
        nameProcessor(base); // as the published ones do
      }
      Magnet adapted = adapted(base, new AdapterConfig(2, 4, 0, List.of("all-linear"), false));
      for (Encoding how : ways) {
        Path saved = folder.resolve(family + expected.size());
        adapted.saveSentenceTransformer(saved, how);
        expected.add(adapted.embed(texts, how).vectors());
        job("embed", Map.of("model", saved, "texts", texts));
      }
      adapted.close();
    }
    List<JsonObject> results = results();
    for (int i = 0; i < results.size(); i++) {
      float[][] vectors = numbers(results.get(i), "vectors");
      float[][] alone = numbers(results.get(i), "alone");
      for (int text = 0; text < texts.size(); text++) {
        String which = jobs.get(i).get("model") + " " + text;
        assertArrayEquals(expected.get(i)[text], vectors[text], EXACT, which);
        assertArrayEquals(expected.get(i)[text], alone[text], EXACT, which + ", alone");
      }
    }
  }

  private static void nameProcessor(Path checkpoint) throws IOException {
    Path settings = checkpoint.resolve("tokenizer_config.json");
    JsonObject json = JsonParser.parseString(Files.readString(settings)).getAsJsonObject();
    json.addProperty("processor_class", "Gemma3Processor");
    Files.writeString(settings, json.toString());
  }

  // ------------------------------------------------------------------------ theirs, here

  @Test
  void weComputeWhatAdaptersOfPeftDo() throws IOException {
    Path llama = checkpoint("llama", 0);
    List<String> configs =
        List.of(
            "{'r': 4, 'lora_alpha': 8, 'target_modules': ['q_proj', 'v_proj']}",
            "{'r': 4, 'lora_alpha': 8, 'target_modules': 'all-linear'}",
            "{'r': 3, 'lora_alpha': 7, 'use_rslora': true, 'target_modules': ['down_proj']}",
            "{'r': 2, 'target_modules':"
                + " '.*layers\\\\.[01]\\\\.(mlp\\\\.(up|down)|self_attn\\\\.k)_proj'}",
            "{'r': 2, 'target_modules': ['q_proj'], 'layers_to_transform': [1]}",
            "{'r': 2, 'target_modules': ['q_proj', 'up_proj'], 'layers_to_transform': [0],"
                + " 'layers_pattern': 'layers'}",
            "{'r': 2, 'target_modules': 'all-linear', 'exclude_modules': ['k_proj', 'lm_head']}",
            "{'r': 4, 'lora_alpha': 6, 'target_modules': ['q_proj', 'k_proj', 'o_proj'],"
                + " 'rank_pattern': {'layers.1.self_attn.k_proj': 2, 'o_proj': 5},"
                + " 'alpha_pattern': {'^model.layers.0.self_attn.q_proj': 20, 'k_proj': 3}}",
            "{'r': 4, 'init_lora_weights': 'gaussian', 'target_modules': ['gate_proj']}");
    for (int i = 0; i < configs.size(); i++) {
      adapt(llama, configs.get(i), folder.resolve("theirs" + i), i == 1);
    }
    adapt(
        checkpoint("gpt2", 0),
        "{'r': 2, 'target_modules': ['c_attn', 'c_proj'], 'fan_in_fan_out': true}",
        folder.resolve("theirs-gpt2"),
        false);
    adapt(
        checkpoint("gpt_neox", 0),
        "{'r': 2, 'target_modules': ['query_key_value', 'dense_4h_to_h']}",
        folder.resolve("theirs-gpt_neox"),
        false);
    List<JsonObject> results = results();
    for (int i = 0; i < results.size(); i++) {
      Path base = Path.of(jobs.get(i).get("model").toString());
      Path adapter = Path.of(jobs.get(i).get("to").toString());
      try (Magnet plain = Magnet.load(base, FLOAT32);
          Magnet model = plain.with(Adapter.load(adapter));
          Magnet named = Magnet.load(adapter.toString(), FLOAT32)) {
        Peer.assertLogits(
            model, results.get(i), IDS, SPAN, largest -> EXACT, "" + jobs.get(i).get("config"));
        assertTrue(model.logitDifference(plain, "the cat") > 0.01, "the adapter does something");
        assertEquals(0, model.logitDifference(named, "the cat"), "the base that it names");
      }
    }
  }

  @Test
  void weComputeWhatMergedModelsOfPeftDo() throws IOException {
    List<Magnet> models = new ArrayList<>();
    for (String family : List.of("llama", "gpt2", "gpt_neox", "gemma3_text")) {
      Path base = checkpoint(family, 64);
      Magnet adapted = adapted(base, new AdapterConfig(2, 4, 0, List.of("all-linear"), false));
      Path saved = folder.resolve(family + "-adapter");
      adapted.save(saved);
      Path merged = folder.resolve(family + "-merged");
      job("merge", Map.of("model", base, "adapter", saved, "to", merged));
      models.add(adapted);
    }
    results();
    for (int i = 0; i < models.size(); i++) {
      Path merged = Path.of(jobs.get(i).get("to").toString());
      Path tokenizer = Path.of(jobs.get(i).get("model").toString(), "tokenizer.json");
      Files.copy(tokenizer, merged.resolve("tokenizer.json"));
      try (Magnet theirs = Magnet.load(merged, FLOAT32)) {
        assertEquals(0, models.get(i).logitDifference(theirs, "the cat and the dog"), EXACT);
      }
      models.get(i).close();
    }
  }

  // ------------------------------------------------------------------------ what the tests need

  private static List<String> families() {
    return RandomModels.families().toList();
  }

  private Path checkpoint(String family, int window) {
    Path to = folder.resolve(family);
    try (TextTokenizer tokenizer =
        TextTokenizer.load(
            Path.of(PeerModelsTest.class.getResource("/magnet/model/bytelevel").toURI()))) {
      Architecture of =
          Shapes.withEnds(
              Shapes.in(
                  family, Architecture.llama(tokenizer.vocabularySize(), 32, 48, 2, 4, 2, 96)),
              tokenizer.bos().orElseThrow(),
              tokenizer.eos().orElseThrow());
      if (of.slidingWindow() > 0 || family.equals("mistral")) {
        of = Shapes.withWindow(of, window);
      }
      try (Decoder decoder = RandomModels.decoder(of)) {
        CheckpointWriter.write(to, decoder, tokenizer, of.eosIds(), stage -> {});
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return to;
  }

  private static Magnet adapted(Path checkpoint, AdapterConfig config) {
    try (Magnet base = Magnet.load(checkpoint, FLOAT32);
        LoraFactors fresh = LoraFactors.fresh(config, base.decoder(), 1)) {
      SplittableRandom random = new SplittableRandom(5);
      Map<LoraSlot, float[]> factors = new LinkedHashMap<>(fresh.values());
      factors.replaceAll((slot, of) -> gaussians(random, of.length));
      return base.with(new Adapter(fresh.config(), factors));
    }
  }

  private static float[] gaussians(SplittableRandom random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (0.2 * random.nextGaussian());
    }
    return numbers;
  }

  private void adapt(Path base, String config, Path to, boolean half) {
    job(
        "adapt",
        Map.of(
            "model", base,
            "to", to,
            "half", half,
            "config", JsonParser.parseString(config.replace('\'', '"'))));
  }

  private void job(String what, Map<String, Object> details) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("do", what);
    job.put("ids", IDS);
    job.put("span", SPAN);
    details.forEach((key, value) -> job.put(key, value instanceof Path ? "" + value : value));
    jobs.add(job);
  }

  private List<JsonObject> results() {
    return Peer.models(folder, jobs);
  }

  private void assertLogits(List<Magnet> models) {
    List<JsonObject> results = results();
    for (int i = 0; i < models.size(); i++) {
      try (Magnet model = models.get(i)) {
        Peer.assertLogits(model, results.get(i), IDS, SPAN, largest -> EXACT, model.toString());
      }
    }
  }

  private static float[][] numbers(JsonObject result, String key) {
    JsonArray rows = result.getAsJsonArray(key);
    return new Gson().fromJson(rows, float[][].class);
  }
}
