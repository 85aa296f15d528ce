package io.slipway.batch.warehouse.parquet;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.JdbcValues;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.SetVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Finds rows by their keys in the files of a set version.
 *
 * @param scratch a folder of this machine that files of a store are brought into
 */
record PartRows(SetFiles files, Path scratch) {

  Answer answer(SetVersion version, String folder, Collection<String> keys)
      throws IOException, SQLException {
    List<Path> parts = new ArrayList<>();
    for (Manifest.Part part : files.manifest(folder).parts()) {
      parts.add(files.shared().local(files.name(folder + "/" + part.file()), scratch));
    }
    String[] wanted = keys.stream().distinct().toArray(String[]::new);
    Properties properties = new Properties();
    properties.setProperty("threads", "1");
    properties.setProperty("autoinstall_known_extensions", "false");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        PreparedStatement statement = connection.prepareStatement(byKeys(parts, wanted.length))) {
      for (int i = 0; i < wanted.length; i++) {
        statement.setString(i + 1, wanted[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        JdbcValues values = new JdbcValues(rows, 1);
        Map<String, Prediction> predictions = new LinkedHashMap<>();
        while (rows.next()) {
          Prediction prediction = values.prediction();
          predictions.put(prediction.key(), prediction);
        }
        return new Answer(version, values.columns(), predictions);
      }
    }
  }

  private static String byKeys(List<Path> parts, int keys) {
    return "SELECT * FROM read_parquet([%s], hive_partitioning = false) WHERE %s IN (%s)"
        .formatted(
            parts.stream().map(PartRows::literal).collect(Collectors.joining(", ")),
            Output.KEY,
            keys == 0 ? "NULL" : "?" + ", ?".repeat(keys - 1));
  }

  /** No name is a pattern. */
  private static String literal(Path file) {
    return "'" + file.toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''") + "'";
  }
}
