package io.slipway.batch.lookup.http;

import io.slipway.batch.lookup.http.Refusal.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may do what. A file of tokens has a line for each: a name, scopes with commas between them,
 * and the token or {@code sha256:} and its hash.
 */
public final class Gate {
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +([!-~]{1,512})");
  private static final int SHORTEST = 32;

  private final Map<String, Set<Scope>> tokens;
  private final boolean anonymousRead;

  /** What a token is good for. */
  enum Scope {
    READ,
    ACTIVATE;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Gate(Map<String, Set<Scope>> tokens, boolean anonymousRead) {
    this.tokens = tokens;
    this.anonymousRead = anonymousRead;
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read, or a line of it makes no sense
   */
  public static Gate of(Optional<Path> file, boolean anonymousRead) throws IOException {
    Map<String, Set<Scope>> tokens = new HashMap<>();
    int number = 0;
    for (String line : file.isPresent() ? Files.readAllLines(file.get()) : Set.<String>of()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 3 || words[2].length() < SHORTEST) {
          throw new IOException(
              "line %d of the file of tokens: write a name, scopes with commas, and a token of %d characters or more, with spaces between"
                  .formatted(number, SHORTEST));
        }
        tokens.put(
            words[2].startsWith("sha256:") ? words[2] : hash(words[2]), scopes(number, words[1]));
      }
    }
    return new Gate(Map.copyOf(tokens), anonymousRead);
  }

  private static Set<Scope> scopes(int line, String text) throws IOException {
    Set<Scope> scopes = new TreeSet<>();
    for (String part : text.split(",")) {
      scopes.add(
          Arrays.stream(Scope.values())
              .filter(scope -> scope.text().equals(part))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IOException(
                          "line %d of the file of tokens: the scopes are read and activate"
                              .formatted(line))));
    }
    return scopes;
  }

  /** Whether answers are for caches that others share. */
  boolean isOpen() {
    return anonymousRead;
  }

  /** Lets those in who may. */
  void admit(Optional<String> authorization, Scope needed) {
    if (authorization.isEmpty()) {
      if (needed == Scope.READ && anonymousRead) {
        return;
      }
      throw new Refusal(
          Reason.UNAUTHENTICATED,
          "the request",
          "it needs a token with the scope " + needed.text(),
          "send Authorization: Bearer and a token");
    }
    // A token that is wrong is refused even where none is needed: its owner believes it to be one.
    Matcher bearer = BEARER.matcher(authorization.get().strip());
    Optional<Set<Scope>> scopes =
        bearer.matches()
            ? Optional.ofNullable(tokens.get(hash(bearer.group(1))))
            : Optional.empty();
    if (scopes.isEmpty()) {
      throw new Refusal(
          Reason.UNAUTHENTICATED, "Authorization", "no such token is known", "send one that is");
    }
    if (!scopes.get().contains(needed) && !(needed == Scope.READ && anonymousRead)) {
      throw new Refusal(
          Reason.FORBIDDEN,
          "the request",
          "the token does not have the scope " + needed.text(),
          "use another token");
    }
  }

  private static String hash(String token) {
    try {
      return "sha256:"
          + HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
