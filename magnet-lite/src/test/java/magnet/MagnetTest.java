package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import magnet.eval.metric.Cosine;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** The façade, as a notebook uses it. */
class MagnetTest {

  @TempDir static Path checkpoint;

  private static Magnet base;

  @BeforeAll
  static void load() {
    base = Magnet.load(TinyCheckpoint.in(checkpoint), Loading.auto().device("cpu"));
  }

  @AfterAll
  static void close() {
    base.close();
    base.close();
  }

  private static Adapter adapter() {
    AdapterConfig config = new AdapterConfig(2, 4, 0, List.of("q_proj", "down_proj"), false);
    Map<LoraSlot, float[]> factors = new HashMap<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int layer = 0; layer < 2; layer++) {
      for (String projection : config.targets()) {
        int inputs = projection.equals("q_proj") ? 32 : 48;
        factors.put(new LoraSlot(layer, projection, 'A'), numbers(random, 2 * inputs));
        factors.put(new LoraSlot(layer, projection, 'B'), numbers(random, 2 * 32));
      }
    }
    return new Adapter(config, factors);
  }

  private static float[] numbers(SplittableRandom random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return numbers;
  }

  private static float[] vector(Magnet model) {
    return model.embed("the cat").vectors()[0];
  }

  @Test
  void everyResultCarriesTheChainOn() {
    Generation end =
        base.embed("the cat", "a dog")
            .infill("the ___ and the ___.", Infilling.tokens(1, 2))
            .tokens("the cat")
            .generate("the", Generating.tokens(4));
    assertEquals("the", end.prompt());
    assertTrue(end.text().startsWith("the"));
    assertEquals(base, end.model());
  }

  @Test
  void embeddings() {
    Embeddings found = base.embed("the cat", "a dog", "the cat");
    assertEquals(3, found.size());
    assertEquals(32, found.dimensions());
    assertEquals("3 embeddings of 32 dimensions", found.toString());
    float[][] similarity = found.similarity();
    assertEquals(1, similarity[0][2], 1e-5);
    assertEquals(similarity[0][1], similarity[1][0]);
    Neighbours near = found.nearest("the cat", 2);
    assertEquals(List.of(0, 2), near.nearest().stream().map(n -> n.index()).sorted().toList());
    assertEquals(2, near.table().rowCount());
    Table table = found.table();
    assertEquals("the cat", table.stringColumn("nearest").get(0));
    assertTrue(found.chart().getHeight() > 0);
    Embeddings few = found.truncated(8);
    assertEquals(8, few.dimensions());
    assertEquals(1, few.similarity()[0][2], 1e-5);
    assertEquals("a dog", few.nearest("a dog", 1).nearest().get(0).text());
    assertEquals(1, base.embed("alone").table().rowCount());
  }

  @Test
  void poolingsAndLeftToRightDiffer() {
    List<String> one = List.of("the cat and the dog");
    List<float[]> vectors = new ArrayList<>();
    for (Pooling pooling : Pooling.values()) {
      Encoding encoding = Encoding.magnet().pooling(pooling);
      vectors.add(base.embed(one, encoding).vectors()[0]);
      vectors.add(base.embed(one, encoding.leftToRight()).vectors()[0]);
    }
    for (int i = 0; i < vectors.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertTrue(Cosine.of(vectors.get(i), vectors.get(j)) < 0.9999, i + " " + j);
      }
    }
  }

  @Test
  void tokens() {
    TokenEmbeddings found = base.tokens("the cat");
    assertEquals(found.size(), found.vectors().length);
    List<String> texts = found.table().stringColumn("token").asList();
    assertEquals("<|begin|>", texts.get(0));
    assertEquals("thecat", String.join("", texts.subList(1, found.size())));
    assertTrue(found.toString().length() < 200);
    assertEquals(found.size(), found.similarity().length);
    assertTrue(found.chart().getWidth() > 0);
  }

  @Test
  void infills() {
    String text = "the ___ and the ______.";
    Infills found = base.infill(text, Infilling.tokens(1, 3).candidates(4));
    assertEquals(4, found.candidates().size());
    assertEquals(found.best(), found.candidates().get(0).text());
    assertEquals(4, found.table().rowCount());
    assertTrue(found.best().startsWith("the") && found.best().endsWith("."));
    assertFalse(found.best().contains("___"));
    Infills own = base.infill("the [gap].", Infilling.tokens(2).mark("[gap]"));
    assertEquals(1, own.candidates().size());
    Infilling drawn = Infilling.tokens(3).candidates(6).sampling(Sampling.topP(0.95).seed(7));
    assertEquals(
        base.infill(text, drawn).table().print(), base.infill(text, drawn).table().print());
    assertTrue(base.infill(text, drawn).candidates().size() > 1);
    String one = "the ___.";
    Infilling often = drawn.candidates(99).tries(40);
    assertTrue(
        base.infill(one, often).candidates().size() > base.infill(one, drawn).candidates().size());
    assertEquals(
        base.infill(one, Infilling.sentence()).best(),
        base.infill(one, Infilling.sentence()).best());
    Infilling likeliest = Infilling.sentence().sampling(Sampling.greedy());
    assertEquals(1, likeliest.search().tries(), "the likeliest tokens are the same each time");
    assertTrue(Infilling.sentence().search().tries() > 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Tom lost his ball. ___ He was sad.             | true
          Tom lost his ball. ___                         | true
          ___ Then he was sad.                           | true
          He said, "Come!" ___ "I will," she said.       | true
          One. ___ Two. ___ Three.                       | true
          He left for the U.S. ___ He was sad.           | true
          Tom went to see Dr. ___ He was sad.            | false
          Tom lost his ___. He was sad.                  | false
          Tom lost his ball. ___ was sad.                | false
          Tom lost his ball. ___, he was sad.            | false
          Once upon a time ___ Then they went home.      | false
          One. ___ Two is ___. Three.                    | false
          """)
  void aBlankInThePlaceOfASentenceIsFilledWithOne(String text, boolean sentence) {
    assertEquals(sentence ? Infilling.sentence() : Infilling.auto(), Infilling.suiting(text), text);
  }

  @Test
  void vectorsThatNoCosineIsOfAreRefused() {
    List<String> two = List.of("a", "b");
    Encoding how = Encoding.magnet();
    assertVectorsRefused("2 texts and 1 vectors", two, new float[][] {{1, 2}});
    assertVectorsRefused("1 texts and 2 vectors", List.of("a"), new float[][] {{1, 2}, {1, 2}});
    assertVectorsRefused("0 texts and 0 vectors", List.of(), new float[][] {});
    assertVectorsRefused("Vector 1 (counted from 0) is all zeros", two, new float[][] {{1}, {0}});
    assertVectorsRefused("holds NaN or Infinity", two, new float[][] {{1}, {Float.NaN}});
    assertVectorsRefused("has 1 dimensions", two, new float[][] {{1, 2}, {1}});
    assertEquals(2, new Embeddings(base, two, new float[][] {{1, 2}, {3, 4}}, how).size());
  }

  private static void assertVectorsRefused(String words, List<String> texts, float[][] vectors) {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Embeddings(base, texts, vectors, Encoding.magnet()));
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }

  @Test
  void statesThatOverflowAreRefused() {
    Map<LoraSlot, float[]> factors = new HashMap<>(adapter().factors(2));
    factors.replaceAll((slot, values) -> filled(values.length, 1e30f));
    try (Magnet broken = base.with(new Adapter(adapter().config(), factors))) {
      Exception refusal = assertThrows(IllegalStateException.class, () -> broken.embed("the cat"));
      assertTrue(refusal.getMessage().contains("weights are damaged"), refusal.getMessage());
      assertThrows(IllegalStateException.class, () -> broken.tokens("the cat"));
    }
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void anInterruptWhileLoadingIsASentence() {
    Thread.currentThread().interrupt();
    try {
      Exception refusal =
          assertThrows(
              java.io.UncheckedIOException.class,
              () -> Magnet.load(checkpoint, Loading.auto().device("cpu")));
      assertTrue(
          refusal.getMessage().contains("this thread was interrupted"), refusal.getMessage());
      assertTrue(Thread.currentThread().isInterrupted(), "and stays so");
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void generation() {
    Sampling sampling = Sampling.temperature(0.9).andTopK(20).andMinP(0.01).seed(5);
    StringBuilder told = new StringBuilder();
    Generating options = Generating.tokens(12).sampling(sampling).listener(told::append);
    Generation found = base.generate("the cat", options);
    assertEquals(found.continuation().text(), told.toString());
    assertEquals(found.text(), base.generate("the cat", options).text());
    assertEquals(1, found.table().rowCount());
    assertNotEquals(
        found.text(), base.generate("the cat", options.sampling(sampling.seed(6))).text());
  }

  @Test
  void likelihoods() {
    String text = "the cat and the dog";
    assertTrue(base.perplexity(text) > 1);
    assertTrue(base.infillPerplexity(text, 4, 7) > 1);
    assertTrue(base.leftPerplexity(text, 4, 7) > 1);
    assertTrue(base.score("the cat", " and").log() < 0);
  }

  @Test
  void tokensAndTensors() {
    int[] ids = base.encode("the cat");
    assertEquals("the cat", base.decode(ids));
    boolean[] span = new boolean[ids.length];
    span[2] = true;
    AttentionPattern pattern = AttentionPattern.hybrid(span);
    float[][] logits = base.logits(ids, pattern);
    assertEquals(ids.length, logits.length);
    assertEquals(base.architecture().vocabularySize(), logits[0].length);
    float[][] states = base.hiddenStates(ids, AttentionPattern.bidirectional(ids.length));
    assertEquals(32, states[0].length);
    // A context token's output under a causal pattern is that of the text so far.
    float[][] causal = base.hiddenStates(ids, AttentionPattern.causal(ids.length));
    float[][] begun = base.hiddenStates(Arrays.copyOf(ids, 2), AttentionPattern.causal(2));
    assertArrayEquals(begun[1], causal[1], 1e-5f);
  }

  @Test
  void theOneRuleIsDrawn() {
    AttentionPattern pattern = AttentionPattern.hybrid(new boolean[] {false, true, true, false});
    assertEquals("AttentionPattern cssc", pattern.toString());
    assertTrue(pattern.allows(0, 3) && pattern.allows(2, 1) && pattern.allows(1, 3));
    assertFalse(pattern.allows(0, 1) || pattern.allows(1, 2));
    assertTrue(pattern.chart().getWidth() > 0);
    assertTrue(pattern.chart(List.of("a", "b", "c", "d")).getWidth() > 0);
    assertEquals(AttentionPattern.causal(2), AttentionPattern.hybrid(new boolean[] {true, true}));
  }

  @Test
  void anAdapterIsSavedAndLoadedToTheBit(@TempDir Path folder) {
    try (Magnet adapted = base.with(adapter())) {
      adapted.save(folder);
      try (Magnet again = base.with(Adapter.load(folder));
          Magnet plain = again.withoutAdapter()) {
        assertArrayEquals(vector(adapted), vector(again));
        assertTrue(Cosine.of(vector(adapted), vector(base)) < 0.999);
        assertArrayEquals(vector(base), vector(plain));
        assertTrue(again.toString().contains("rank 2"), again.toString());
      }
    }
  }

  @Test
  void aMergedModelIsAPlainModelThatSavesAsACheckpoint(@TempDir Path folder) {
    try (Magnet adapted = base.with(adapter());
        Magnet merged = adapted.merge()) {
      assertArrayEquals(vector(adapted), vector(merged), 1e-4f);
      assertTrue(merged.adapter().isEmpty());
      merged.save(folder);
      try (Magnet again = Magnet.load(folder, Loading.auto().precision("float32").device("cpu"))) {
        assertArrayEquals(vector(merged), vector(again));
        assertEquals(merged.generate("the").text(), again.generate("the").text());
      }
    }
  }

  @Test
  void modelsShareTheirBaseUntilTheLastIsClosed(@TempDir Path folder) {
    Magnet first = Magnet.load(TinyCheckpoint.in(folder));
    float[] expected = vector(first);
    Magnet second = first.with(adapter());
    Magnet merged = second.merge();
    first.close();
    second.close();
    assertTrue(Cosine.of(expected, vector(merged)) < 1);
    assertThrows(IllegalStateException.class, () -> vector(first));
    assertEquals("closed model", first.toString());
    merged.close();
  }

  @Test
  void int8DecodingWritesAlmostTheSame() {
    try (Magnet small = base.withInt8Decoding()) {
      assertArrayEquals(vector(base), vector(small));
      assertTrue(small.generate("the cat", Generating.tokens(5)).text().startsWith("the cat"));
    }
  }
}
