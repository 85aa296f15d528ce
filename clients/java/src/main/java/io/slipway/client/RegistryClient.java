package io.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.client.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A registry, asked. What fails for a moment is tried again; writes carry a key by which the
 * registry knows one that it has carried out. Safe for use by many threads.
 */
public final class RegistryClient {
  private static final int PAGE = 100;
  private static final byte[] NOTHING = {};

  private final Http http;
  private final Patience patience;

  public RegistryClient(Connection registry) {
    this(registry, Patience.USUAL);
  }

  RegistryClient(Connection registry, Patience patience) {
    this.http = new Http(registry);
    this.patience = patience;
  }

  /** Makes a model unless there is one of that name; whether it made it. */
  public boolean create(String model) throws RegistryException, InterruptedException {
    try {
      get(path(model));
      return false;
    } catch (RegistryException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
    }
    try {
      write("POST", "/v1/models", Map.of(), object().put("name", model));
      return true;
    } catch (RegistryException e) {
      if (e.kind() == Kind.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Looks a version up.
   *
   * @param reference a number, {@code @alias} or digest
   */
  public Version version(String model, String reference)
      throws RegistryException, InterruptedException {
    return Version.read(get(versionPath(model, reference)));
  }

  /** What a version was published as, its lineage included. */
  public JsonNode manifest(Version version) throws RegistryException, InterruptedException {
    return get(versionPath(version.model(), version.digest()) + "/manifest");
  }

  /** Versions, the newest first, as many as wanted. */
  public List<Version> versions(String model, Optional<String> state, int most)
      throws RegistryException, InterruptedException {
    List<Version> versions = new ArrayList<>();
    Optional<Integer> before = Optional.empty();
    while (versions.size() < most) {
      int wanted = Math.min(PAGE, most - versions.size());
      String query =
          "?limit="
              + wanted
              + state.map(name -> "&state=" + Paths.part(name)).orElse("")
              + before.map(number -> "&before=" + number).orElse("");
      List<Version> page =
          new Fields(get(path(model) + "/versions" + query)).list("versions", Version::read);
      versions.addAll(page);
      if (page.size() < wanted) {
        break;
      }
      before = Optional.of(page.get(page.size() - 1).number());
    }
    return versions;
  }

  public List<Alias> aliases(String model) throws RegistryException, InterruptedException {
    return new Fields(get(path(model) + "/aliases")).list("aliases", Alias::read);
  }

  /** Where an alias points; empty where there is none. */
  public Optional<Alias> alias(String model, String alias)
      throws RegistryException, InterruptedException {
    try {
      return Optional.of(Alias.read(get(aliasPath(model, alias))));
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND && e.object().contains("/aliases/")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Lets an alias point to a version, if it points where the caller believes.
   *
   * @param believed the digest of the version that it points to; empty for an alias that is new
   * @throws RegistryException of the kind MOVED when it points elsewhere
   */
  public Alias move(
      String model,
      String alias,
      String reference,
      Optional<String> believed,
      Optional<String> reason)
      throws RegistryException, InterruptedException {
    ObjectNode body = object().put("version", reference);
    reason.ifPresent(text -> body.put("reason", text));
    Map<String, String> belief =
        believed
            .map(digest -> Map.of("If-Match", '"' + digest + '"'))
            .orElse(Map.of("If-None-Match", "*"));
    return Alias.read(write("PUT", aliasPath(model, alias), belief, body));
  }

  /** Takes an alias away, if it points where the caller believes. */
  public void remove(String model, String alias, String believed, Optional<String> reason)
      throws RegistryException, InterruptedException {
    String query = reason.map(text -> "?reason=" + Paths.part(text)).orElse("");
    String key = UUID.randomUUID().toString();
    patience.with(
        () ->
            http.ask(
                "DELETE",
                aliasPath(model, alias) + query,
                Map.of("If-Match", '"' + believed + '"', "Idempotency-Key", key),
                NOTHING));
  }

  /** Where aliases pointed and what served at a time, as the API says it. */
  public JsonNode historyAt(String model, Instant at)
      throws RegistryException, InterruptedException {
    return get(path(model) + "/history?at=" + at);
  }

  /** What happened between two times, the latest first, as the API says it. */
  public JsonNode history(String model, Optional<Instant> from, Optional<Instant> to, int most)
      throws RegistryException, InterruptedException {
    return get(
        path(model)
            + "/history?limit="
            + most
            + from.map(time -> "&from=" + time).orElse("")
            + to.map(time -> "&to=" + time).orElse(""));
  }

  /** Publishes versions. */
  public Publication publication(String model, Progress progress) {
    return new Publication(this, new Upload(http, patience, progress), model);
  }

  /**
   * Downloads all files of a version and verifies each.
   *
   * @param version as {@link #version} found it
   * @return where each lies, in the order of the version's files
   * @throws IOException when a file cannot be written
   */
  public List<Path> pull(Version version, Path folder, Progress progress)
      throws RegistryException, IOException, InterruptedException {
    requireManifest(version);
    List<Path> targets = new ArrayList<>();
    for (Version.RemoteFile file : version.files()) {
      targets.add(Paths.within(folder, file.path()));
    }
    Download download = new Download(http, patience, progress);
    String path = versionPath(version.model(), version.digest());
    for (int i = 0; i < targets.size(); i++) {
      download.fetch(path, version.files().get(i), targets.get(i));
    }
    return List.copyOf(targets);
  }

  /**
   * Verifies files that were pulled before; no registry is asked.
   *
   * @return where each lies, in the order of the version's files
   * @throws RegistryException of the kind CORRUPT when one is absent or another than it was
   */
  public static List<Path> verify(Version version, Path folder)
      throws RegistryException, IOException {
    List<Path> files = new ArrayList<>();
    for (Version.RemoteFile file : version.files()) {
      Path target = Paths.within(folder, file.path());
      Download.require(file, target);
      files.add(target);
    }
    return List.copyOf(files);
  }

  /**
   * The digest is the manifest's, and the manifest says which files: when both agree, nobody can
   * have put another file into the version.
   */
  private void requireManifest(Version version) throws RegistryException, InterruptedException {
    Reply reply =
        patience.with(
            () ->
                http.ask(
                    "GET",
                    versionPath(version.model(), version.digest()) + "/manifest",
                    Map.of(),
                    NOTHING));
    String actual = Sha256.of(reply.body());
    List<Version.RemoteFile> files =
        new Fields(reply.json()).list("files", Version.RemoteFile::read);
    if (!actual.equals(version.digest()) || !files.equals(version.files())) {
      throw new RegistryException(
          Kind.CORRUPT,
          "models/" + version.model() + "/versions/" + version.number(),
          "its manifest hashes to " + actual + ", and its digest is " + version.digest(),
          "do not use it, and tell whoever keeps the registry");
    }
  }

  JsonNode get(String path) throws RegistryException, InterruptedException {
    return patience.with(() -> http.ask("GET", path, Map.of(), NOTHING).json());
  }

  /** A write that the registry carries out once, however often it has to be sent. */
  JsonNode write(String method, String path, Map<String, String> headers, JsonNode body)
      throws RegistryException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Idempotency-Key", UUID.randomUUID().toString());
    all.put("Content-Type", "application/json");
    byte[] bytes = Http.utf8(body.toString());
    return patience.with(() -> http.ask(method, path, all, bytes).json());
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String path(String model) {
    return "/v1/models/" + Paths.part(model);
  }

  static String versionPath(String model, String reference) {
    return path(model) + "/versions/" + Paths.part(reference);
  }

  private static String aliasPath(String model, String alias) {
    return path(model) + "/aliases/" + Paths.part(alias);
  }
}
