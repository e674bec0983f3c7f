package magnet.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import magnet.Encoding;
import magnet.Magnet;
import magnet.Pooling;
import magnet.data.CsvText;
import magnet.data.vectors.LabelledVectors;
import magnet.data.vectors.VectorFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code magnet embed < lines > csv}, {@code magnet embed -o vectors.npy < lines}. */
@Command(
    name = "embed",
    description =
        "Embeds each line of a file, or of standard input, and writes CSV: the text, then its"
            + " vector. Blank lines are left out.")
final class EmbedCommand extends ModelCommand {

  /** How token vectors become one, by the name on the command line. */
  private enum Pool {
    LAST(Pooling.LAST_TOKEN),
    MEAN(Pooling.MEAN),
    WEIGHTED_MEAN(Pooling.WEIGHTED_MEAN);

    private final Pooling pooling;

    Pool(Pooling pooling) {
      this.pooling = pooling;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final int AT_A_TIME = 256;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A sentence a line; standard input without one.")
  private Path file;

  @Option(
      names = "--pooling",
      defaultValue = "last",
      paramLabel = "NAME",
      description = "How token vectors become one: ${COMPLETION-CANDIDATES}.")
  private Pool pooling;

  @Option(
      names = "--instruction",
      defaultValue = Encoding.INSTRUCTION,
      paramLabel = "TEXT",
      description = "What is put before each line; \"\" for nothing.")
  private String instruction;

  @Option(
      names = "--causal",
      description = "Let tokens see only the left side, as a base model was trained.")
  private boolean causal;

  @Option(
      names = "--dimensions",
      defaultValue = "0",
      paramLabel = "N",
      description = "Keep the first N numbers of each vector; 0 for all.")
  private int dimensions;

  @Option(
      names = "--truncated",
      description = "Cut texts that are too long for the model; else they are refused.")
  private boolean truncated;

  @Option(
      names = {"-0", "--null"},
      description = "Texts end with a NUL character, so that they may hold line ends.")
  private boolean endedByNull;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Write to this file, in the form that its name ends in: .npy, .npz or .csv. It has a row"
              + " for each text, so that a blank one is refused, not left out.")
  private Path to;

  /** Of the line that was read last. */
  private long number;

  @Override
  public Integer call() throws IOException {
    Encoding how =
        Encoding.magnet().pooling(pooling.pooling).instruction(instruction).dimensions(dimensions);
    how = causal ? how.leftToRight() : how;
    how = truncated ? how.truncated() : how;
    if (to != null) {
      VectorFormat.of(to); // refuses other endings before anything is computed
    }
    try (InputStream lines = lines();
        Magnet model = load()) {
      if (to == null) {
        print(lines, model, how);
      } else { // all texts at once, which are sorted by length then
        model.embed(texts(lines, Integer.MAX_VALUE), how).save(to);
      }
    }
    return 0;
  }

  private void print(InputStream lines, Magnet model, Encoding how) throws IOException {
    PrintWriter out = out();
    boolean first = true;
    for (List<String> texts = texts(lines, AT_A_TIME);
        !texts.isEmpty();
        texts = texts(lines, AT_A_TIME)) {
      float[][] vectors =
          model.encoder(how).encode(texts); // no progress: it would stand among the rows
      if (first) {
        StringBuilder header = new StringBuilder("text");
        for (int d = 0; d < vectors[0].length; d++) {
          header.append(',').append(LabelledVectors.dimensionName(d));
        }
        out.println(header);
        first = false;
      }
      for (int i = 0; i < vectors.length; i++) {
        StringBuilder row = new StringBuilder(CsvText.field(texts.get(i)));
        for (float number : vectors[i]) {
          row.append(',').append(number);
        }
        out.println(row);
      }
      out.flush();
    }
  }

  /** The next texts, none after the last; blank ones are left out unless each gets a row. */
  private List<String> texts(InputStream lines, int most) throws IOException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < most) {
      byte[] line = line(lines);
      if (line.length == 0) {
        break;
      }
      String text = text(line);
      if (to != null || !text.isBlank()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private InputStream lines() throws IOException {
    if (file == null) {
      return new BufferedInputStream(System.in);
    }
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + " is not a file, expected one with a sentence a line; correct the path.");
    }
    return new BufferedInputStream(Files.newInputStream(file));
  }

  /** The next line with its end; empty after the last. */
  private byte[] line(InputStream lines) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int end = endedByNull ? '\0' : '\n';
    int next = lines.read();
    while (next >= 0) {
      line.write(next);
      next = next == end ? -1 : lines.read();
    }
    return line.toByteArray();
  }

  private String text(byte[] line) {
    number++;
    try {
      // A decoder of its own refuses what is not UTF-8; a reader would put U+FFFD there.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      boolean marked = number == 1 && text.startsWith("\ufeff"); // a byte order mark
      return text.substring(marked ? 1 : 0).replaceFirst(endedByNull ? "\0$" : "\r?\n$", "");
    } catch (CharacterCodingException e) {
      throw new UncheckedIOException(
          "Line %s of %s is not UTF-8 text; convert it, for example by iconv -t UTF-8."
              .formatted(number, file == null ? "the input" : file),
          e);
    }
  }
}
