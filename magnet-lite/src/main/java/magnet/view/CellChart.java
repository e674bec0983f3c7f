package magnet.view;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.HeatMapStyler;

/**
 * A chart of coloured cells in rows and columns, with labels on both sides and a legend. Of many
 * rows or columns the first and the last are drawn, with an empty one between.
 *
 * <p>It is an XChart chart, so notebooks and XChart's encoders take it, but it draws itself:
 * XChart's own heat map prints black values on dark cells too, has no room for long labels and no
 * place for cells without a value.
 */
final class CellChart extends Chart<HeatMapStyler, HeatMapSeries> {

  private static final int MARGIN = 16;
  private static final int GAP = 8;
  private static final double WIDEST_CELL = 2.2;
  private static final double LARGEST_CELL = 80;
  private static final int LONGEST_LABEL = 200; // what no picture has room for
  private static final int AROUND_COLUMNS = 300; // labels and legend beside the cells
  private static final int AROUND_ROWS = 130; // title, labels and title of the columns
  private static final int SMALLEST_FONT = 8;
  private static final int MOST_SQUARE = 128; // tag sets have fifty classes, and all count

  private final Cells cells;
  private final boolean areSquare;
  private final List<Integer> down; // which rows are shown
  private final List<Integer> across; // which columns are
  private final List<String> rows;
  private final List<String> columns;
  private final CellLegend legendAtRight;

  /** What is drawn; rows and columns count from 0 at the upper left. */
  interface Cells {

    /** The most rows and columns of cells of any shape; of more, the first and the last. */
    int MOST = 40;

    /** The labels from top to bottom. */
    List<String> rows();

    /** The labels from left to right: those of the rows, unless there are others. */
    default List<String> columns() {
      return rows();
    }

    /** The colour of a cell, or null for one that stays empty. */
    Color color(int row, int column);

    /** What is written into a cell, or an empty string. */
    String text(int row, int column);

    /**
     * The least height and width of square cells, at most 128 by 128; where they need more room,
     * the picture grows. 0 for cells of any shape.
     */
    default int leastSide() {
      return 0;
    }

    /** What always follows the label of a row, even where the label is cut. */
    default String rowMark(int row) {
      return "";
    }

    /** The colour of the label of the row and column with this number. */
    default Color labelColor(int number) {
      return ChartLook.INK;
    }
  }

  CellChart(String title, String rowTitle, String columnTitle, Cells cells, CellLegend legend) {
    super(ChartLook.WIDTH, ChartLook.HEIGHT, new HeatMapStyler());
    setTitle(title);
    setYAxisTitle(rowTitle);
    setXAxisTitle(columnTitle);
    this.cells = cells;
    areSquare = cells.leastSide() > 0;
    int most = areSquare ? MOST_SQUARE : Cells.MOST;
    down = ShownRows.of(cells.rows().size(), most);
    across = ShownRows.of(cells.columns().size(), most);
    rows = labels(down, cells.rows());
    columns = labels(across, cells.columns());
    legendAtRight = legend;
    setWidth(Math.max(ChartLook.WIDTH, AROUND_COLUMNS + cells.leastSide() * across.size()));
    setHeight(Math.max(ChartLook.HEIGHT, AROUND_ROWS + cells.leastSide() * down.size()));
  }

  private static List<String> labels(List<Integer> shown, List<String> all) {
    return shown.stream().map(i -> i == ShownRows.GAP ? "…" : all.get(i)).toList();
  }

  private Color color(int row, int column) {
    boolean isGap = down.get(row) == ShownRows.GAP || across.get(column) == ShownRows.GAP;
    return isGap ? null : cells.color(down.get(row), across.get(column));
  }

  private String text(int row, int column) {
    return cells.text(down.get(row), across.get(column));
  }

  private String rowMark(int row) {
    return down.get(row) == ShownRows.GAP ? "" : cells.rowMark(down.get(row));
  }

  private Color labelColor(int shown) {
    return shown == ShownRows.GAP ? ChartLook.QUIET : cells.labelColor(shown);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    setWidth(width);
    setHeight(height);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);

