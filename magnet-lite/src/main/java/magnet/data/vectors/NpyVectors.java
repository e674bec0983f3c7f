package magnet.data.vectors;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import magnet.data.Refusal;
import magnet.io.LfsPointer;
import magnet.io.Unreadable;

/**
 * Vectors alone, as {@code numpy.save} writes them: one array {@code [vectors, dimensions]} of
 * float32. Columns have no place in it.
 */
final class NpyVectors implements VectorFormat {

  @Override
  public String ending() {
    return ".npy";
  }

  @Override
  public void write(LabelledVectors vectors, OutputStream out) throws IOException {
    NumpyArrays.write(vectors.vectors(), out);
  }

  @Override
  public LabelledVectors read(Path file, Set<String> texts, Set<String> numbers) {
    if (!texts.isEmpty() || !numbers.isEmpty()) {
      throw new IllegalArgumentException(
          "%s can hold vectors alone, without columns such as %s; use a .npz or .csv file"
              .formatted(file, texts.isEmpty() ? numbers : texts));
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      LfsPointer.refuse(file);
      ByteBudget budget = new ByteBudget(Files.size(file), Files.size(file));
      return new LabelledVectors(
          Map.of(), Map.of(), NumpyArrays.vectors(NumpyHeader.read(in), in, budget));
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    } catch (IllegalArgumentException e) {
      throw Refusal.notVectors(file, e);
    }
  }
}
