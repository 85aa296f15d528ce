package io.slipway.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path folder;

  @Test
  void aDatabaseWithoutRoomSaysSoAndKeepsWhatItHas() {
    try (Database database = Database.open(new DatabaseConfig.Sqlite(folder.resolve("r.db")))) {
      database.<List<Integer>, RuntimeException>write(
          session ->
              session.list("PRAGMA max_page_count = 1", row -> row.integer("max_page_count")));
      int written = 0;
      StoreException full = null;
      while (full == null) {
        int number = written;
        full =
            catchThrowableOfType(
                StoreException.class,
                () ->
                    database.write(
                        session -> {
                          new AuditLog(session)
                              .add(Instant.EPOCH, "a", "b", "c" + number, "d".repeat(1000));
                          return true;
                        }));
        written += full == null ? 1 : 0;
      }
      assertThat(full.kind()).isEqualTo(StoreException.Kind.FULL);
      int kept = written;
      List<AuditLog.Entry> entries =
          database.read(session -> new AuditLog(session).after(0, 10_000));
      assertThat(entries).hasSize(kept);
    }
  }
}