    Layout layout = new Layout(g, width, height);
    g.setFont(ChartLook.TITLE);
    g.setColor(ChartLook.INK);
    drawCentred(g, getTitle(), width / 2.0, MARGIN + g.getFontMetrics().getAscent());
    paintCells(g, layout);
    paintLabels(g, layout);
    paintTitles(g, layout);
    legendAtRight.paint(g, layout.right() + 3 * GAP, layout.top, layout.bottom() - layout.top);
  }

  @Override
  public String toString() {
    return PictureFolder.words(this);
  }

  private void paintCells(Graphics2D g, Layout at) {
    Font font = at.cellFont(g);
    g.setFont(font);
    boolean lines = Math.min(at.cellWidth, at.cellHeight) >= 8;
    for (int row = 0; row < down.size(); row++) {
      for (int column = 0; column < across.size(); column++) {
        Rectangle2D cell = at.cell(row, column);
        Color color = color(row, column);
        if (color != null) {
          g.setColor(color);
          g.fill(cell);
          String text = text(row, column);
          if (at.hasRoom(g.getFontMetrics(), text)) {
            g.setColor(isDark(color) ? Color.WHITE : ChartLook.INK);
            double baseline = cell.getCenterY() + font.getSize() * 0.36;
            drawCentred(g, text, cell.getCenterX(), baseline);
          }
        }
        if (lines) {
          g.setColor(color == null ? ChartLook.GRID : Color.WHITE);
          g.draw(cell);
        }
      }
    }
  }

  private void paintLabels(Graphics2D g, Layout at) {
    g.setFont(at.labelFont());
    FontMetrics metrics = g.getFontMetrics();
    int step = (int) Math.ceil((metrics.getAscent() + 1) / at.cellHeight);
    for (int row = 0; row < down.size(); row += step) {
      String mark = rowMark(row);
      double room = at.rowLabelWidth - metrics.stringWidth(mark);
      String label = fit(metrics, rows.get(row), room) + mark;
      g.setColor(labelColor(down.get(row)));
      float baseline = (float) (at.cell(row, 0).getCenterY() + metrics.getAscent() * 0.36);
      g.drawString(label, (float) (at.left - GAP - metrics.stringWidth(label)), baseline);
    }
    step = at.turned ? (int) Math.ceil((metrics.getAscent() + 1) / at.cellWidth) : 1;
    for (int column = 0; column < across.size(); column += step) {
      String label = fit(metrics, columns.get(column), at.columnLabelWidth);
      g.setColor(labelColor(across.get(column)));
      double x = at.cell(0, column).getCenterX();
      if (at.turned) {
        Graphics2D turned = (Graphics2D) g.create();
        turned.translate(x + metrics.getAscent() * 0.36, at.bottom() + GAP);
        turned.rotate(-Math.PI / 2);
        turned.drawString(label, -metrics.stringWidth(label), 0);
        turned.dispose();
      } else {
        drawCentred(g, label, x, at.bottom() + GAP + metrics.getAscent() * 0.8);
      }
    }
  }

  private void paintTitles(Graphics2D g, Layout at) {
    g.setFont(ChartLook.LABEL);
    g.setColor(ChartLook.QUIET);
    drawCentred(
        g,
        getXAxisTitle(),
        (at.left + at.right()) / 2,
        at.columnTitleTop() + ChartLook.LABEL.getSize());
    Graphics2D turned = (Graphics2D) g.create();
    turned.translate(at.left - at.rowLabelWidth - 2 * GAP - 2, (at.top + at.bottom()) / 2);
    turned.rotate(-Math.PI / 2);
    drawCentred(turned, getYAxisTitle(), 0, 0);
    turned.dispose();
  }

  private static void drawCentred(Graphics2D g, String text, double x, double baseline) {
    g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
  }

  private static boolean isDark(Color color) {
    return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue() < 120;
  }

  /** The label, cut to what fits the width. */
  private static String fit(FontMetrics metrics, String label, double width) {
    int most = Math.min(LONGEST_LABEL, Math.max(1, label.codePointCount(0, label.length())));
    String cut = Shortened.to(most, label);
    while (most > 1 && metrics.stringWidth(cut) > width) {
      cut = Shortened.to(--most, label);
    }
    return cut;
  }

  /** Where everything is, in pixels. */
  private final class Layout {

    private final double left;
    private final double top;
    private final double cellWidth;
    private final double cellHeight;
    private final double rowLabelWidth;
    private final double columnLabelWidth;
    private final boolean turned;

    private Layout(Graphics2D g, int width, int height) {
      FontMetrics metrics = g.getFontMetrics(ChartLook.SMALL);
      double titles = g.getFontMetrics(ChartLook.LABEL).getHeight();
      double marks = metrics.stringWidth(rowMark(down.size() - 1));
      rowLabelWidth = Math.min(widest(metrics, rows) + marks, width * 0.36);
      double spaceX =
          width - 2 * MARGIN - titles - 2 * GAP - rowLabelWidth - 3 * GAP - legendAtRight.width(g);
      double widest = widest(metrics, columns);
      double free = MARGIN + g.getFontMetrics(ChartLook.TITLE).getHeight() + 2 * GAP;
      double spaceY = height - MARGIN - titles - 2 * GAP - free;
      turned = widest + 4 > spaceX / across.size();
      columnLabelWidth = turned ? Math.min(widest, height * 0.22) : spaceX / across.size();
      spaceY -= turned ? columnLabelWidth : metrics.getHeight();
      double high = Math.min(LARGEST_CELL, spaceY / down.size());
      double widestCell = areSquare ? 1 : WIDEST_CELL;
      cellWidth = Math.min(spaceX / across.size(), widestCell * high);
      cellHeight = Math.min(high, cellWidth * widestCell);
      left = MARGIN + titles + 2 * GAP + rowLabelWidth + (spaceX - cellWidth * across.size()) / 2;
      top = free + (spaceY - cellHeight * down.size()) / 3;
    }

    /** Small enough for a label beside each row and column, if the letters are still legible. */
    private Font labelFont() {
      int size = (int) Math.min(ChartLook.SMALL.getSize(), Math.min(cellWidth, cellHeight) - 1);
      return ChartLook.SMALL.deriveFont((float) Math.max(SMALLEST_FONT, size));
    }

    /** One for all cells: the largest in which each has room for its text, or the smallest. */
    private Font cellFont(Graphics2D g) {
      int size = ChartLook.SMALL.getSize();
      while (size > SMALLEST_FONT
          && !allHaveRoom(g.getFontMetrics(ChartLook.SMALL.deriveFont((float) size)))) {
        size--;
      }
      return ChartLook.SMALL.deriveFont((float) size);
    }

    private boolean allHaveRoom(FontMetrics metrics) {
      for (int row = 0; row < down.size(); row++) {
        for (int column = 0; column < across.size(); column++) {
          if (color(row, column) != null && !hasRoom(metrics, text(row, column))) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean hasRoom(FontMetrics metrics, String text) {
      return metrics.stringWidth(text) + 4 <= cellWidth && metrics.getAscent() + 2 <= cellHeight;
    }

    private Rectangle2D cell(int row, int column) {
      return new Rectangle2D.Double(
          left + column * cellWidth, top + row * cellHeight, cellWidth, cellHeight);
    }

    private double right() {
      return left + cellWidth * across.size();
    }

    private double bottom() {
      return top + cellHeight * down.size();
    }

    private double columnTitleTop() {
      return bottom() + 2 * GAP + (turned ? columnLabelWidth : ChartLook.SMALL.getSize());
    }

    private double widest(FontMetrics metrics, List<String> labels) {
      return labels.stream()
          .mapToDouble(label -> metrics.stringWidth(Shortened.to(LONGEST_LABEL, label)))
          .max()
          .orElse(0);
    }
  }
}
