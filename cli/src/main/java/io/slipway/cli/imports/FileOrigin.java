package io.slipway.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.client.Progress;
import io.slipway.sources.SourceProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models in a tree of files, a folder or a bucket, as {@link Layout} reads it. */
public final class FileOrigin implements Origin {
  private final String address;
  private final Tree tree;

  /**
   * @param address of the tree, in words that stay the same
   * @param tree where the files are
   */
  public FileOrigin(String address, Tree tree) {
    this.address = address;
    this.tree = tree;
  }

  /** Where files are. */
  public interface Tree {

    /** All of them, by path. */
    Map<String, Entry> files() throws SourceProblem, IOException;

    /** What changes when the bytes do. */
    String mark(String path, Entry entry) throws IOException;

    /** The bytes, on this machine. */
    Path local(String path, Entry entry, Path folder, Progress progress)
        throws SourceProblem, IOException;
  }

  /** A file. */
  public record Entry(long size, String tag, Instant modified) {}

  @Override
  public List<ForeignModel> models() throws SourceProblem, IOException {
    Map<String, Entry> files = new TreeMap<>(tree.files());
    Map<String, List<ForeignVersion>> models = new LinkedHashMap<>();
    for (Layout layout : Layout.of(List.copyOf(files.keySet()))) {
      models
          .computeIfAbsent(layout.model(), name -> new ArrayList<>())
          .add(new FileVersion(layout, files));
    }
    return models.entrySet().stream()
        .map(model -> new ForeignModel(model.getKey(), model.getValue(), Map.of()))
        .toList();
  }

  private final class FileVersion implements ForeignVersion {
    private final Layout layout;
    private final Map<String, Entry> files;

    FileVersion(Layout layout, Map<String, Entry> files) {
      this.layout = layout;
      this.files = files;
    }

    @Override
    public String label() {
      return layout.version();
    }

    @Override
    public String from() {
      return address + layout.model() + "/" + layout.version();
    }

    @Override
    public String mark() throws IOException {
      StringBuilder marks = new StringBuilder();
      for (String path : layout.paths()) {
        marks.append(path).append(' ').append(tree.mark(path, entry(path))).append('\n');
      }
      return Marks.of(marks.toString());
    }

    @Override
    public Content content() throws SourceProblem {
      String model =
          Companions.model(layout.paths())
              .orElseThrow(
                  () ->
                      new SourceProblem(
                          SourceProblem.Kind.UNSUPPORTED,
                          "%s has %s: put exactly one file that ends in .onnx or .pmml there"
                              .formatted(from(), list(layout.paths()))));
      List<ForeignFile> parts = new ArrayList<>();
      for (String path : Companions.of(model, layout.paths())) {
        parts.add(new TreeFile(layout.within(path), path, entry(path)));
      }
      Instant newest =
          layout.paths().stream()
              .map(this::entry)
              .map(Entry::modified)
              .max(Comparator.naturalOrder())
              .orElse(Instant.EPOCH);
      return new Content(
          layout.within(model),
          parts,
          JsonNodeFactory.instance.objectNode(),
          Map.of("imported.created", newest.toString()));
    }

    private Entry entry(String path) {
      return files.getOrDefault(path, new Entry(0, "", Instant.EPOCH));
    }

    private String list(List<String> paths) {
      List<String> names = paths.stream().map(layout::within).limit(5).toList();
      return String.join(", ", names) + (paths.size() > names.size() ? ", …" : "");
    }
  }

  private final class TreeFile implements ForeignVersion.ForeignFile {
    private final String within;
    private final String path;
    private final Entry entry;

    TreeFile(String within, String path, Entry entry) {
      this.within = within;
      this.path = path;
      this.entry = entry;
    }

    @Override
    public String path() {
      return within;
    }

    @Override
    public Path local(Path folder, Progress progress) throws SourceProblem, IOException {
      return tree.local(path, entry, folder, progress);
    }
  }
}
