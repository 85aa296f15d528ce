package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import java.util.OptionalInt;

/**
 * A decoded request.
 *
 * @param inputs for {@link io.slipway.scoring.Model#score}
 * @param rows how many rows the caller sent
 * @param rowNames names a row as the caller would
 * @param encoder writes the answer in the form asked for
 */
public record ScoringRequest(Batch inputs, int rows, RowNames rowNames, Encoder encoder) {

  /** Names rows in messages. */
  @FunctionalInterface
  public interface RowNames {
    /** Such as {@code instances[3]} or {@code line 5}, for a row counted from 0. */
    String of(int row);
  }

  /** Writes what a model answered. Safe for use by many threads. */
  @FunctionalInterface
  public interface Encoder {
    /**
     * @param outputs as {@link io.slipway.scoring.Model#score} gives them
     * @param maxBytes of the answer
     * @throws RequestException of kind {@link RequestException.Kind#ANSWER_FORM} if the form asked
     *     for cannot carry them, {@link RequestException.Kind#ANSWER_TOO_LARGE} beyond the limit
     */
    EncodedAnswer encode(Batch outputs, int maxBytes) throws RequestException;
  }

  /**
   * An answer's bytes.
   *
   * @param mediaType of the bytes
   * @param jsonLength how many of the bytes are JSON, where binary tensors follow them
   * @param bytes all of it: do not write to it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once and compared by nobody
  public record EncodedAnswer(String mediaType, OptionalInt jsonLength, byte[] bytes) {}
}
