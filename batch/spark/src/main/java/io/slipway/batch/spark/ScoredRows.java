package io.slipway.batch.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Rows with their answers behind them, some read ahead for a call of the model. */
final class ScoredRows implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final BoundModel model;
  private final int rowsPerCall;

  private List<Row> read = List.of();
  private List<@Nullable Object[]> answers = List.of();
  private int next;

  ScoredRows(Iterator<Row> rows, BoundModel model, int rowsPerCall) {
    this.rows = rows;
    this.model = model;
    this.rowsPerCall = rowsPerCall;
  }

  @Override
  public boolean hasNext() {
    return next < read.size() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (next == read.size()) {
      readAhead();
    }
    Row row = read.get(next);
    @Nullable Object[] answer = answers.get(next++);
    @Nullable Object[] cells = new Object[row.size() + answer.length];
    for (int i = 0; i < row.size(); i++) {
      cells[i] = row.get(i);
    }
    System.arraycopy(answer, 0, cells, row.size(), answer.length);
    return RowFactory.create(cells);
  }

  private void readAhead() {
    List<Row> ahead = new ArrayList<>();
    while (ahead.size() < rowsPerCall && rows.hasNext()) {
      ahead.add(rows.next());
    }
    answers = model.score(ahead);
    read = ahead;
    next = 0;
  }
}
