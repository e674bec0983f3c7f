package magnet.io;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where classes are read from, to start another Java with the same ones. */
public final class ClassPath {

  private ClassPath() {}

  /**
   * The folders and jars that a class and all that it uses are read from, in their order. They are
   * asked of its loader: under {@code mvn exec:java} the property {@code java.class.path} names
   * Maven's own jar alone.
   */
  public static List<Path> of(Class<?> of) {
    List<Path> path = new ArrayList<>();
    for (ClassLoader each = of.getClassLoader(); each != null; each = each.getParent()) {
      if (each == ClassLoader.getSystemClassLoader()) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
          path.add(Path.of(entry).toAbsolutePath());
        }
      } else if (each instanceof URLClassLoader loader) {
        for (URL entry : loader.getURLs()) {
          path.add(file(entry));
        }
      }
    }
    return List.copyOf(path);
  }

  /** The folder or jar that a loader's address names. */
  private static Path file(URL entry) {
    try {
      return Path.of(entry.toURI());
    } catch (URISyntaxException | FileSystemNotFoundException e) {
      throw new IllegalStateException(
          "Classes are read from %s, expected folders and jars of this machine; put a copy on the class path."
              .formatted(entry),
          e);
    }
  }
}
