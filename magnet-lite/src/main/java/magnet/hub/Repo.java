package magnet.hub;

import java.util.regex.Pattern;

/**
 * A repository of the Hub at one of its revisions.
 *
 * @param kind model or data set
 * @param name {@code "organisation/name"}
 * @param revision a branch, a tag or a commit; {@code "main"} where none is asked for
 */
public record Repo(Kind kind, String name, String revision) {

  /** What a repository holds. */
  public enum Kind {
    /** A model. */
    MODEL("model", "models"),
    /** A data set. */
    DATASET("data set", "datasets");

    private final String noun;
    private final String plural;

    Kind(String noun, String plural) {
      this.noun = noun;
      this.plural = plural;
    }

    /** The word in messages. */
    String noun() {
      return noun;
    }

    /** The word in the cache's folder names and in the addresses of the programming interface. */
    String plural() {
      return plural;
    }
  }

  private static final String MAIN = "main";

  /** The Hub's rule: letters, digits, '-', '_' and '.', the last three not at either end. */
  private static final String WORD = "[A-Za-z0-9](?:[\\w.-]{0,94}[A-Za-z0-9])?";

  private static final Pattern NAME = Pattern.compile(WORD + "/" + WORD);
  private static final Pattern REVISION = Pattern.compile("[\\w][\\w./+-]{0,254}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** Checks that name and revision can be on the Hub. */
  public Repo {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "\"%s\" cannot be a repository of the Hub, expected \"organisation/name\"; correct it."
              .formatted(name));
    }
    if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
      throw new IllegalArgumentException(
          "\"%s\" cannot be a revision of %s, expected a branch, a tag or a commit; correct it."
              .formatted(revision, name));
    }
  }

  /** A model, from {@code "organisation/name"} or {@code "organisation/name@revision"}. */
  public static Repo model(String text) {
    return parse(Kind.MODEL, text);
  }

  /** A data set, written like a model. */
  public static Repo dataset(String text) {
    return parse(Kind.DATASET, text);
  }

  /** Whether a text could name a repository, with or without revision. */
  public static boolean isRepo(String text) {
    int at = text.indexOf('@');
    return isName(at < 0 ? text : text.substring(0, at));
  }

  private static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.contains("--") && !name.contains("..");
  }

  private static Repo parse(Kind kind, String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new Repo(kind, text, MAIN)
        : new Repo(kind, text.substring(0, at), text.substring(at + 1));
  }

  /** Whether the revision is a whole commit, which never changes. */
  boolean isCommit() {
    return isCommit(revision);
  }

  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** What the addresses of its page and of its files have behind the endpoint's. */
  String page() {
    return kind == Kind.MODEL ? name : kind.plural + "/" + name;
  }

  /** The repository's folder in the cache. */
  String folderName() {
    return kind.plural() + "--" + name.replace("/", "--");
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    return revision.equals(MAIN) ? name : name + "@" + revision;
  }
}
