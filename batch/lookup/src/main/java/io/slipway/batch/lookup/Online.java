package io.slipway.batch.lookup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model that scores now. */
@FunctionalInterface
public interface Online {

  /** What it says, or why it says nothing. */
  sealed interface Said {
    /**
     * One prediction for each row, in their order.
     *
     * @param digest of the model
     */
    record Predictions(List<Map<String, Object>> rows, Optional<String> digest) implements Said {}

    /** Nothing. */
    record Nothing(String why) implements Said {}
  }

  Said predict(List<ObjectNode> rows);

  /** Where there is none. */
  static Online none() {
    return _ -> new Said.Nothing("no model is set up to be asked");
  }
}
