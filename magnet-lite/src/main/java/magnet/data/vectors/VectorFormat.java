package magnet.data.vectors;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file format of vectors, chosen by the file's extension: {@code .npy}, {@code .npz} or {@code
 * .csv}.
 *
 * <p>Numbers keep every bit in all of them. Parquet and Arrow are not among them: their libraries
 * for Java bring Hadoop along, or need options of the virtual machine that a notebook cannot give.
 */
public interface VectorFormat {

  /** All forms. */
  List<VectorFormat> ALL = List.of(new NpyVectors(), new NpzVectors(), new CsvVectors());

  /** The form of a file whose name ends in one of the endings, in upper or lower case. */
  static VectorFormat of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(format -> name.endsWith(format.ending()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s ends in none of %s; vectors are kept in files of these forms"
                        .formatted(file, ALL.stream().map(VectorFormat::ending).toList())));
  }

  /** The extension of such files, with the dot, such as {@code .npy}. */
  String ending();

  /** Writes vectors and all that the form can hold of their columns; closes nothing. */
  void write(LabelledVectors vectors, OutputStream out) throws IOException;

  /**
   * Reads vectors and those of their columns that are asked for; others are ignored.
   *
   * @param texts names of columns of text
   * @param numbers names of columns of whole numbers
   * @throws IllegalArgumentException if the file is of another form, has not these columns, or
   *     holds what is no number
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  LabelledVectors read(Path file, Set<String> texts, Set<String> numbers);
}
