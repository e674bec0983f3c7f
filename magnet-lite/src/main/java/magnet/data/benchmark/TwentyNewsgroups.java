package magnet.data.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.data.BadRows;
import magnet.data.Refusal;
import magnet.io.Unreadable;

/**
 * 20 Newsgroups, posts of 1993 to twenty Usenet groups (Lang, "NewsWeeder", 1995): the subject line
 * of each with the name of its group.
 *
 * <p>MTEB's task TwentyNewsgroupsClustering clusters subject lines alone (Muennighoff et al.,
 * 2023); its own files are samples of them, so what is read here is alike but not identical. The
 * subject is the header's first line that begins with {@code Subject:}, without the lines that go
 * on with it, which nearly always are references to other posts, and without {@code Re:} at its
 * beginning, which says nothing about the group; leaving it out is our choice.
 *
 * <p>The set is a zip file or a folder, in which a post is a file {@code …/GROUP/NUMBER}; posts are
 * read as ISO-8859-1. Published counts of the edition "bydate": 11,314 posts to train on, 7,532 to
 * test.
 */
public final class TwentyNewsgroups {

  private static final Pattern SUBJECT =
      Pattern.compile("^Subject:(.*)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern REPLIES =
      Pattern.compile("^(?:Re:\\s*+)++", Pattern.CASE_INSENSITIVE);
  private static final Pattern END_OF_HEADER = Pattern.compile("\r?\n\r?\n");
  private static final Pattern POST = Pattern.compile("\\d{1,18}");

  /** A post is not read further: its subject is in the header, and a zip file may be a bomb. */
  private static final int LONGEST_HEADER = 1 << 16;

  private TwentyNewsgroups() {}

  /**
   * Reads the subject lines.
   *
   * @param posts a zip file, or a folder, with a folder for each group somewhere in it
   * @return a text a post, in the order of groups and numbers
   * @throws IllegalArgumentException if a post has no subject, there is no post, or the file is no
   *     zip file
   * @throws java.io.UncheckedIOException if the zip file or a post cannot be read
   */
  public static List<LabelledText> read(Path posts) {
    return read(posts, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling posts that have no subject as {@code bad} says. */
  public static List<LabelledText> read(Path posts, BadRows bad) {
    try {
      if (Files.isDirectory(posts)) {
        return read(posts, posts, bad);
      }
      try (FileSystem zip = FileSystems.newFileSystem(posts)) {
        return read(posts, zip.getPath("/"), bad);
      }
    } catch (ProviderNotFoundException e) {
      throw new IllegalArgumentException(
          "%s is neither a zip file nor a folder; unpack it and give the folder".formatted(posts),
          e);
    } catch (IOException e) {
      throw Unreadable.of(posts, e);
    }
  }

  private static List<LabelledText> read(Path set, Path root, BadRows bad) throws IOException {
    List<Path> posts;
    try (Stream<Path> files = Files.walk(root)) {
      posts =
          files
              .filter(Files::isRegularFile)
              .filter(file -> POST.matcher(file.getFileName().toString()).matches())
              .sorted(
                  Comparator.comparing((Path file) -> file.getParent().toString())
                      .thenComparingLong(file -> Long.parseLong(file.getFileName().toString())))
              .toList();
    }
    List<LabelledText> texts = new ArrayList<>(posts.size());
    for (Path post : posts) {
      String text = begin(post);
      Path name = set.resolve(root.relativize(post).toString());
      bad.addTo(texts, name, 1, () -> labelled(post, text));
    }
    return Refusal.ifEmpty(set, texts, "post in a file GROUP/NUMBER");
  }

  private static String begin(Path post) throws IOException {
    try (InputStream in = Files.newInputStream(post)) {
      return new String(in.readNBytes(LONGEST_HEADER), StandardCharsets.ISO_8859_1);
    }
  }

  private static LabelledText labelled(Path post, String text) {
    Matcher subject = SUBJECT.matcher(END_OF_HEADER.split(text, 2)[0]);
    String line =
        subject.find() ? REPLIES.matcher(subject.group(1).strip()).replaceFirst("").strip() : "";
    if (line.isEmpty()) {
      throw new IllegalArgumentException("the post's header has no line Subject: with a text");
    }
    return new LabelledText(line, post.getParent().getFileName().toString());
  }
}
