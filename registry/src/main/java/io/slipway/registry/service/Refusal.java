package io.slipway.registry.service;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is not carried out: of what, why, and what to do about it. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, for programs. The names are part of the API. */
  public enum Reason {
    INVALID,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    GONE,
    CONFLICT,
    MOVED,
    PRECONDITION_MISSING,
    DIGEST_MISMATCH,
    TOO_LARGE,
    NO_ROOM,
    TAMPERED,
    UNAVAILABLE
  }

  private final Reason reason;
  private final String object;
  private final String cause;
  private final String next;
  private final transient Map<String, Object> details;

  public Refusal(Reason reason, String object, String cause, String next) {
    this(reason, object, cause, next, Map.of());
  }

  /**
   * @param object such as {@code models/churn/versions/7}
   * @param cause why it is not done
   * @param next what to do instead
   * @param details for programs, by name
   */
  public Refusal(Reason reason, String object, String cause, String next, Map<String, ?> details) {
    super("%s: %s; %s".formatted(object, cause, next), null, false, false);
    this.reason = reason;
    this.object = object;
    this.cause = cause;
    this.next = next;
    this.details = new LinkedHashMap<>(details);
  }

  public Reason reason() {
    return reason;
  }

  public String object() {
    return object;
  }

  /** Why it is not done. */
  public String why() {
    return cause;
  }

  /** What to do instead. */
  public String next() {
    return next;
  }

  public Map<String, Object> details() {
    return details;
  }
}
