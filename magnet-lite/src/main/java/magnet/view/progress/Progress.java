package magnet.view.progress;

import java.io.Console;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Chooses how progress is shown. */
public final class Progress {

  private static final String VARIABLE = "MAGNET_PROGRESS";
  private static final int USUAL_COLUMNS = 120;

  private static volatile Supplier<Optional<CellScreen>> cells = Optional::empty;

  private Progress() {}

  /**
   * Progress to standard output: rewritten in place if a person sits at a terminal, a line a minute
   * if the output is piped. The environment variable {@code MAGNET_PROGRESS} overrules this with
   * {@code terminal}, {@code piped} or {@code none}; {@code COLUMNS} tells how wide the terminal is
   * (120 if it is not set).
   *
   * @throws IllegalArgumentException if {@code MAGNET_PROGRESS} has another value
   */
  public static ProgressView toConsole() {
    Consumer<String> out =
        text -> {
          System.out.print(text);
          System.out.flush();
        };
    return choose(System.getenv(), isTerminal(), out, System::nanoTime);
  }

  /**
   * Progress where the user looks: in the notebook cell that runs, where a notebook has said how
   * ({@link #inNotebook}), else as {@link #toConsole()}. {@code MAGNET_PROGRESS} overrules this
   * too.
   *
   * @throws IllegalArgumentException if {@code MAGNET_PROGRESS} has another value
   */
  public static ProgressView usual() {
    Optional<CellScreen> cell =
        System.getenv().getOrDefault(VARIABLE, "").isBlank() ? cells.get() : Optional.empty();
    return cell.<ProgressView>map(screen -> new LiveProgress(screen, System::nanoTime))
        .orElseGet(Progress::toConsole);
  }

  /**
   * Progress as {@link #usual()}, but for a task that may be short: nothing is shown in its first
   * three seconds.
   */
  public static ProgressView forLongTasks() {
    return afterSeconds(3);
  }

  /**
   * Progress as {@link #usual()} of a task that is often short: nothing is shown before some time
   * has passed.
   *
   * @param wait how long
   */
  public static ProgressView afterSeconds(int wait) {
    return patient(usual(), Duration.ofSeconds(wait), System::nanoTime);
  }

  /** Progress that passes nothing to a view until some time has passed from the first state on. */
  static ProgressView patient(ProgressView view, Duration wait, LongSupplier nanos) {
    return new ProgressView() {
      private Long begun;

      @Override
      public void update(ProgressState state) {
        long now = nanos.getAsLong();
        if (begun == null) {
          begun = now;
        }
        if (now - begun >= wait.toNanos()) {
          view.update(state);
        }
      }

      @Override
      public void hint(String sentence) {
        view.hint(sentence);
      }

      @Override
      public void note(String sentence) {
        view.note(sentence);
      }

      @Override
      public void close() {
        view.close();
      }
    };
  }

  /**
   * Has progress shown in notebook cells from now on, in this whole process.
   *
   * @param screens gives a place in the cell that runs, or nothing where no cell does
   */
  public static void inNotebook(Supplier<Optional<CellScreen>> screens) {
    cells = screens;
  }

  /** Progress that is not shown; a note is printed all the same, since it must be read. */
  public static ProgressView none() {
    return new ProgressView() {
      @Override
      public void update(ProgressState state) {
        // Not shown.
      }

      @Override
      public void note(String sentence) {
        System.out.println(sentence);
      }

      @Override
      public void close() {
        // There is nothing to end.
      }
    };
  }

  static ProgressView choose(
      Map<String, String> environment, boolean terminal, Consumer<String> out, LongSupplier nanos) {
    String asked = environment.getOrDefault(VARIABLE, "").strip();
    boolean rewrites = terminal && !"dumb".equals(environment.get("TERM"));
    return switch (asked.isEmpty() ? rewrites ? "terminal" : "piped" : asked) {
      case "terminal" -> new TerminalProgress(out, nanos, columns(environment.get("COLUMNS")));
      case "piped" -> new PipedProgress(out, nanos);
      case "none" -> none();
      default ->
          throw new IllegalArgumentException(
              "%s is \"%s\", but only terminal, piped and none are known; correct or unset it"
                  .formatted(VARIABLE, asked));
    };
  }

  private static int columns(String text) {
    boolean usable = text != null && text.matches("[1-9][0-9]{1,3}");
    return usable ? Integer.parseInt(text) : USUAL_COLUMNS;
  }

  /** Since Java 22 there is a console even if nobody sits at it; it then says so itself. */
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot ask the console whether it is a terminal: " + e, e);
    }
  }
}
