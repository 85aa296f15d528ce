package io.slipway.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a version is, as whoever published it says: its files and where they come from. Its
 * canonical JSON hashes to the version's digest, so nothing in it can ever be another.
 *
 * @param files by path
 * @param model which of the files is loaded; the others are what it refers to
 * @param format what the publisher takes it for; found out when absent, and checked when not
 * @param signature what the publisher says that it takes and gives; checked when present
 * @param parent the manifest's digest of the version that this one was learnt from
 * @param metadata whatever else is to be said, as texts
 */
public record Manifest(
    List<ManifestFile> files,
    FilePath model,
    Optional<String> format,
    Optional<Signature> signature,
    Optional<Digest> parent,
    Lineage lineage,
    Map<String, String> metadata) {

  private static final int SCHEMA = 1;
  private static final int MOST_FILES = 1000;
  private static final Set<String> FIELDS =
      Set.of("schema", "files", "model", "format", "signature", "parent", "lineage", "metadata");

  public Manifest {
    files = files.stream().sorted((a, b) -> a.path().compareTo(b.path())).toList();
    metadata = Map.copyOf(metadata);
    if (files.isEmpty() || files.size() > MOST_FILES) {
      throw new InvalidException(
          "files: a version has from 1 to %d; it has %d".formatted(MOST_FILES, files.size()));
    }
    requireRoomForEach(files);
    FilePath wanted = model;
    if (files.stream().noneMatch(file -> file.path().equals(wanted))) {
      throw new InvalidException(
          "model: %s is none of the files; write the path of the one that is loaded"
              .formatted(Quoted.of(model.value())));
    }
  }

  /** On every file system: two paths that differ in case alone are one file on some. */
  private static void requireRoomForEach(List<ManifestFile> files) {
    Set<String> taken = new HashSet<>();
    for (ManifestFile file : files) {
      if (!taken.add(file.path().value().toLowerCase(Locale.ROOT))) {
        throw new InvalidException(
            "files: %s is there twice, or differs from another in case alone"
                .formatted(Quoted.of(file.path().value())));
      }
    }
    for (ManifestFile file : files) {
      String path = file.path().value().toLowerCase(Locale.ROOT);
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (taken.contains(path.substring(0, slash))) {
          throw new InvalidException(
              "files: %s is a file and cannot be a folder of %s too"
                  .formatted(Quoted.of(path.substring(0, slash)), Quoted.of(file.path().value())));
        }
      }
    }
  }

  /** Reads what a publisher wrote, or {@link #canonical} did. */
  public static Manifest parse(byte[] document) {
    return Draft.parse(document).asWritten();
  }

  /**
   * A manifest as somebody writes it, whose parent may be any name of a version.
   *
   * @param withoutParent all else
   */
  public record Draft(Manifest withoutParent, Optional<VersionRef> parent) {

    /** Reads a manifest, complete or not. */
    public static Draft parse(byte[] document) {
      JsonFields fields = JsonFields.parse("the manifest", document, FIELDS);
      fields
          .integer("schema")
          .filter(schema -> schema != SCHEMA)
          .ifPresent(
              schema -> {
                throw fields.wrong("schema", "write 1 or leave it out");
              });
      List<ManifestFile> files = fields.list("files").stream().map(Manifest::file).toList();
      Manifest manifest =
          new Manifest(
              files,
              fields.text("model").map(FilePath::new).orElseGet(() -> onlyOne(files)),
              fields.text("format"),
              fields.node("signature").map(Signature::read),
              Optional.empty(),
              fields.node("lineage").map(Lineage::read).orElse(Lineage.NONE),
              fields.textMap("metadata"));
      return new Draft(manifest, fields.text("parent").map(VersionRef::parse));
    }

    /** The manifest, once it is known which version its parent is. */
    public Manifest childOf(Optional<Digest> parent) {
      Manifest m = withoutParent;
      return new Manifest(
          m.files(), m.model(), m.format(), m.signature(), parent, m.lineage(), m.metadata());
    }

    private Manifest asWritten() {
      return childOf(
          parent.map(
              ref -> {
                if (ref instanceof VersionRef.ByDigest(Digest digest)) {
                  return digest;
                }
                throw new InvalidException("parent: %s is no digest".formatted(ref));
              }));
    }
  }

  private static FilePath onlyOne(List<ManifestFile> files) {
    if (files.size() > 1) {
      throw new InvalidException(
          "model is missing: there are several files; write the path of the one that is loaded");
    }
    return files.stream()
        .findFirst()
        .map(ManifestFile::path)
        .orElseThrow(() -> new InvalidException("files: a version has at least one; add it"));
  }

  private static ManifestFile file(JsonNode node) {
    JsonFields fields =
        JsonFields.of("files: a file", node, Set.of("path", "digest", "size", "mediaType"));
    FilePath path = new FilePath(fields.requiredText("path"));
    return new ManifestFile(
        path,
        Digests.parse("the file %s: digest".formatted(path), fields.requiredText("digest")),
        fields.integer("size").orElseThrow(() -> fields.missing("size")),
        fields.text("mediaType").orElse(ManifestFile.BYTES));
  }

  /** The file that is loaded. */
  public ManifestFile modelFile() {
    return files.stream()
        .filter(file -> file.path().equals(model))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the constructor found it"));
  }

  /** How much all files are together. */
  public long size() {
    return files.stream().mapToLong(ManifestFile::size).sum();
  }

  /** The bytes whose SHA-256 is {@link #digest}. */
  public byte[] canonical() {
    return CanonicalJson.bytes(toJson());
  }

  /** What the version is called for ever. */
  public Digest digest() {
    return Digest.of(canonical());
  }

  private ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
    ArrayNode list = json.putArray("files");
    for (ManifestFile file : files) {
      list.addObject()
          .put("path", file.path().value())
          .put("digest", file.digest().toString())
          .put("size", file.size())
          .put("mediaType", file.mediaType());
    }
    json.put("model", model.value());
    format.ifPresent(text -> json.put("format", text));
    signature.ifPresent(fields -> json.set("signature", fields.toJson()));
    parent.ifPresent(digest -> json.put("parent", digest.toString()));
    if (!lineage.equals(Lineage.NONE)) {
      json.set("lineage", lineage.toJson());
    }
    if (!metadata.isEmpty()) {
      ObjectNode object = json.putObject("metadata");
      new TreeMap<>(metadata).forEach(object::put);
    }
    return json;
  }
}
