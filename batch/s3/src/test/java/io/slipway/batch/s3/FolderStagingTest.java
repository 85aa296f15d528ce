package io.slipway.batch.s3;

import io.slipway.batch.staging.FolderStaging;
import io.slipway.batch.staging.Staging;
import java.io.IOException;
import java.nio.file.Files;

/** What holds for a store holds for a folder. */
class FolderStagingTest extends StagingContract {

  @Override
  Staging open(String run) throws IOException {
    return FolderStaging.open(folder.resolve("staging").resolve(run));
  }

  @Override
  void change(String run, String part, String rows) throws IOException {
    Files.writeString(folder.resolve("staging").resolve(run).resolve("parts").resolve(part), rows);
  }
}
