package io.slipway.operator.batch.status;

import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.operator.status.Trouble;

/**
 * Why it is as it is.
 *
 * @param reason one of the documented reasons
 * @param message the object, the cause, and what to do
 */
public record Why(String reason, String message) {

  public static Why of(BatchReason reason, String message) {
    return new Why(reason.value(), message);
  }

  public static Why of(Trouble trouble) {
    return new Why(trouble.reason().value(), trouble.message());
  }
}
