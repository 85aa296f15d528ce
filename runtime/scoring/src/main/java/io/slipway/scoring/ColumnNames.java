package io.slipway.scoring;

import java.util.List;

/**
 * The names of a batch's columns, in order, and where each is: the same for all batches that are
 * made alike. Immutable.
 */
public final class ColumnNames {
  static final int NONE = -1;

  private final String[] names;

  /**
   * Numbers of columns plus one where their names' hashes lead to, at least half of it empty. Made
   * for most requests, for which nodes of a map would take longer than to score it may.
   */
  private final int[] places;

  private ColumnNames(String[] names) {
    this.names = names;
    this.places = new int[Integer.highestOneBit(Math.max(1, names.length)) << 2];
    for (int i = 0; i < names.length; i++) {
      int place = place(names[i]);
      if (places[place] != 0) {
        throw new IllegalArgumentException("two columns are named " + names[i]);
      }
      places[place] = i + 1;
    }
  }

  /**
   * @throws IllegalArgumentException if two columns have one name
   */
  static ColumnNames of(List<Column> columns) {
    String[] names = new String[columns.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = columns.get(i).name();
    }
    return new ColumnNames(names);
  }

  /** Where a name's column is, or else would be. */
  private int place(String name) {
    int hash = name.hashCode();
    int place = (hash ^ (hash >>> 16)) & (places.length - 1);
    while (places[place] != 0 && !names[places[place] - 1].equals(name)) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  int size() {
    return names.length;
  }

  String get(int number) {
    return names[number];
  }

  /** The number of a name's column; {@link #NONE} if there is none. */
  int find(String name) {
    return places[place(name)] - 1;
  }

  boolean areOf(List<Column> columns) {
    if (columns.size() != names.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (!names[i].equals(columns.get(i).name())) {
        return false;
      }
    }
    return true;
  }
}
