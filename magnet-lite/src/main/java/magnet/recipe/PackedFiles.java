package magnet.recipe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import magnet.io.AtomicFile;
import magnet.io.Unreadable;

/** Files of a run's folder on their way between machines: by path in it, joined in one zip. */
final class PackedFiles {

  private PackedFiles() {}

  /** The files in a folder by their path from a root; none if it is absent. */
  static Map<String, byte[]> in(Path root, Path folder) {
    Map<String, byte[]> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
      } catch (IOException e) {
        throw Unreadable.of(folder, e);
      }
    }
    return files;
  }

  /** The files in a folder that were not there before, or other ones. */
  static Map<String, byte[]> changed(Path folder, Map<String, byte[]> before) {
    Map<String, byte[]> files = in(folder, folder);
    files.entrySet().removeIf(each -> Arrays.equals(each.getValue(), before.get(each.getKey())));
    return files;
  }

  static byte[] packed(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(1); // numbers hardly shrink
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Map<String, byte[]> unpacked(byte[] zipped) {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Writes files to a folder in the order of their names: a training's state, then its record. */
  static void write(Map<String, byte[]> files, Path folder) {
    new TreeMap<>(files)
        .forEach(
            (name, bytes) -> {
              Path file = folder.resolve(name).normalize();
              if (!file.startsWith(folder)) {
                throw new IllegalArgumentException(
                    "A part of a run holds the file %s, which would lie outside of %s."
                        .formatted(name, folder));
              }
              AtomicFile.write(file, bytes);
            });
  }
}
