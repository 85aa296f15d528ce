package io.slipway.batch.query;

import io.slipway.batch.input.Lines;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Split;
import java.io.IOException;
import java.util.Set;

/** A query whose rows are scored. Safe for use by many threads. */
public interface Query {

  /**
   * Its ranges as they are now, a split each, with the rows that each has in place of bytes. A
   * query without a row has no split.
   */
  Plan plan() throws IOException;

  /**
   * The rows of a split, each as an object of JSON, in the order in which the database gives them.
   *
   * @throws io.slipway.batch.input.InputChangedException at the last line or before, if there are
   *     more or fewer rows than were planned
   */
  Lines lines(Plan plan, Split split, Wanted wanted) throws IOException;

  /**
   * Which columns are read. A column is known by its exact name, else by the only one that differs
   * from it in capital letters at most. One that the query does not have is missing in its rows.
   *
   * @param columns all of them
   * @param required those among them that there must be
   * @param texts those among them whose whole numbers are to be text
   */
  record Wanted(Set<String> columns, Set<String> required, Set<String> texts) {
    public Wanted {
      columns = Set.copyOf(columns);
      required = Set.copyOf(required);
      texts = Set.copyOf(texts);
    }
  }
}
