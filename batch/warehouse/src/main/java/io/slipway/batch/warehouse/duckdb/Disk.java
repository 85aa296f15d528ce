package io.slipway.batch.warehouse.duckdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** All that changes files, in steps after each of which the power may fail. */
class Disk {

  /** Puts a whole file where another one may be; readers see the one or the other. */
  void replace(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    write(beside, content);
    publish(beside, file);
  }

  void write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
  }

  /** Gives a file its name once it is on the disk. */
  void publish(Path from, Path to) throws IOException {
    force(from);
    move(from, to);
    force(to.resolveSibling("."));
  }

  void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
