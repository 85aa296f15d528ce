package io.slipway.cli.imports;

import io.slipway.client.LocalFile;
import io.slipway.client.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of this machine. Links are left out, since they may lead anywhere.
 *
 * @param folder that holds the models
 */
public record FolderTree(Path folder) implements FileOrigin.Tree {

  @Override
  public Map<String, FileOrigin.Entry> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    Map<String, FileOrigin.Entry> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file :
          all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
        files.put(
            folder.relativize(file).toString().replace('\\', '/'),
            new FileOrigin.Entry(
                Files.size(file), "", Files.getLastModifiedTime(file).toInstant()));
      }
    }
    return files;
  }

  @Override
  public String mark(String path, FileOrigin.Entry entry) throws IOException {
    return LocalFile.under(folder.resolve(path), Progress.UNSEEN).getFirst().digest();
  }

  @Override
  public Path local(String path, FileOrigin.Entry entry, Path work, Progress progress) {
    return folder.resolve(path);
  }
}
