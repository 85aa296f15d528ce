package io.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.client.Http.LocalFileException;
import io.slipway.client.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;

/**
 * Sends a file. A connection that breaks costs what was in flight: the registry is asked how much
 * came, and the rest is sent. It is given up when it breaks time and again without a byte more.
 */
final class Upload {
  private static final int CHUNK = 1 << 16;

  private final Http http;
  private final Patience patience;
  private final Progress progress;

  Upload(Http http, Patience patience, Progress progress) {
    this.http = http;
    this.patience = patience;
    this.progress = progress;
  }

  void send(LocalFile file) throws RegistryException, InterruptedException {
    progress.begun(Progress.Work.SENDING, file.path(), file.size());
    long most = 0;
    int failures = 0;
    while (true) {
      try {
        State state = state(file);
        if (state.complete()) {
          break;
        }
        if (state.received() > most) {
          most = state.received();
          failures = 0;
        }
        if (sendFrom(file, state.received()).complete()) {
          break;
        }
        failures++;
      } catch (RegistryException e) {
        // Another upload of the same bytes, or what came of ours after we took it for broken.
        RegistryException passing = e.kind() == Kind.CONFLICT ? again(e) : e;
        patience.rest(passing, ++failures);
      }
    }
    progress.at(file.size());
    progress.ended();
  }

  private record State(boolean complete, long received) {}

  private State state(LocalFile file) throws RegistryException {
    return read(http.ask("GET", path(file) + "/upload", Map.of(), new byte[0]).json());
  }

  private State sendFrom(LocalFile file, long offset) throws RegistryException {
    long rest = file.size() - offset;
    Map<String, String> range =
        offset == 0
            ? Map.of()
            : Map.of(
                "Content-Range", "bytes %d-%d/%d".formatted(offset, file.size() - 1, file.size()));
    return read(http.send(path(file), range, out -> copy(file, offset, out), rest).json());
  }

  private static State read(JsonNode json) throws RegistryException {
    return new State(json.path("complete").asBoolean(), new Fields(json).number("received"));
  }

  private static String path(LocalFile file) {
    return "/v1/blobs/" + file.digest();
  }

  private static RegistryException again(RegistryException e) {
    return new RegistryException(Kind.UNAVAILABLE, e.object(), e.why(), e.next(), e);
  }

  private void copy(LocalFile file, long offset, OutputStream out) throws IOException {
    try (InputStream in = open(file, offset)) {
      byte[] chunk = new byte[CHUNK];
      long at = offset;
      while (at < file.size()) {
        int read = read(file, in, chunk, (int) Math.min(chunk.length, file.size() - at));
        out.write(chunk, 0, read);
        at += read;
        progress.at(at);
      }
    }
  }

  private static InputStream open(LocalFile file, long offset) throws IOException {
    try {
      InputStream in = Files.newInputStream(file.file());
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      throw new LocalFileException(file.file() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static int read(LocalFile file, InputStream in, byte[] chunk, int most)
      throws IOException {
    int read;
    try {
      read = in.read(chunk, 0, most);
    } catch (IOException e) {
      throw new LocalFileException(file.file() + " cannot be read: " + e.getMessage(), e);
    }
    if (read < 0) {
      throw new LocalFileException(
          file.file() + " became shorter while it was sent", new IOException("end of file"));
    }
    return read;
  }
}
