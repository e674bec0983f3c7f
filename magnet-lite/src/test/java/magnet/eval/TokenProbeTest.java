package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import magnet.data.TextRange;
import magnet.data.WordRanges;
import magnet.data.benchmark.TaggedSentence;
import magnet.infer.encoding.TokenEncoder;
import magnet.infer.encoding.TokenVectors;
import org.junit.jupiter.api.Test;

class TokenProbeTest {

  /** Words and their tags: a name of one or two words, among verbs and nouns. */
  private static List<TaggedSentence> sentences(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TaggedSentence> sentences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      List<String> parts = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int w = 0; w < 3 + random.nextInt(5); w++) {
        int kind = random.nextInt(3);
        words.add(List.of("runs", "dogs", "Anna").get(kind));
        parts.add(List.of("VB", "NN", "NNP").get(kind));
        names.add(List.of("O", "O", "I-PER").get(kind));
      }
      List<String> noChunks = Collections.nCopies(words.size(), "O");
      sentences.add(new TaggedSentence(words, parts, noChunks, names));
    }
    return sentences;
  }

  private static final TokenProbe PROBE =
      TokenProbe.of("tags", sentences(200, 1), sentences(40, 2), sentences(60, 3));

  /**
   * Cuts each word into two tokens after a begin token; the vector of one of them knows the word's
   * first letter, the others are noise.
   *
   * @param knowing 0: the word's first token; 1: its last; -1: the token before it
   */
  private static TokenEncoder knowing(int knowing) {
    return texts -> texts.stream().map(text -> tokens(text, knowing)).toList();
  }

  private static TokenVectors tokens(String text, int knowing) {
    List<TextRange> ranges = new ArrayList<>(List.of(new TextRange(0, 0)));
    WordRanges words = WordRanges.of(text);
    for (TextRange word : words.ranges()) {
      ranges.add(new TextRange(word.begin(), word.begin() + 2));
      ranges.add(new TextRange(word.begin() + 2, word.end()));
    }
    int count = ranges.size();
    SplittableRandom noise = new SplittableRandom(text.hashCode());
    float[][] vectors = new float[count][4];
    for (float[] vector : vectors) {
      for (int d = 0; d < 4; d++) {
        vector[d] = (float) noise.nextDouble();
      }
    }
    for (int w = 0; w < words.count(); w++) {
      char letter = text.charAt(words.ranges().get(w).begin());
      vectors[1 + 2 * w + knowing]["rdA".indexOf(letter)] += 3;
    }
    return new TokenVectors(
        text,
        new int[count],
        ranges.stream().mapToInt(TextRange::begin).toArray(),
        ranges.stream().mapToInt(TextRange::end).toArray(),
        vectors);
  }

  private static Candidate candidate(int knowing) {
    return Candidate.named("fake").withTokens(knowing(knowing));
  }

  @Test
  void aWordIsReadWhereItsVectorKnowsIt() {
    List<WordAlignment> alignments =
        List.of(WordAlignment.FIRST, WordAlignment.LAST, WordAlignment.PREVIOUS);
    for (int i = 0; i < alignments.size(); i++) {
      int place = List.of(0, 1, -1).get(i);
      List<Score> scores =
          PROBE
              .alignedBy(alignments.toArray(WordAlignment[]::new))
              .onLayers(TagLayer.PARTS_OF_SPEECH)
              .measure(candidate(place));
      assertEquals(3, scores.size());
      assertEquals(100, scores.get(i).value(), alignments.get(i) + "");
      assertTrue(scores.get((i + 1) % 3).value() < 60, scores + "");
      assertTrue(scores.get((i + 2) % 3).value() < 60, scores + "");
    }
  }

  @Test
  void aWordIsReadAfterTheLayerThatIsAskedForOrThatDoesBestOnDev() {
    Map<Integer, TokenEncoder> layers = Map.of(1, knowing(1), 2, knowing(0), 4, knowing(-1));
    TokenEncoder layered =
        new TokenEncoder() {
          @Override
          public List<TokenVectors> encodeTokens(List<String> texts) {
            return knowing(1).encodeTokens(texts);
          }

          @Override
          public TokenEncoder afterLayer(int layer) {
            return layers.get(layer);
          }

          @Override
          public int layers() {
            return 5;
          }

          @Override
          public boolean hasLayer(int layer) {
            return layers.containsKey(layer);
          }
        };
    TokenProbe first = PROBE.alignedBy(WordAlignment.FIRST).onLayers(TagLayer.PARTS_OF_SPEECH);
    Candidate candidate = Candidate.named("layered").withTokens(layered);
    assertTrue(first.measure(candidate).get(0).value() < 60);
    assertTrue(first.afterLayers(2).canMeasure(candidate));
    assertFalse(first.afterLayers(3).canMeasure(candidate));
    assertTrue(first.afterLayers(3, 2).canMeasure(candidate), "it has one of the two");
    assertEquals(100, first.afterLayers(2).words(9).measure(candidate).get(0).value());
    assertTrue(first.afterLayers(1, 4).measure(candidate).get(0).value() < 60);
    assertEquals(100, first.afterLayers(1, 2, 3, 4).measure(candidate).get(0).value());
    assertEquals(100, first.atDepths(40).measure(candidate).get(0).value(), "layer 2 of 5");
    assertEquals(100, first.atDepths(20, 35, 80).measure(candidate).get(0).value());
    assertTrue(first.atDepths(20, 80).measure(candidate).get(0).value() < 60);
    assertFalse(first.atDepths(60).canMeasure(candidate));
    String none =
        assertThrows(
                IllegalArgumentException.class,
                () -> first.afterLayers(5).atDepths(60).measure(candidate))
            .getMessage();
    assertTrue(none.contains("state after any of the layers [5, 3]"), none);
    assertFalse(first.atDepths(40).canMeasure(candidate(0)), "has its last states alone");
    assertEquals(
        "tags reads after 101 % of a model's layers, expected 0 to 100.",
        assertThrows(IllegalArgumentException.class, () -> first.atDepths(101)).getMessage());
    List<Score> perAlignment =
        PROBE
            .onLayers(TagLayer.PARTS_OF_SPEECH)
            .alignedBy(WordAlignment.FIRST, WordAlignment.LAST, WordAlignment.PREVIOUS)
            .afterLayers(1, 2, 4)
            .measure(candidate);
    assertEquals(
        List.of(100.0, 100.0, 100.0),
        perAlignment.stream().map(Score::value).toList(),
        "each alignment is read after the layer that suits it");
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> first.afterLayers(2).measure(candidate(0)))
            .getMessage();
    assertTrue(message.contains("after layer 2 are not at hand"), message);
  }

  @Test
  void theMeanOfTheTokensKnowsWhatOneOfThemKnows() {
    List<Score> scores =
        PROBE.alignedBy(WordAlignment.MEAN).onLayers(TagLayer.ENTITIES).measure(candidate(1));
    assertEquals(
        List.of("NER F1 (mean)", "NER accuracy (mean)"),
        scores.stream().map(Score::title).toList());
    assertEquals(100, scores.get(0).value());
  }

  @Test
  void theShiftedMeanKnowsWhatStandsOnePlaceBeforeTheWordsTokens() {
    TokenProbe probe =
        PROBE.alignedBy(WordAlignment.SHIFTED_MEAN).onLayers(TagLayer.PARTS_OF_SPEECH);
    assertEquals(100, probe.measure(candidate(-1)).get(0).value());
    assertEquals(100, probe.measure(candidate(0)).get(0).value());
    Score tooLate = probe.measure(candidate(1)).get(0);
    assertEquals("POS accuracy (shifted mean)", tooLate.title());
    assertTrue(tooLate.value() < 60, tooLate + "");
  }

  @Test
  void namesAreRightOnlyAsAWhole() {
    List<Score> scores =
        PROBE.alignedBy(WordAlignment.LAST).onLayers(TagLayer.ENTITIES).measure(candidate(0));
    double f1 = Fakes.value(scores, "NER F1 (last)");
    double accuracy = Fakes.value(scores, "NER accuracy (last)");
    assertTrue(f1 < accuracy - 20, "F1 " + f1 + ", accuracy " + accuracy);
    assertTrue(scores.get(1).hasInterval());
  }

  @Test
  void everyLayerAndAlignmentIsReportedInTheSameOrder() {
    List<String> metrics = PROBE.measure(candidate(0)).stream().map(Score::title).toList();
    assertEquals(
        List.of(
            "POS accuracy (first)",
            "POS accuracy (previous)",
            "chunk F1 (first)",
            "chunk accuracy (first)",
            "chunk F1 (previous)",
            "chunk accuracy (previous)",
            "NER F1 (first)",
            "NER accuracy (first)",
            "NER F1 (previous)",
            "NER accuracy (previous)"),
        metrics);
  }

  @Test
  void theSameSeedGivesTheSameScores() {
    TokenProbe probe = PROBE.alignedBy(WordAlignment.LAST).limit(50, 10, 60);
    assertEquals(probe.measure(candidate(0)), probe.measure(candidate(0)));
  }

  @Test
  void aTagThatTrainingDoesNotShowIsNeverFound() {
    TaggedSentence odd =
        new TaggedSentence(List.of("runs"), List.of("XX"), List.of("O"), List.of("O"));
    TokenProbe probe =
        TokenProbe.of("odd", sentences(50, 1), sentences(10, 2), List.of(odd))
            .alignedBy(WordAlignment.FIRST)
            .onLayers(TagLayer.PARTS_OF_SPEECH);
    assertEquals(0, probe.measure(candidate(0)).get(0).value());
  }

  @Test
  void longSentencesAreCutAtWords() {
    TokenProbe cut = PROBE.words(2);
    cut.test().forEach(sentence -> assertEquals(2, sentence.partsOfSpeech().size()));
    assertEquals(PROBE.test().get(5).words().subList(0, 2), cut.test().get(5).words());
  }

  @Test
  void whatCannotBeProbedIsRefused() {
    assertFalse(PROBE.canMeasure(Candidate.named("mute")));
    assertThrows(IllegalArgumentException.class, () -> PROBE.measure(Candidate.named("mute")));
    assertThrows(IllegalArgumentException.class, () -> PROBE.onLayers());
    assertThrows(
        IllegalArgumentException.class,
        () -> TokenProbe.of("none", List.of(), sentences(1, 1), sentences(1, 1)));
  }
}
