package io.slipway.batch.warehouse;

import org.jspecify.annotations.Nullable;

/** The warehouse did not do what it was asked to. What it says: of what, why, and what to do. */
public final class WarehouseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, for programs. */
  public enum Kind {
    /** What was asked for makes no sense; asking again will not help. */
    INVALID,
    /** There is no such set or set version. */
    NOT_FOUND,
    /** The pointer is not where the caller believes. */
    CONFLICT,
    /** Somebody else is at it: try again later. */
    BUSY,
    /** It cannot be reached, or gave up: try again. */
    UNAVAILABLE,
    /** There is no room. */
    FULL,
    /** A defect of ours. */
    DEFECT
  }

  private final Kind kind;
  private final String object;
  private final String why;
  private final String next;

  public WarehouseException(
      Kind kind, String object, String why, String next, @Nullable Throwable cause) {
    super("%s: %s; %s".formatted(object, why, next), cause);
    this.kind = kind;
    this.object = object;
    this.why = why;
    this.next = next;
  }

  public WarehouseException(Kind kind, String object, String why, String next) {
    this(kind, object, why, next, null);
  }

  public static WarehouseException invalid(String object, String why, String next) {
    return new WarehouseException(Kind.INVALID, object, why, next);
  }

  public Kind kind() {
    return kind;
  }

  public String object() {
    return object;
  }

  public String why() {
    return why;
  }

  /** What to do about it. */
  public String next() {
    return next;
  }
}
