package io.slipway.server.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Verified models by digest. A model has a folder of its own, so that nothing that its file names
 * finds another file beside it. What is in it survives a restart of the container, and is believed
 * only after it was hashed again.
 */
public final class ModelCache {
  private final Path folder;

  /**
   * @param folder is made when first needed
   */
  public ModelCache(Path folder) {
    this.folder = folder;
  }

  /** The file of {@code digest}, whose bytes were just hashed. */
  Optional<Path> verified(Digest digest) throws IOException {
    Path file = file(digest);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (hash(file).equals(digest)) {
      return Optional.of(file);
    }
    Files.delete(file);
    return Optional.empty();
  }

  /** A name for a file that is not verified yet. */
  Path temporary(String name) throws IOException {
    Path incoming = Files.createDirectories(folder.resolve("incoming"));
    return incoming.resolve(name);
  }

  /**
   * Takes over a file whose digest was computed from the bytes written. Its appearance is atomic.
   *
   * @param temporary on disk already, not only written
   */
  Path admit(Path temporary, Digest digest) throws IOException {
    Path file = file(digest);
    Path parent = Files.createDirectories(folder.resolve(digest.hex()));
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    }
    return file;
  }

  /** How long the file of {@code digest} is; empty if it was not admitted. */
  public OptionalLong size(Digest digest) throws IOException {
    Path file = file(digest);
    return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
  }

  /** Where the file of {@code digest} is once it was admitted. */
  public Path file(Digest digest) {
    return folder.resolve(digest.hex()).resolve("model");
  }

  /**
   * Where the compiled form of {@code digest} may be kept: not beside the model, whose file may
   * name others in its folder.
   */
  public Path compiledForm(Digest digest) {
    return folder.resolve("compiled").resolve(digest.hex());
  }

  private static Digest hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream hashing = new DigestInputStream(in, Download.newSha256())) {
      hashing.transferTo(java.io.OutputStream.nullOutputStream());
      return new Digest(HexFormat.of().formatHex(hashing.getMessageDigest().digest()));
    }
  }
}
