package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.tabular.Reference.Closeness;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are texts which the document has never seen. */
class TextOutputsTest {
  private static final Batch ROWS = Batch.of(Column.ofStrings("c", "red", "Zed", "RED", ""));

  @TempDir Path folder;

  private Path document(String expression) throws Exception {
    return Files.writeString(
        folder.resolve("model.pmml"),
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary><DataField name="c" optype="categorical" dataType="string"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
        <RegressionModel functionName="regression"><MiningSchema><MiningField name="c"/><MiningField name="y" usageType="target"/></MiningSchema>
        <Output><OutputField name="text" optype="categorical" dataType="string" feature="transformedValue">%s</OutputField></Output>
        <RegressionTable intercept="0"><CategoricalPredictor name="c" value="red" coefficient="1"/></RegressionTable></RegressionModel></PMML>
        """
            .formatted(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<FieldRef field=\"c\"/>",
        "<Apply function=\"lowercase\"><FieldRef field=\"c\"/></Apply>",
        "<Apply function=\"if\"><Apply function=\"equal\"><FieldRef field=\"c\"/><Constant dataType=\"string\">red</Constant></Apply><Constant dataType=\"string\">yes</Constant><FieldRef field=\"c\"/></Apply>",
        "<Apply function=\"if\"><Apply function=\"equal\"><FieldRef field=\"c\"/><Constant dataType=\"string\">red</Constant></Apply><FieldRef field=\"c\"/></Apply>"
      })
  void aTextComesOutAsItWentIn(String expression) throws Exception {
    Path file = document(expression);
    try (Model expected = Reference.load(file);
        Model actual = PmmlReader.read(file)) {
      assertThat(Reference.compare(expected, actual, ROWS, Closeness.ONE_ULP).differences())
          .isEmpty();
    }
  }
}
