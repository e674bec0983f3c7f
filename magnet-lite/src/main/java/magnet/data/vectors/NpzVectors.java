package magnet.data.vectors;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import magnet.data.Refusal;
import magnet.io.LfsPointer;
import magnet.io.Unreadable;

/**
 * Vectors and their columns, as {@code numpy.savez_compressed} writes them: a zip file with an
 * array {@code vectors} and one for each column under its name. Python reads it without pickle.
 *
 * <p>Files with one two-dimensional array of another name, as {@code numpy.savez(f, x)} makes them,
 * are read as well.
 */
final class NpzVectors implements VectorFormat {

  private static final String VECTORS = "vectors";
  private static final String ENDING = ".npy";

  /** No more bytes are unpacked from one entry, whatever the file claims. */
  private static final long MOST_OF_DEFLATE = 1032;

  private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

  @Override
  public String ending() {
    return ".npz";
  }

  @Override
  public void write(LabelledVectors vectors, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(entry(VECTORS));
    NumpyArrays.write(vectors.vectors(), zip);
    for (Map.Entry<String, List<String>> column : vectors.texts().entrySet()) {
      zip.putNextEntry(entry(column.getKey()));
      NumpyArrays.write(column.getValue(), zip);
    }
    for (Map.Entry<String, int[]> column : vectors.numbers().entrySet()) {
      zip.putNextEntry(entry(column.getKey()));
      NumpyArrays.write(column.getValue(), zip);
    }
    zip.finish();
  }

  @Override
  public LabelledVectors read(Path file, Set<String> texts, Set<String> numbers) {
    try {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      LfsPointer.refuse(file);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        float[][] vectors = array(zip, vectorsName(zip), NumpyArrays::vectors);
        Map<String, List<String>> textColumns = new LinkedHashMap<>();
        for (String name : texts) {
          textColumns.put(name, array(zip, name, NumpyArrays::texts));
        }
        Map<String, int[]> numberColumns = new LinkedHashMap<>();
        for (String name : numbers) {
          numberColumns.put(name, array(zip, name, NumpyArrays::numbers));
        }
        return new LabelledVectors(textColumns, numberColumns, vectors);
      }
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    } catch (IllegalArgumentException e) {
      throw Refusal.notVectors(file, e);
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name + ENDING);
    entry.setTimeLocal(EARLIEST); // the same vectors make the same file
    return entry;
  }

  private static String vectorsName(ZipFile zip) throws IOException {
    if (zip.getEntry(VECTORS + ENDING) != null) {
      return VECTORS;
    }
    List<String> tables = new ArrayList<>();
    for (String name : names(zip)) {
      try (DataInputStream in = open(zip, name)) {
        if (NumpyHeader.read(in).shape().size() == 2) {
          tables.add(name);
        }
      }
    }
    if (tables.size() != 1) {
      throw new IllegalArgumentException(
          "it has no array \"%s\", nor just one of two dimensions; it has %s"
              .formatted(VECTORS, names(zip)));
    }
    return tables.get(0);
  }

  /** Reads what follows a header. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(NumpyHeader header, DataInputStream in, ByteBudget budget) throws IOException;
  }

  private static <T> T array(ZipFile zip, String name, Reader<T> reader) throws IOException {
    ZipEntry entry = zip.getEntry(name + ENDING);
    if (entry == null) {
      throw new IllegalArgumentException(
          "it has no array \"%s\"; it has %s".formatted(name, names(zip)));
    }
    long possible = Math.multiplyExact(MOST_OF_DEFLATE, entry.getCompressedSize());
    ByteBudget budget =
        new ByteBudget(entry.getCompressedSize(), Math.min(entry.getSize(), possible));
    try (DataInputStream in = open(zip, name)) {
      return reader.read(NumpyHeader.read(in), in, budget);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the array \"%s\": %s".formatted(name, e.getMessage()), e);
    }
  }

  private static DataInputStream open(ZipFile zip, String name) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(zip.getInputStream(zip.getEntry(name + ENDING))));
  }

  private static List<String> names(ZipFile zip) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(ENDING))
        .map(name -> name.substring(0, name.length() - ENDING.length()))
        .toList();
  }
}
