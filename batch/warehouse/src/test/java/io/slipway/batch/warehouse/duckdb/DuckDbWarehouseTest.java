package io.slipway.batch.warehouse.duckdb;

import static io.slipway.batch.warehouse.Generation.SET;

import io.slipway.batch.warehouse.FormerCatalogue;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DuckDbWarehouseTest extends WarehouseContract {
  @TempDir private Path folder = Path.of("");

  @Override
  protected Warehouse open() {
    return DuckDbWarehouse.open(folder);
  }

  /** A reader that comes too late for a file looks again. */
  @Override
  protected void awaitReadersEnd() {}

  @Override
  protected void makeAsBefore() throws IOException {
    FormerCatalogue.replace(folder.resolve(SET.text()).resolve("set.json"));
  }
}
