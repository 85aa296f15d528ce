package io.slipway.cli.imports;

import io.slipway.client.Progress;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.s3.S3Store;
import io.slipway.sources.s3.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a bucket.
 *
 * @param prefix that keys begin with, with a slash at its end; empty for all
 */
public record BucketTree(
    S3Store store, String bucket, String prefix, Http http, InstantSource clock)
    implements FileOrigin.Tree {

  @Override
  public Map<String, FileOrigin.Entry> files() throws SourceProblem {
    Map<String, FileOrigin.Entry> files = new TreeMap<>();
    for (StoredObject object : store.list(bucket, prefix, http, clock)) {
      String path = object.key().substring(prefix.length());
      if (!path.isEmpty() && !path.endsWith("/")) {
        files.put(path, new FileOrigin.Entry(object.size(), object.tag(), object.modified()));
      }
    }
    return files;
  }

  @Override
  public String mark(String path, FileOrigin.Entry entry) {
    return entry.size() + " " + entry.tag();
  }

  @Override
  public Path local(String path, FileOrigin.Entry entry, Path folder, Progress progress)
      throws SourceProblem, IOException {
    Path target = Files.createTempFile(folder, "object", "");
    http.fetch(path, () -> store.object(bucket, prefix + path, clock.instant()), target, progress);
    return target;
  }
}
