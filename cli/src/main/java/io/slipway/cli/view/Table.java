package io.slipway.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as they need; a column without any text is left out. */
final class Table {

  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row with a cell for each heading. */
  Table row(Cell... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + headings.size());
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines; none where there are no rows. */
  List<String> lines(Palette palette) {
    List<String> lines = new ArrayList<>();
    if (rows.isEmpty()) {
      return lines;
    }
    lines.add(line(headings.stream().map(text -> Cell.of(Tone.STRONG, text)).toList(), palette));
    rows.forEach(row -> lines.add(line(row, palette)));
    return lines;
  }

  private String line(List<Cell> row, Palette palette) {
    var line = new StringBuilder();
    var pending = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int width = width(column);
      if (width == 0) {
        continue;
      }
      Cell cell = row.get(column);
      if (!cell.text().isEmpty()) {
        line.append(pending).append(cell.painted(palette));
        pending.setLength(0);
      }
      // Spaces are written only before more text, so that no line ends with them.
      pending.append(" ".repeat(width - cell.text().length())).append(GAP);
    }
    return line.toString();
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).text().length()).max().orElse(0);
    return widest == 0 ? 0 : Math.max(widest, headings.get(column).length());
  }
}
