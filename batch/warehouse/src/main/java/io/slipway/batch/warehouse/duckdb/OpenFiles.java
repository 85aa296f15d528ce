package io.slipway.batch.warehouse.duckdb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/** Files that readers have open, each once. One that is no longer needed is closed by its last. */
final class OpenFiles implements AutoCloseable {
  private final Map<Path, Shared> files = new HashMap<>();

  private static final class Shared {
    private final DuckDBConnection connection;
    private int users;
    private boolean unneeded;

    Shared(DuckDBConnection connection) {
      this.connection = connection;
    }
  }

  /** What is done with a connection of one's own. */
  @FunctionalInterface
  interface Use<T> {
    T of(DuckDBConnection connection) throws SQLException;
  }

  <T> T use(Path file, Use<T> use) throws SQLException {
    Shared shared = begin(file);
    try (DuckDBConnection own = shared.connection.duplicate()) {
      return use.of(own);
    } finally {
      end(shared);
    }
  }

  private synchronized Shared begin(Path file) throws SQLException {
    Shared shared = files.get(file);
    if (shared == null) {
      shared = new Shared(RowFile.open(file));
      files.put(file, shared);
    }
    shared.users++;
    return shared;
  }

  private synchronized void end(Shared shared) throws SQLException {
    shared.users--;
    closeIfUnneeded(shared);
  }

  private static void closeIfUnneeded(Shared shared) throws SQLException {
    if (shared.unneeded && shared.users == 0) {
      shared.connection.close();
    }
  }

  /** Lets go of those in the folder that are not among these. */
  synchronized void keepOnly(Path folder, Set<Path> needed) throws SQLException {
    Iterator<Map.Entry<Path, Shared>> open = files.entrySet().iterator();
    while (open.hasNext()) {
      Map.Entry<Path, Shared> file = open.next();
      if (folder.equals(file.getKey().getParent()) && !needed.contains(file.getKey())) {
        open.remove();
        file.getValue().unneeded = true;
        closeIfUnneeded(file.getValue());
      }
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    for (Shared shared : files.values()) {
      shared.unneeded = true;
      closeIfUnneeded(shared);
    }
    files.clear();
  }
}
