package io.slipway.registry.store;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The database did not do what it was asked to; nothing of it was done. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Kind {
    /** Another did the same at the same time: look again. */
    CONFLICT,
    /** It cannot be reached or is too busy: try again later. */
    UNAVAILABLE,
    /** There is no room for it. */
    FULL,
    /** A defect of ours. */
    DEFECT
  }

  private final Kind kind;

  StoreException(SQLException cause) {
    this(kind(cause), "the database: " + cause.getMessage(), cause);
  }

  StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  private static Kind kind(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    String message = String.valueOf(cause.getMessage()).toUpperCase(Locale.ROOT);
    if (message.contains("SQLITE_FULL") || state.equals("53100")) {
      return Kind.FULL;
    }
    if (message.contains("SQLITE_CONSTRAINT") || state.startsWith("23") || state.startsWith("40")) {
      return Kind.CONFLICT;
    }
    if (message.contains("SQLITE_BUSY")
        || message.contains("SQLITE_IOERR")
        || message.contains("SQLITE_READONLY")
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || cause instanceof SQLTransientException) {
      return Kind.UNAVAILABLE;
    }
    return Kind.DEFECT;
  }
}
