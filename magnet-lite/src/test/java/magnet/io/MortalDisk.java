package magnet.io;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * A disk that kills its user at a chosen change: just before a file is made, moved or removed, or a
 * folder is. Nothing works afterwards, as nothing does in a dead process.
 */
public final class MortalDisk extends FileSystemProvider {

  /** What a test sees in place of a dead process. */
  public static final class Killed extends Error {

    private static final long serialVersionUID = 1;
  }

  private final int deadly;
  private final Runnable death;
  private final FileSystem system = new Mortal();
  private int changes;

  /**
   * A disk on which changes go well until one.
   *
   * @param deadly the number of the first change that does not, from 1
   * @param death what happens then
   */
  public MortalDisk(int deadly, Runnable death) {
    this.deadly = deadly;
    this.death = death;
  }

  /** A disk that ends a call with {@link Killed}. */
  public MortalDisk(int deadly) {
    this(
        deadly,
        () -> {
          throw new Killed();
        });
  }

  /** Whether a call is killed on this disk. */
  public boolean kills(Runnable call) {
    try {
      call.run();
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  /** A path of the real disk as one of this one. */
  public Path path(Path real) {
    return (Path)
        Proxy.newProxyInstance(
            MortalDisk.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getFileSystem")) {
                return system;
              }
              Object[] plain =
                  arguments == null
                      ? new Object[0]
                      : Arrays.stream(arguments).map(MortalDisk::plain).toArray();
              try {
                Object result = method.invoke(real, plain);
                return result instanceof Path path ? path(path) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Object plain(Object argument) {
    if (argument instanceof Path path && Proxy.isProxyClass(path.getClass())) {
      return Path.of(path.toString());
    }
    return argument;
  }

  private Path read(Path path) {
    if (changes >= deadly) {
      death.run();
    }
    return (Path) plain(path);
  }

  private Path change(Path path) {
    changes++;
    return read(path);
  }

  private Path opened(Path path, Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE) ? change(path) : read(path);
  }

  @Override
  public String getScheme() {
    return "mortal";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    return system;
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return path(Path.of(uri.getPath()));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return Files.newByteChannel(opened(path, options), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return FileChannel.open(opened(path, options), options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> all = Files.newDirectoryStream(read(folder), filter);
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> paths = all.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return paths.hasNext();
          }

          @Override
          public Path next() {
            return path(paths.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        all.close();
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    Files.createDirectory(change(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(change(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    Files.copy(read(from), change(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    Files.move(change(from), read(to), options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(read(one), read(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(read(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(read(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Path real = read(path);
    real.getFileSystem().provider().checkAccess(real, modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(read(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(read(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Files.readAttributes(read(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    Files.setAttribute(change(path), name, value, options);
  }

  private final class Mortal extends FileSystem {

    @Override
    public FileSystemProvider provider() {
      return MortalDisk.this;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real().getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return real().getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real().getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real().supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return path(Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      PathMatcher matcher = real().getPathMatcher(pattern);
      return path -> matcher.matches((Path) plain(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real().getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return real().newWatchService();
    }

    private FileSystem real() {
      return Path.of("").getFileSystem();
    }
  }
}
