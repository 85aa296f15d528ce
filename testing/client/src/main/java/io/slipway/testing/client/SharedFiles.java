package io.slipway.testing.client;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The files of a folder, by HTTP. What is in the folder may be put there by others too.
 *
 * @param folder a mounted volume
 */
record SharedFiles(Path folder) {

  /** Answers with the file, or 404. */
  void get(HttpExchange exchange, String name) throws IOException {
    Path file = file(name);
    if (!Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.sendResponseHeaders(200, Files.size(file));
    Files.copy(file, exchange.getResponseBody());
  }

  /** Makes the request's body the file; readers see the old bytes or the new ones. */
  void put(HttpExchange exchange, String name) throws IOException {
    Path file = file(name);
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.createDirectories(Objects.requireNonNull(unfinished.getParent()));
    try (InputStream body = exchange.getRequestBody()) {
      Files.copy(body, unfinished, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    openToReaders(file);
    exchange.sendResponseHeaders(204, -1);
  }

  /** Makes a folder that every pod may write to, whoever it runs as. */
  void makeFolder(HttpExchange exchange, String name) throws IOException {
    Path made = Files.createDirectories(file(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    openToReaders(made);
    exchange.sendResponseHeaders(204, -1);
  }

  void delete(HttpExchange exchange, String name) throws IOException {
    Files.deleteIfExists(file(name));
    exchange.sendResponseHeaders(204, -1);
  }

  /** Some provisioners make a volume's folder for root alone. */
  private void openToReaders(Path written) throws IOException {
    if (Files.getOwner(written).equals(Files.getOwner(folder))) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new IOException(name + " is not in the folder");
    }
    return file;
  }
}
