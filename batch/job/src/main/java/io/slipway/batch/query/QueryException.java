package io.slipway.batch.query;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import org.jspecify.annotations.Nullable;

/** A query whose rows cannot be had: why, and what to do. */
public final class QueryException extends IOException {
  private static final long serialVersionUID = 1;

  /** What DuckDB says in place of a class of SQLSTATE. */
  private static final String DUCKDB_REFUSES =
      "(Parser|Binder|Catalog|Conversion|Invalid Input|Out of Range|Permission) Error:.*";

  /** Why, for programs. */
  public enum Kind {
    /** The query, or what it gives, is not what can be scored. */
    INVALID,
    /** The database does not let this user in, or not as far as the query goes. */
    REFUSED,
    /** It cannot be reached, or gave up: again may help. */
    UNAVAILABLE
  }

  private final Kind kind;

  QueryException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static QueryException invalid(String message) {
    return new QueryException(Kind.INVALID, "the query of spec.input: " + message, null);
  }

  static QueryException of(SQLException e) {
    String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return switch (kind(e, words)) {
      case INVALID ->
          new QueryException(
              Kind.INVALID,
              "the query of spec.input: the database refuses it (%s); try it as FROM (query) q in the database's own client, then start a new run"
                  .formatted(words),
              e);
      case REFUSED ->
          new QueryException(
              Kind.REFUSED,
              "the database of spec.input does not let its user read (%s); see user and password in the Secret, and what the user may do"
                  .formatted(words),
              e);
      case UNAVAILABLE ->
          new QueryException(
              Kind.UNAVAILABLE,
              "the database of spec.input cannot be reached or gave up (%s); it is tried again"
                  .formatted(words),
              e);
    };
  }

  /** 28, 42501: who asks; 42, 22, 21, 0A, 25006: what is asked. */
  private static Kind kind(SQLException e, String words) {
    String state = String.valueOf(e.getSQLState());
    if (e instanceof SQLInvalidAuthorizationSpecException || state.matches("28.*|42501")) {
      return Kind.REFUSED;
    }
    boolean asked =
        e instanceof SQLSyntaxErrorException
            || e instanceof SQLFeatureNotSupportedException
            || state.matches("(42|22|21|0A).*|25006")
            || words.matches("(java\\.sql\\.SQLException: )?" + DUCKDB_REFUSES);
    return asked ? Kind.INVALID : Kind.UNAVAILABLE;
  }

  /** For programs. */
  public Kind kind() {
    return kind;
  }
}
