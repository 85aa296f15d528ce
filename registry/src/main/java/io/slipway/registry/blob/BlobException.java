package io.slipway.registry.blob;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A store that cannot do what was asked of it. The message is for people: what, why, and what they
 * can do; no secret, no path.
 */
public final class BlobException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** No blob has this digest. */
    ABSENT,
    /** The bytes sent do not begin where those that are kept end; or none begin there. */
    WRONG_OFFSET,
    /** More bytes came than were announced. */
    TOO_LONG,
    /** Somebody else is at it: ask again in a moment. */
    BUSY,
    /** The disk or the S3 store is full. */
    NO_ROOM,
    /** The disk or the S3 store takes no bytes, for another reason than being full. */
    UNWRITABLE,
    /** The S3 store does not answer, or broke the connection: ask again later. */
    UNREACHABLE,
    /** The S3 store refuses the keys. */
    FORBIDDEN,
    /** The configuration names something that is not there. */
    MISCONFIGURED
  }

  private final Reason reason;

  BlobException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  BlobException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** True where the same request may succeed later without anybody's doing. */
  public boolean isTransient() {
    return reason == Reason.BUSY || reason == Reason.UNREACHABLE;
  }
}
