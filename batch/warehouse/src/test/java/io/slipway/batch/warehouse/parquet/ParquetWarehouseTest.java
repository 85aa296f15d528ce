package io.slipway.batch.warehouse.parquet;

import io.slipway.batch.folder.VolumeFolder;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseContract;
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
}
