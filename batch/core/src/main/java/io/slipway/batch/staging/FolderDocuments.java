package io.slipway.batch.staging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Documents in a folder of a volume. Each is a hard link to a file that is already complete and on
 * the disk: a link is made or is not, and never replaces another, on local file systems as on NFS.
 */
public final class FolderDocuments implements Documents {
  private final Path folder;

  private FolderDocuments(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder made if it is not there
   */
  public static FolderDocuments open(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new FolderDocuments(folder);
  }

  @Override
  public byte[] keep(String name, byte[] content) throws IOException {
    Path aside = folder.resolve("." + name + "." + UUID.randomUUID());
    try {
      Files.write(aside, content, StandardOpenOption.CREATE_NEW);
      force(aside);
      Files.createLink(folder.resolve(name), aside);
      return content;
    } catch (FileAlreadyExistsException e) {
      return read(name).orElseThrow(() -> e);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
