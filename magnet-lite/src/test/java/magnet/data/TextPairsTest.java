package magnet.data;

import static magnet.data.Refused.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import magnet.Shared;
import magnet.data.benchmark.ScoredPair;
import magnet.data.benchmark.SemEvalSts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextPairsTest {

  private static final String HEADER = "\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void twoColumnsAreAPair() throws IOException {
    assertEquals(
        List.of(new TextPair("a \"b", "c"), new TextPair("d", "e")),
        TextPairs.tsv(file("p.tsv", "a \"b\tc\n\nd\te\n")));
  }

  @Test
  void onlyTrueParaphrasesOfMrpcAreTaken() throws IOException {
    Path file = file("m.txt", HEADER + "1\t7\t8\ta\tb\n0\t7\t8\tc\td\n");
    assertEquals(List.of(new TextPair("a", "b")), TextPairs.mrpc(file));
  }

  @Test
  void linesOfTwoFilesAreAPair() throws IOException {
    assertEquals(
        List.of(new TextPair("a", "c"), new TextPair("b", "d")),
        TextPairs.parallel(file("x.src", "a\n\nb\n"), file("x.tgt", "c\n\nd\n")));
  }

  @Test
  void whatIsMeasuredIsLeftOutHoweverItIsWritten() {
    List<TextPair> pairs =
        List.of(
            new TextPair("He said \"no\", again.", "Again he said no."),
            new TextPair("A dog ran.", "The dog is running."),
            new TextPair("It costs $3.50.", "The price is 3.50 dollars."),
            new TextPair("It costs $35.00.", "The price is 35 dollars."));
    List<String> measured =
        List.of("he said `` no '' , again .", "No cat.", "The price is 3 . 50 Dollars !");
    assertEquals(List.of(pairs.get(1), pairs.get(3)), TextPairs.apartFrom(pairs, measured));
    assertEquals(pairs, TextPairs.apartFrom(pairs, List.of()));
  }

  @Test
  void noPairThatIsLeftOfMrpcStandsInSts() {
    List<TextPair> all = TextPairs.mrpc(Shared.path("data/mrpc/msr_paraphrase_train.txt"));
    List<ScoredPair> year = SemEvalSts.read(Shared.path("data/sts/STS2012-en-test"));
    List<String> measured =
        year.stream().flatMap(each -> Stream.of(each.first(), each.second())).toList();
    List<TextPair> left = TextPairs.apartFrom(all, measured);
    assertTrue(all.stream().anyMatch(each -> measured.contains(each.first())), "they overlap");
    assertTrue(left.stream().noneMatch(each -> measured.contains(each.first())));
    assertTrue(left.stream().noneMatch(each -> measured.contains(each.second())));
    assertTrue(left.size() > all.size() / 2, left.size() + " of " + all.size());
  }

  @Test
  void malformedLinesAreRefused() throws IOException {
    Path three = file("a.tsv", "a\tb\na\tb\tc\n");
    assertRefused("a.tsv, line 2: 3 columns", () -> TextPairs.tsv(three));
    Path blank = file("b.tsv", "a\t \n");
    assertRefused("b.tsv, line 1: one text of the pair is blank", () -> TextPairs.tsv(blank));
    Path header = file("m.txt", "a\tb\n");
    assertRefused("m.txt, line 1: the header is", () -> TextPairs.mrpc(header));
    Path quality = file("n.txt", HEADER + "2\t7\t8\ta\tb\n");
    assertRefused("n.txt, line 2: not a quality", () -> TextPairs.mrpc(quality));
    Path none = file("o.txt", HEADER + "0\t7\t8\ta\tb\n");
    assertRefused("o.txt holds no pair", () -> TextPairs.mrpc(none));
    Path one = file("one.src", "a\nb\n");
    Path other = file("one.tgt", "a\n");
    assertRefused("2 lines but", () -> TextPairs.parallel(one, other));
    Path torn = file("torn.tgt", "a\n \n");
    assertRefused("torn.tgt, line 2", () -> TextPairs.parallel(one, torn));
  }

  @Test
  void realPairsAreAllThere() {
    assertEquals(2753, TextPairs.mrpc(Shared.path("data/mrpc/msr_paraphrase_train.txt")).size());
    assertEquals(1147, TextPairs.mrpc(Shared.path("data/mrpc/msr_paraphrase_test.txt")).size());
  }

  @Test
  void realParallelFilesArePaired() {
    Path folder = Shared.path("data/parasci/ParaSCI-ACL/val");
    assertEquals(
        2753, TextPairs.parallel(folder.resolve("val.src"), folder.resolve("val.tgt")).size());
  }
}
