package magnet.data.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.Refusal;
import magnet.data.TextFile;

/**
 * Titles of Stack Overflow questions in 20 classes of 1,000, a common set for the clustering of
 * short texts (Xu et al., "Short text clustering via convolutional neural networks", 2015; made
 * from a set of Kaggle's). It is not one of MTEB's.
 *
 * <p>Two files side by side: {@code title_StackOverflow.txt} has one title per line, {@code
 * label_StackOverflow.txt} its class from 1 to 20 on the same line. Published count: 20,000 titles.
 */
public final class StackOverflowTitles {

  private static final List<String> CLASSES =
      List.of(
          ("wordpress oracle svn apache excel matlab visual-studio cocoa osx bash spring hibernate"
                  + " scala sharepoint ajax qt drupal linq haskell magento")
              .split(" "));

  private StackOverflowTitles() {}

  /**
   * Reads the set.
   *
   * @param folder has both files
   * @return the titles in the file's order, each with the name of its class, such as {@code linq}
   * @throws IllegalArgumentException if a row is malformed, the files differ in length, or there is
   *     no title
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static List<LabelledText> read(Path folder) {
    return read(folder, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad rows as {@code bad} says. */
  public static List<LabelledText> read(Path folder, BadRows bad) {
    Path titleFile = folder.resolve("title_StackOverflow.txt");
    Path labelFile = folder.resolve("label_StackOverflow.txt");
    List<String> titles = TextFile.open(titleFile).lines();
    List<String> labels = TextFile.open(labelFile).linesBeside(titleFile, titles.size());
    List<LabelledText> texts = new ArrayList<>(titles.size());
    for (int i = 0; i < titles.size(); i++) {
      String title = titles.get(i).strip();
      String label = labels.get(i).strip();
      Path file = title.isEmpty() ? titleFile : labelFile;
      bad.addTo(texts, file, i + 1, () -> new LabelledText(title, className(label)));
    }
    return Refusal.ifEmpty(titleFile, texts, "title with a class");
  }

  private static String className(String label) {
    if (!label.matches("[1-9]|1[0-9]|20")) {
      throw new IllegalArgumentException(
          "the label is \"%s\", not a number from 1 to 20".formatted(label));
    }
    return CLASSES.get(Integer.parseInt(label) - 1);
  }
}
