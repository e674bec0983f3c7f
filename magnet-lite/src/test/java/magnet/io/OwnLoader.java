package magnet.io;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All classes of these tests once more, as {@code mvn exec:java} has them: a loader of their own
 * knows where they are, and the property {@code java.class.path} names a jar of Maven's alone.
 */
public final class OwnLoader implements AutoCloseable {

  private static final String PROPERTY = "java.class.path";

  private final String told = System.getProperty(PROPERTY);
  private final List<Path> path = ClassPath.of(OwnLoader.class);
  private final URLClassLoader loader;

  /** Begins to tell Maven's jar. */
  public OwnLoader() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path each : path) {
      urls.add(each.toUri().toURL());
    }
    loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    System.setProperty(PROPERTY, "maven.jar");
  }

  /** The folders and jars that the classes are in. */
  public List<Path> path() {
    return path;
  }

  /** The same class, but of this loader. */
  public Class<?> load(Class<?> type) throws ClassNotFoundException {
    return loader.loadClass(type.getName());
  }

  @Override
  public void close() throws IOException {
    System.setProperty(PROPERTY, told);
    loader.close();
  }
}
