package io.slipway.benchmarks.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What moves bytes and does nothing else with them. */
final class Limits {
  private static final int CHUNK = 1 << 16;

  private Limits() {}

  /** Writes the bytes into a new file and waits until the disk has them. */
  static void write(Path folder, byte[] bytes) throws IOException {
    Path file = folder.resolve("limit");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        left.limit(Math.min(left.position() + CHUNK, bytes.length));
        channel.write(left);
        left.limit(bytes.length);
      }
      channel.force(true);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Sends the bytes over a connection to this machine, to somebody who reads them. */
  static void send(byte[] bytes) throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread reader = Thread.ofPlatform().start(() -> read(server));
      try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
        for (int sent = 0; sent < bytes.length; sent += CHUNK) {
          socket.getOutputStream().write(bytes, sent, Math.min(CHUNK, bytes.length - sent));
        }
      }
      reader.join();
    }
  }

  private static void read(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      byte[] chunk = new byte[CHUNK];
      while (in.read(chunk) >= 0) {
        // On to the next.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
