package io.slipway.registry.auth;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Digests;
import io.slipway.registry.model.InvalidException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens from a file that somebody else writes, such as a mounted Secret: a line for each, with its
 * name, its scopes, and the token or the {@code sha256:...} of it. Read anew when it changes.
 */
public final class TokenFile {
  private static final Logger log = LoggerFactory.getLogger(TokenFile.class);

  private final Path file;
  private volatile Read last;

  private record Read(FileTime modified, long size, Map<Digest, Caller> callers) {}

  /**
   * Reads it.
   *
   * @throws InvalidException when a line is none
   */
  public TokenFile(Path file) {
    this.file = file;
    try {
      this.last = read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the file of tokens " + file + " cannot be read", e);
    }
  }

  Optional<Caller> find(Digest hash) {
    refresh();
    return Optional.ofNullable(last.callers().get(hash));
  }

  /** While a new file makes no sense the old one holds: a slip of the pen locks nobody out. */
  private void refresh() {
    try {
      Read read = last;
      if (!Files.getLastModifiedTime(file).equals(read.modified())
          || Files.size(file) != read.size()) {
        last = read(file);
        log.info("the file of tokens was read anew");
      }
    } catch (IOException | InvalidException e) {
      log.atError().setCause(e).log("the file of tokens cannot be read; the tokens before it hold");
    }
  }

  private static Read read(Path file) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    Map<Digest, Caller> callers = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        String where = "line %d of the file of tokens".formatted(number);
        String[] words = line.strip().split("\\s+");
        if (words.length != 3) {
          throw new InvalidException(
              where + ": write a name, scopes with commas, and the token, with spaces between");
        }
        callers.put(hash(where, words[2]), new Caller(words[0], Scope.parse(words[1])));
      }
    }
    return new Read(modified, size, callers);
  }

  private static Digest hash(String where, String token) {
    if (token.startsWith("sha256:")) {
      return Digests.parse(where, token);
    }
    if (token.length() < 32) {
      throw new InvalidException(
          where + ": the token is shorter than 32 characters and could be guessed; make a new one");
    }
    return TokenText.hash(token);
  }
}
