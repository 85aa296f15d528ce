package io.slipway.client;

import java.util.Locale;
import java.util.Optional;

/** What the registry did not do, or what could not be asked of it: of what, why, and what to do. */
public final class RegistryException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, for programs. */
  public enum Kind {
    /** The request makes no sense. */
    INVALID,
    /** No token, or one that the registry does not know. */
    UNAUTHENTICATED,
    /** The token's scopes do not include it. */
    FORBIDDEN,
    NOT_FOUND,
    /** It was deleted. */
    GONE,
    /** It contradicts what is there. */
    CONFLICT,
    /** The alias points elsewhere than was believed. */
    MOVED,
    PRECONDITION_MISSING,
    /** The bytes that were sent are not those that were announced. */
    DIGEST_MISMATCH,
    TOO_LARGE,
    NO_ROOM,
    /** The registry found that its stored bytes have changed. */
    TAMPERED,
    /** Busy, or without its database; it may be tried again. */
    UNAVAILABLE,
    /** There is no registry at the address, or the way to it is broken. */
    UNREACHABLE,
    /** Whoever answers cannot prove to be the registry. */
    UNTRUSTED,
    /** The bytes that came are not those of the digest, and were thrown away. */
    CORRUPT,
    /** An answer that no registry gives. */
    UNEXPECTED;

    /** By the name that the API has for it. */
    static Optional<Kind> named(String name) {
      String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
      for (Kind kind : values()) {
        if (kind.name().equals(constant)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    /** Whether the same request may succeed a moment later. */
    boolean passing() {
      return this == UNAVAILABLE || this == UNREACHABLE;
    }
  }

  private final Kind kind;
  private final String object;
  private final String why;
  private final String next;

  public RegistryException(Kind kind, String object, String why, String next) {
    super(object + ": " + why + "; " + next);
    this.kind = kind;
    this.object = object;
    this.why = why;
    this.next = next;
  }

  RegistryException(Kind kind, String object, String why, String next, Throwable cause) {
    this(kind, object, why, next);
    initCause(cause);
  }

  public Kind kind() {
    return kind;
  }

  /** Such as {@code models/churn/versions/7}. */
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
