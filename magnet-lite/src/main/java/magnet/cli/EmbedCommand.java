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
import java.util.concurrent.Callable;
import magnet.Encoding;
import magnet.Magnet;
import magnet.Pooling;
import magnet.data.CsvText;
import magnet.data.vectors.LabelledVectors;
import magnet.data.vectors.VectorFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magnet embed < lines > csv}, {@code magnet embed -o vectors.npy < lines}. */
@Command(
    name = "embed",
    description =
        "Embeds each line of a file, or of standard input, and writes CSV: the text, then its"
            + " vector. Blank lines are left out.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class EmbedCommand implements Callable<Integer> {

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

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions model;

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

  private EmbedCommand() {}

  @Override
  public Integer call() throws IOException {
    Encoding how =
        Encoding.magnet().pooling(pooling.pooling).instruction(instruction).dimensions(dimensions);
    how = causal ? how.leftToRight() : how;
    how = truncated ? how.truncated() : how;
    if (to != null) {
      return write(how);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (InputStream lines = lines();
        Magnet loaded = model.load()) {
      List<String> texts = new ArrayList<>();
      boolean first = true;
      long number = 1;
      for (byte[] line = line(lines); line.length > 0; line = line(lines)) {
        String text = text(line, number++);
        if (!text.isBlank()) {
          texts.add(text);
        }
        if (texts.size() == AT_A_TIME) {
          write(out, loaded, texts, how, first);
          first = false;
          texts.clear();
        }
      }
      if (!texts.isEmpty()) {
        write(out, loaded, texts, how, first);
      }
    }
    return 0;
  }

  /** All texts at once, which are sorted by length then. */
  private int write(Encoding how) throws IOException {
    VectorFormat.of(to); // refuses other endings before anything is computed
    List<String> texts = new ArrayList<>();
    try (InputStream lines = lines();
        Magnet loaded = model.load()) {
      for (byte[] line = line(lines); line.length > 0; line = line(lines)) {
        texts.add(text(line, texts.size() + 1));
      }
      loaded.embed(texts, how).save(to);
    }
    return 0;
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

  private String text(byte[] line, long number) {
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

  private static void write(
      PrintWriter out, Magnet model, List<String> texts, Encoding how, boolean withHeader) {
    float[][] vectors =
        model.encoder(how).encode(texts); // no progress: it would stand among the rows
    if (withHeader) {
      StringBuilder header = new StringBuilder("text");
      for (int d = 0; d < vectors[0].length; d++) {
        header.append(',').append(LabelledVectors.dimensionName(d));
      }
      out.println(header);
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
