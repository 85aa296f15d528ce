package io.slipway.cli.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.client.Progress;
import io.slipway.sources.SourceProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A version of a model elsewhere. */
public interface ForeignVersion {

  /** What it is called there, such as {@code 7}. */
  String label();

  /** Where it is, in words that stay the same: {@code mlflow://churn/7}. */
  String from();

  /** What changes when another version is put in its place. */
  String mark() throws SourceProblem, IOException;

  /**
   * What it is made of.
   *
   * @throws SourceProblem of the kind UNSUPPORTED where none of its files can be served
   */
  Content content() throws SourceProblem, IOException;

  /**
   * What a version is made of.
   *
   * @param model the path of the file that is loaded
   * @param lineage in the form of the registry's API
   * @param told what else is told of it, by name
   */
  record Content(
      String model, List<ForeignFile> files, ObjectNode lineage, Map<String, String> told) {

    public Content {
      files = List.copyOf(files);
      told = Map.copyOf(told);
    }
  }

  /** A file of a version. */
  interface ForeignFile {

    /** Within the version. */
    String path();

    /**
     * Where its bytes are on this machine.
     *
     * @param folder that they may be put into
     */
    Path local(Path folder, Progress progress) throws SourceProblem, IOException;
  }
}
