package io.slipway.batch.summary;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;

/** Counts the values of one output. */
sealed interface OutputCounter permits NumberCounter, LabelCounter {

  /** The value in that row, which is there. */
  void add(Column column, int row);

  Distribution distribution();

  /** One for values of this type. */
  static OutputCounter of(DataType type, Room room) {
    return switch (type) {
      case BOOL, BYTES -> new LabelCounter(room.labels());
      default -> new NumberCounter(room.bins());
    };
  }
}
