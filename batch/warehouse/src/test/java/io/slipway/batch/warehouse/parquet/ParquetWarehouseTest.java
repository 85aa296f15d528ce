package io.slipway.batch.warehouse.parquet;

import static io.slipway.batch.warehouse.Generation.SET;

import io.slipway.batch.folder.VolumeFolder;
import io.slipway.batch.warehouse.FormerCatalogue;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ParquetWarehouseTest extends WarehouseContract {
  @TempDir private Path folder = Path.of("");

  @Override
  protected Warehouse open() {
    return ParquetWarehouse.open(
        new VolumeFolder(folder.resolve("shared")), folder.resolve("scratch"));
  }

  /** A reader that comes too late for a folder looks again. */
  @Override
  protected void awaitReadersEnd() {}

  @Override
  protected void makeAsBefore() throws IOException {
    FormerCatalogue.replace(folder.resolve("shared").resolve(SET.text()).resolve("current.json"));
  }
}
