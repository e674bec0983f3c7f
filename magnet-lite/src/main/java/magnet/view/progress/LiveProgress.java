package magnet.view.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import magnet.view.CellOutput;
import magnet.view.ChartLook;
import magnet.view.HtmlText;
import magnet.view.LossCurves;

/**
 * Progress in a notebook cell: a bar, the losses as curves, speed and time left, redrawn in place,
 * three times a second at most.
 */
public final class LiveProgress extends PacedProgress {

  private static final String QUIET = "opacity:.7;font-size:90%";

  private final CellScreen screen;
  private final LossCurves curves = new LossCurves();
  private final List<String> hints = new ArrayList<>();

  private long begin;

  /**
   * Progress on a part of a cell.
   *
   * @param screen shows it
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  public LiveProgress(CellScreen screen, LongSupplier nanos) {
    super(Duration.ofMillis(330), nanos);
    this.screen = screen;
  }

  @Override
  public void update(ProgressState state) {
    if (latest == null) {
      begin = nanos.getAsLong();
    }
    curves.add(state.done(), state.values());
    super.update(state);
  }

  @Override
  public void hint(String sentence) {
    hints.add(sentence);
  }

  @Override
  void end() {
    if (latest != null) {
      show();
    }
  }

  @Override
  void show() {
    StringBuilder html = new StringBuilder("<div style=\"max-width:720px;line-height:1.5\">");
    html.append(headline()).append(bar());
    if (curves.canBeDrawn()) {
      html.append(closed ? curves.image(latest.done()) : curves.svg(latest.total()));
    }
    html.append("<div>").append(curves.legend()).append("</div>");
    if (!closed) {
      hints.forEach(hint -> html.append(quiet(hint)));
    }
    StringBuilder text = new StringBuilder(ProgressLine.plain(latest));
    for (String note : notes) {
      html.append(quiet(note));
      text.append('\n').append(note);
    }
    screen.show(CellOutput.html(html.append("</div>").toString()), text.toString());
  }

  private String headline() {
    StringBuilder words = new StringBuilder(ProgressLine.count(latest));
    ProgressLine.speed(latest).ifPresent(speed -> words.append(" · ").append(speed));
    if (closed) {
      words.append(" · ").append(ProgressLine.clock(Duration.ofNanos(nanos.getAsLong() - begin)));
    } else {
      ProgressLine.left(latest).ifPresent(left -> words.append(" · ").append(left));
    }
    return "<div><b>" + HtmlText.escaped(latest.title()) + "</b> " + words + "</div>";
  }

  private String bar() {
    double percent = 100.0 * latest.done() / latest.total();
    return String.format(
        Locale.ROOT,
        "<div style=\"height:6px;border-radius:3px;background:rgba(128,128,128,.25);margin:4px"
            + " 0 8px\"><div style=\"width:%.1f%%;height:6px;border-radius:3px;background:%s\">"
            + "</div></div>",
        percent,
        HtmlText.hex(ChartLook.series(0)));
  }

  private static String quiet(String sentence) {
    return "<div style=\"" + QUIET + "\">" + HtmlText.escaped(sentence) + "</div>";
  }
}
