package magnet.data.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import magnet.Shared;
import magnet.data.BadRows;
import magnet.eval.metric.TaggedSpan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every set gives as many values as its makers published. */
@Tag("real")
class PublishedCountsTest {

  @ParameterizedTest
  @CsvSource({"eng.train, 14041, 203621", "eng.testa, 3250, 51362", "eng.testb, 3453, 46435"})
  void sentencesAndWordsOfConll2003(String file, int sentences, int words) {
    List<TaggedSentence> read = Conll2003.read(Shared.path("data/conll2003/" + file));
    assertEquals(sentences, read.size());
    assertEquals(words, read.stream().mapToInt(sentence -> sentence.words().size()).sum());
  }

  @Test
  void namesOfConll2003() {
    Map<String, Long> names =
        Conll2003.read(Shared.path("data/conll2003/eng.train")).stream()
            .flatMap(sentence -> TaggedSpan.of(sentence.entities()).stream())
            .collect(Collectors.groupingBy(TaggedSpan::type, Collectors.counting()));
    // Table 2 of the shared task's paper.
    assertEquals(Map.of("LOC", 7140L, "MISC", 3438L, "ORG", 6321L, "PER", 6600L), names);
  }

  @ParameterizedTest
  @CsvSource({"2012, 3108, 5", "2013, 1500, 3", "2014, 3750, 6", "2015, 3000, 5", "2016, 1186, 5"})
  void judgedPairsOfSemEval(String year, int pairs, int subsets) {
    var folder = Shared.path("data/sts/STS" + year + "-en-test");
    assertEquals(pairs, SemEvalSts.read(folder).size());
    assertEquals(subsets, SemEvalSts.subsets(folder, BadRows.refused()).size());
  }

  @ParameterizedTest
  @CsvSource({"train, 5749", "dev, 1500", "test, 1379"})
  void pairsOfTheStsBenchmark(String split, int pairs) {
    assertEquals(pairs, StsBenchmark.read(Shared.path("data/stsb/sts-" + split + ".csv")).size());
  }

  @ParameterizedTest
  @CsvSource({"SICK_train, 4500", "SICK_trial, 500", "SICK_test_annotated, 4927"})
  void pairsOfSick(String file, int pairs) {
    assertEquals(pairs, Sick.read(Shared.path("data/sick/" + file + ".txt")).size());
  }

  @Test
  void titlesOfStackOverflow() {
    List<LabelledText> titles =
        StackOverflowTitles.read(Shared.path("data/stackoverflow-clustering"));
    Map<String, Long> classes = counts(titles);
    assertEquals(20_000, titles.size());
    assertEquals(20, classes.size());
    assertTrue(classes.values().stream().allMatch(count -> count == 1000), classes.toString());
    assertTrue(
        titles.contains(new LabelledText("How do you page a collection with LINQ?", "linq")));
  }

  @Test
  void subjectsOfTwentyNewsgroups() {
    List<LabelledText> subjects =
        TwentyNewsgroups.read(Shared.path("data/20newsgroups/20news-bydate-test.zip"));
    assertEquals(7532, subjects.size());
    assertEquals(20, counts(subjects).size());
    assertTrue(subjects.stream().noneMatch(each -> each.text().startsWith("Re:")));
  }

  private static Map<String, Long> counts(List<LabelledText> texts) {
    return texts.stream()
        .collect(Collectors.groupingBy(LabelledText::label, Collectors.counting()));
  }

  @Test
  void questionsOfHellaSwag() {
    List<ChoiceQuestion> questions =
        HellaSwag.read(Shared.path("data/hellaswag/hellaswag_val_full.txt"));
    assertEquals(10_042, questions.size());
    assertEquals(Map.of(0, 2515L, 1, 2485L, 2, 2584L, 3, 2458L), answers(questions));
    assertEquals("starts pulling up roofing on a roof.", questions.get(0).choices().get(3));
  }

  @ParameterizedTest
  @CsvSource({"Easy, 2376, 7, 4", "Challenge, 1172, 4, 3"})
  void questionsOfArc(String level, int questions, int withThree, int withFive) {
    List<ChoiceQuestion> read =
        ArcQuestions.read(Shared.path("data/arc/ARC-" + level + "/test.json"));
    assertEquals(questions, read.size());
    assertEquals(withThree, read.stream().filter(each -> each.choices().size() == 3).count());
    assertEquals(withFive, read.stream().filter(each -> each.choices().size() == 5).count());
    assertTrue(read.stream().noneMatch(each -> each.toString().contains("Answer2:")));
  }

  @Test
  void questionsOfMmlu() {
    var folder = Shared.path("data/mmlu");
    List<ChoiceQuestion> questions = Mmlu.read(folder, 5);
    assertEquals(14_042, questions.size());
    assertEquals(Map.of(0, 3222L, 1, 3462L, 2, 3582L, 3, 3776L), answers(questions));
    assertEquals(57, Mmlu.subjects(folder, 0, BadRows.refused()).size());
    assertEquals(6, questions.get(0).prompt().split("\nAnswer:", -1).length - 1);
  }

  private static Map<Integer, Long> answers(List<ChoiceQuestion> questions) {
    return questions.stream()
        .collect(Collectors.groupingBy(ChoiceQuestion::answer, Collectors.counting()));
  }
}
