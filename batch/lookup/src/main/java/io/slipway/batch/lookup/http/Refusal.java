package io.slipway.batch.lookup.http;

import io.slipway.batch.lookup.Lookup.UnknownFieldException;
import io.slipway.batch.warehouse.WarehouseException;
import java.util.Locale;
import java.util.Optional;

/** A request that is not carried out: of what, why, and what to do about it. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, for programs. The names are part of the API. */
  enum Reason {
    INVALID(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    MOVED(412),
    TOO_LARGE(413),
    PRECONDITION_MISSING(428),
    UNAVAILABLE(503);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }

    /** As programs compare it: {@code NotFound}. */
    String text() {
      StringBuilder text = new StringBuilder();
      for (String word : name().split("_")) {
        text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
      return text.toString();
    }
  }

  private final Reason reason;
  private final String object;
  private final String why;
  private final String next;

  Refusal(Reason reason, String object, String why, String next) {
    super("%s: %s; %s".formatted(object, why, next), null, false, false);
    this.reason = reason;
    this.object = object;
    this.why = why;
    this.next = next;
  }

  Reason reason() {
    return reason;
  }

  String object() {
    return object;
  }

  String why() {
    return why;
  }

  String next() {
    return next;
  }

  /** Empty for a defect of ours. */
  static Optional<Refusal> of(RuntimeException failure) {
    return switch (failure) {
      case Refusal refusal -> Optional.of(refusal);
      case UnknownFieldException unknown ->
          Optional.of(
              new Refusal(
                  Reason.INVALID,
                  "fields",
                  String.valueOf(unknown.getMessage()),
                  "ask for some of these, or leave fields out for all"));
      case WarehouseException warehouse -> of(warehouse);
      default -> Optional.empty();
    };
  }

  private static Optional<Refusal> of(WarehouseException e) {
    return switch (e.kind()) {
      case INVALID -> Optional.of(with(Reason.INVALID, e));
      case NOT_FOUND -> Optional.of(with(Reason.NOT_FOUND, e));
      case CONFLICT -> Optional.of(with(Reason.MOVED, e));
      case BUSY -> Optional.of(with(Reason.CONFLICT, e));
      // What a database says of itself is for the log.
      case UNAVAILABLE, FULL ->
          Optional.of(
              new Refusal(
                  Reason.UNAVAILABLE,
                  "the warehouse",
                  "it cannot be reached or did not answer in time",
                  "try again in a moment"));
      case DEFECT -> Optional.empty();
    };
  }

  private static Refusal with(Reason reason, WarehouseException e) {
    return new Refusal(reason, e.object(), e.why(), e.next());
  }
}
